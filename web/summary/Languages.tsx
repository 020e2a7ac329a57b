import type { LessonResponse } from '../api/lessons.ts';
import type { Measures } from '../model/measures.ts';
import { DataTable } from '../parts/DataTable.tsx';
import { formatSeconds, formatShare, languageHeading } from '../text/format.ts';
import { languagesText as text } from '../text/languages.ts';

interface LanguagesProps {
  readonly measures: Measures;
  readonly result: NonNullable<LessonResponse['result']>;
}

/** The figures of each language; nothing where one alone was spoken. */
export function Languages({ measures, result }: LanguagesProps) {
  const { byLanguage } = result.metrics;
  const told = Object.entries(byLanguage).flatMap(([code, { spokenSeconds, educatorSeconds }]) =>
    spokenSeconds === null && educatorSeconds === null ? [] : code,
  );
  const rows = [...new Set([...measures.languages.keys(), ...told])].sort().map((code) => ({
    code,
    own: measures.languages.get(code),
    talk: byLanguage[code],
  }));
  if (rows.length < 2) return null;
  const share = (value: number | null | undefined) => (value == null ? text.unknown : formatShare(value));
  const seconds = (value: number | null | undefined) => (value == null ? text.unknown : formatSeconds(value));
  return (
    <section class="chart-card card" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p>{text.meaning}</p>
      <DataTable
        caption={text.caption}
        rows={rows}
        keyOf={({ code }) => code}
        columns={[
          { title: text.language, cell: ({ code }) => (code === 'und' ? text.other : languageHeading(code)) },
          { title: text.questions, cell: ({ own }) => own?.whole.all ?? 0, number: true },
          { title: text.openShare, cell: ({ own }) => share(own?.whole.share), number: true },
          { title: text.waitOpen, cell: ({ own }) => seconds(own?.waits.OEQ.median), number: true },
          { title: text.waitClosed, cell: ({ own }) => seconds(own?.waits.CEQ.median), number: true },
          { title: text.spoken, cell: ({ talk }) => share(talk?.spokenShare), number: true },
          { title: text.educator, cell: ({ talk }) => share(talk?.educatorShare), number: true },
          { title: text.children, cell: ({ talk }) => share(talk?.childrenShare), number: true },
        ]}
      />
      <details class="definition">
        <summary>
          {text.definitionOf}
          <span class="unseen">: {text.title}</span>
        </summary>
        <p>{text.definition}</p>
      </details>
    </section>
  );
}

import { dayInWords } from '../library/day.ts';
import { DataTable } from '../parts/DataTable.tsx';
import { formatSeconds, formatShare, languageHeading } from '../text/format.ts';
import { languagesText as text } from '../text/languages.ts';
import type { Point } from './lessons.ts';

/** The figures of each language, a row a lesson and language; nothing where one alone was ever spoken. */
export function CourseLanguages({ points }: { points: readonly Point[] }) {
  if (new Set(points.flatMap(({ languages }) => Object.keys(languages))).size < 2) return null;
  const rows = points.flatMap((point) => Object.entries(point.languages).map(([code, own]) => ({ point, code, own })));
  const share = (value: number | null) => (value === null ? text.unknown : formatShare(value));
  const seconds = (value: number | null) => (value === null ? text.unknown : formatSeconds(value));
  return (
    <section class="chart-card card" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p>{text.course.meaning}</p>
      <DataTable
        caption={text.course.caption}
        rows={rows}
        keyOf={({ point, code }) => `${point.id} ${code}`}
        columns={[
          {
            title: text.course.lesson,
            cell: ({ point }) => <a href={`/lessons/${point.id}/summary`}>{point.title}</a>,
          },
          { title: text.course.date, cell: ({ point }) => dayInWords(point) },
          { title: text.language, cell: ({ code }) => (code === 'und' ? text.other : languageHeading(code)) },
          { title: text.questions, cell: ({ own }) => own.questionCount, number: true },
          { title: text.openShare, cell: ({ own }) => share(own.openShare), number: true },
          { title: text.waitOpen, cell: ({ own }) => seconds(own.waitAfterOpenSeconds.median), number: true },
          { title: text.waitClosed, cell: ({ own }) => seconds(own.waitAfterClosedSeconds.median), number: true },
          { title: text.spoken, cell: ({ own }) => share(own.spokenShare), number: true },
          { title: text.educator, cell: ({ own }) => share(own.educatorShare), number: true },
          { title: text.children, cell: ({ own }) => share(own.childrenShare), number: true },
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

import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { LessonResponse } from '../api/lessons.ts';
import type { Names } from '../api/review.ts';
import { shortWait } from '../lesson/questions/waits.ts';
import { useCodebook } from '../lesson/useCodebook.ts';
import { useMasked } from '../lesson/useMasked.ts';
import { afterwards, childrensQuestions, followed, followers, longestWaits } from '../model/afterwards.ts';
import { codeOf, type Label, type Question } from '../model/code.ts';
import { type Measures, measure } from '../model/measures.ts';
import { Button } from '../parts/Button.tsx';
import { CodeBadge } from '../parts/CodeBadge.tsx';
import { DataTable } from '../parts/DataTable.tsx';
import { formatClock, formatNumber, formatSeconds, formatShare } from '../text/format.ts';
import { subtypeText } from '../text/subtypes.ts';
import { type Meaning, meanings, summaryText } from '../text/summary.ts';
import { waitBins } from './bins.ts';
import { Chart } from './Chart.tsx';
import { subtypesChart, thirdsChart, waitsChart } from './charts.ts';
import { Languages } from './Languages.tsx';

interface SummaryProps {
  readonly lesson: LessonResponse;
  readonly result: NonNullable<LessonResponse['result']>;
  readonly questions: readonly Question[];
  readonly names: Names;
}

const known = (value: number | null, write: (value: number) => string) =>
  value === null ? summaryText.unknown : write(value);

/** The figures that coaches use, with what they mean; they follow each correction at once. */
export function Summary({ lesson, result, questions, names }: SummaryProps) {
  const { route } = useLocation();
  const { codebook } = useCodebook();
  const measures = useMemo(() => measure(questions, result.durationSeconds, codebook), [questions, result, codebook]);
  if (questions.length === 0) return <p class="soft">{summaryText.none}</p>;
  const { whole, closedRun, perMinute, waits } = measures;
  const { speechShare, talk, waitAfterAnswerSeconds } = result.metrics;
  const follow = followed(questions);
  return (
    <div class="summary">
      <p class="soft">{reviewedOf(measures.reviewed, questions.length)}</p>
      <div class="figures">
        <Figure of={meanings.openShare} value={known(whole.share, formatShare)}>
          <p class="soft">{summaryText.of({ open: whole.open, all: whole.all })}</p>
        </Figure>
        <Figure of={meanings.perMinute} value={known(perMinute, formatNumber)}>
          <p class="soft">{summaryText.questions({ count: whole.all })}</p>
        </Figure>
        <Figure of={meanings.waitedLong} value={known(waits.OEQ.longShare, formatShare)}>
          {(['OEQ', 'CEQ'] as const).map((label) => (
            <p key={label} class="soft numbers">
              <CodeBadge label={label} /> {known(waits[label].longShare, formatShare)}{' '}
              {summaryText.ofKnown({ count: waits[label].known.length })}
            </p>
          ))}
        </Figure>
        <Figure of={meanings.closedRun} value={closedRun === null ? summaryText.unknown : String(closedRun.count)}>
          {closedRun === null ? (
            <p class="soft">{summaryText.noRun}</p>
          ) : (
            <Button compact onClick={() => route(`/lessons/${lesson.id}?at=${Math.floor(closedRun.from.start)}`)}>
              {summaryText.run({ from: formatClock(closedRun.from.start), to: formatClock(closedRun.to.end) })}
            </Button>
          )}
        </Figure>
        <Figure of={meanings.answered} value={known(follow.child, formatShare)}>
          <p class="soft">{summaryText.herself({ share: known(follow.educator, formatShare) })}</p>
          <p class="soft">{summaryText.ofFollowed({ count: follow.known })}</p>
        </Figure>
        <Figure of={meanings.afterAnswer} value={known(waitAfterAnswerSeconds.median, formatSeconds)}>
          <p class="soft">{summaryText.answers({ count: waitAfterAnswerSeconds.count })}</p>
        </Figure>
        <Figure of={meanings.speechShare} value={known(speechShare, formatShare)}>
          {speechShare === null ? <p class="soft">{summaryText.noSpeech}</p> : null}
        </Figure>
      </div>
      {talk === null ? null : <Talk talk={talk} />}
      <Languages measures={measures} result={result} />
      <Children lesson={lesson} questions={questions} names={names} />
      <Waits measures={measures} questions={questions} />
      <After questions={questions} />
      <Longest lesson={lesson} questions={questions} names={names} />
      <Subtypes measures={measures} />
      <Thirds measures={measures} />
    </div>
  );
}

function reviewedOf(done: number, all: number): string {
  const { none, all: every, some } = summaryText.reviewed;
  return done === 0 ? none : done >= all ? every : some({ done, all });
}

function Definition({ of }: { of: Meaning }) {
  return (
    <details class="definition">
      <summary>
        {summaryText.definition}
        <span class="unseen">: {of.title}</span>
      </summary>
      <p>{of.definition}</p>
    </details>
  );
}

function Figure({ of, value, children }: { of: Meaning; value: string; children?: ComponentChildren }) {
  return (
    <section class="figure card" aria-label={of.title}>
      <h2>{of.title}</h2>
      <p class="figure-value numbers">{value}</p>
      {children}
      <p class="small">{of.meaning}</p>
      <Definition of={of} />
    </section>
  );
}

function ChartCard({ of, children }: { of: Meaning; children: ComponentChildren }) {
  return (
    <section class="chart-card card" aria-label={of.title}>
      <h2>{of.title}</h2>
      <p>{of.meaning}</p>
      {children}
      <Definition of={of} />
    </section>
  );
}

function Waits({ measures, questions }: { measures: Measures; questions: readonly Question[] }) {
  const { waits } = measures;
  const summed = (label: Label) =>
    waits[label].median === null
      ? summaryText.noWaits
      : summaryText.known({ count: waits[label].known.length, median: formatSeconds(waits[label].median) });
  const rows = waitBins(questions);
  return (
    <ChartCard of={meanings.waits}>
      <ul class="chart-legend">
        {(['OEQ', 'CEQ'] as const).map((label) => (
          <li key={label}>
            <CodeBadge label={label} /> {summed(label)}
          </li>
        ))}
      </ul>
      <Chart
        height="15rem"
        text={summaryText.chart.waits({ open: summed('OEQ'), closed: summed('CEQ') })}
        make={(colours) => waitsChart(waits, colours)}
        from={[waits]}
      />
      <Table>
        <DataTable
          caption={summaryText.tables.waits}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { title: summaryText.tables.length, cell: ({ name }) => name },
            { title: summaryText.tables.open, cell: ({ open }) => open, number: true },
            { title: summaryText.tables.closed, cell: ({ closed }) => closed, number: true },
          ]}
        />
      </Table>
    </ChartCard>
  );
}

type Talked = NonNullable<NonNullable<LessonResponse['result']>['metrics']['talk']>;

/** Who talks how much; proposed, until a person has said whose voice each is. */
function Talk({ talk }: { talk: Talked }) {
  const { talk: text } = summaryText;
  const rows = [
    { who: text.educator, ...talk.educator },
    { who: text.children, ...talk.children },
    { who: text.adults, ...talk.adults },
    { who: text.unknown, ...talk.unknown, turns: null },
    { who: text.nobody, ...talk.nobody, turns: null },
  ];
  return (
    <ChartCard of={meanings.talk}>
      {talk.from === 'machine' ? <p class="soft">{text.proposed}</p> : null}
      <DataTable
        caption={text.caption}
        rows={rows}
        keyOf={({ who }) => who}
        columns={[
          { title: text.who, cell: ({ who }) => who },
          { title: text.length, cell: ({ seconds }) => formatClock(seconds), number: true },
          { title: text.share, cell: ({ share }) => known(share, formatShare), number: true },
          { title: text.turns, cell: ({ turns }) => turns ?? summaryText.unknown, number: true },
        ]}
      />
      <p>{text.longest({ length: talk.longestEducatorSeconds })}</p>
      <p>{text.running({ running: talk.childAfterChild, all: talk.children.turns })}</p>
    </ChartCard>
  );
}

/** What children asked: a good sign, worth showing. */
function Children({ lesson, questions, names }: Pick<SummaryProps, 'lesson' | 'questions' | 'names'>) {
  const shown = childrensQuestions(useMasked(lesson.id, questions, names));
  if (shown.length === 0) return null;
  const open = shown.filter((question) => codeOf(question).label === 'OEQ').length;
  return (
    <ChartCard of={meanings.children}>
      <p>{summaryText.childrenAsked({ all: shown.length, open })}</p>
      <QuestionRows lesson={lesson} questions={shown} />
    </ChartCard>
  );
}

function QuestionRows({ lesson, questions }: Pick<SummaryProps, 'lesson' | 'questions'>) {
  const { route } = useLocation();
  return (
    <ol class="longest">
      {questions.map((question) => (
        <li key={question.id}>
          <Button
            compact
            label={summaryText.goTo({ at: formatClock(question.start), text: question.text })}
            onClick={() => route(`/lessons/${lesson.id}?at=${question.start}`)}
          >
            {formatClock(question.start)}
          </Button>
          <strong class="numbers">{shortWait(question)}</strong>
          <CodeBadge label={codeOf(question).label} />
          <span>{question.text}</span>
        </li>
      ))}
    </ol>
  );
}

/** Who was heard after the questions; a table alone, as most of it is often not known. */
function After({ questions }: { questions: readonly Question[] }) {
  const counted = useMemo(() => afterwards(questions), [questions]);
  const rows = followers.map((follower) => ({ follower, ...(counted.get(follower) ?? { OEQ: 0, CEQ: 0 }) }));
  const { after } = summaryText;
  return (
    <ChartCard of={meanings.after}>
      <DataTable
        caption={after.caption}
        rows={rows}
        keyOf={({ follower }) => follower}
        columns={[
          { title: after.who, cell: ({ follower }) => after.followers[follower] },
          { title: summaryText.tables.open, cell: ({ OEQ }) => OEQ, number: true },
          { title: summaryText.tables.closed, cell: ({ CEQ }) => CEQ, number: true },
        ]}
      />
    </ChartCard>
  );
}

function Longest({ lesson, questions, names }: Pick<SummaryProps, 'lesson' | 'questions' | 'names'>) {
  const shown = useMasked(lesson.id, questions, names);
  const longest = longestWaits(shown);
  return (
    <ChartCard of={meanings.longest}>
      {longest.length === 0 ? <p class="soft">{summaryText.noWaits}</p> : null}
      <QuestionRows lesson={lesson} questions={longest} />
    </ChartCard>
  );
}

function Subtypes({ measures }: { measures: Measures }) {
  const { codebook, nameOf } = useCodebook();
  const rows = measures.subtypes.map(({ key, label, count }) => ({ key, label, name: nameOf(key), count }));
  const { tables, chart } = summaryText;
  return (
    <ChartCard of={meanings.subtypes}>
      <ul class="chart-legend">
        {(['OEQ', 'CEQ'] as const).map((label) => (
          <li key={label}>
            <CodeBadge label={label} />
          </li>
        ))}
      </ul>
      <Chart
        height={`${Math.max(10, 2 + rows.length * 1.5)}rem`}
        text={chart.subtypes({ parts: rows.map(({ name, count }) => `${name} ${count}`).join(', ') })}
        make={(colours) => subtypesChart(rows, colours)}
        from={[measures.subtypes]}
      />
      <p class="small soft">
        {subtypeText.by({ title: codebook.title })} {subtypeText.without({ count: measures.withoutSubtype })}
      </p>
      <Table>
        <DataTable
          caption={tables.subtypes}
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { title: tables.subtype, cell: ({ name }) => name },
            { title: tables.code, cell: ({ label }) => <CodeBadge label={label} /> },
            { title: tables.all, cell: ({ count }) => count, number: true },
          ]}
        />
      </Table>
    </ChartCard>
  );
}

function Thirds({ measures: { thirds } }: { measures: Measures }) {
  const rows = thirds.map((third, index) => ({ ...third, name: summaryText.thirds[index] ?? '' }));
  const parts = rows.map(({ name, share }) => `${name} ${known(share, formatShare)}`).join(', ');
  return (
    <ChartCard of={meanings.thirds}>
      <Chart
        height="12rem"
        text={summaryText.chart.thirds({ parts })}
        make={(colours) => thirdsChart(thirds, colours)}
        from={[thirds]}
      />
      <Table>
        <DataTable
          caption={summaryText.tables.thirds}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { title: summaryText.tables.third, cell: ({ name }) => name },
            { title: summaryText.tables.open, cell: ({ open }) => open, number: true },
            { title: summaryText.tables.all, cell: ({ all }) => all, number: true },
            { title: summaryText.tables.share, cell: ({ share }) => known(share, formatShare), number: true },
          ]}
        />
      </Table>
    </ChartCard>
  );
}

function Table({ children }: { children: ComponentChildren }) {
  return (
    <details class="as-table">
      <summary>{summaryText.table}</summary>
      {children}
    </details>
  );
}

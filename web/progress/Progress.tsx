import { useMemo, useState } from 'preact/hooks';
import { readSites } from '../api/lessons.ts';
import { useTitle } from '../frame/useTitle.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { dayInWords, shortDay } from '../library/day.ts';
import { CodeBadge } from '../parts/CodeBadge.tsx';
import { DataTable } from '../parts/DataTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { Chart } from '../summary/Chart.tsx';
import { common } from '../text/common.ts';
import { formatSeconds, formatShare } from '../text/format.ts';
import { progressText } from '../text/progress.ts';
import { CourseLanguages } from './CourseLanguages.tsx';
import { shareChart, talkChart, waitsChart } from './charts.ts';
import { type Point, readCourse } from './lessons.ts';

interface Chosen {
  readonly site: string;
  readonly educator: string;
  readonly from: string;
  readonly to: string;
}
const names = ['site', 'educator', 'from', 'to'] as const;

const known = (value: number | null, write: (value: number) => string) =>
  value === null ? progressText.unknown : write(value);
/** As long as an answer's choices should be, for what an address says. */
const longest = 200;

function chosenOf(search: string): Chosen {
  const query = new URLSearchParams(search);
  const day = (name: string) => /^\d{4}-\d\d-\d\d$/.exec(query.get(name) ?? '')?.[0] ?? '';
  const text = (name: string) => (query.get(name) ?? '').slice(0, longest);
  return { site: text('site'), educator: text('educator'), from: day('from'), to: day('to') };
}

/** A site's or an educator's lessons over time. */
export default function Progress() {
  useTitle(progressText.title);
  const [chosen, setChosen] = useState(() => chosenOf(location.search));
  const { site, educator, from, to } = chosen;
  const course = useLoaded(JSON.stringify([site, from, to]), (signal) =>
    readCourse({ ...(site ? { site } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }, signal),
  );
  const points = course.value?.points;
  const educators = useMemo(
    () =>
      [
        ...new Set([...(points ?? []).flatMap((point) => point.educator ?? []), ...(educator ? [educator] : [])]),
      ].sort(),
    [points, educator],
  );
  const unnamed = points?.some((point) => point.educator === undefined) ?? false;
  // One person at a time; the newest lesson's, until another is chosen.
  const person = educator === '' ? (points?.at(-1)?.educator ?? '') : educator;
  const shown = useMemo(() => (points ?? []).filter((point) => (point.educator ?? '') === person), [points, person]);
  const change = (part: Partial<Chosen>) => {
    const next = { ...chosen, ...part };
    setChosen(next);
    const query = new URLSearchParams(names.flatMap((name) => (next[name] === '' ? [] : [[name, next[name]]])));
    history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}`);
  };
  return (
    <div class="progress-view">
      <h1>{progressText.title}</h1>
      <p class="soft">{progressText.lead}</p>
      <Filters chosen={{ ...chosen, educator: person }} educators={educators} unnamed={unnamed} change={change} />
      {course.error === undefined ? null : <ErrorNotice error={course.error} retry={course.again} />}
      <p class="soft numbers" role="status">
        {points === undefined
          ? course.error === undefined
            ? common.loading
            : ''
          : progressText.lessons({ count: shown.length })}
      </p>
      {course.value?.more ? <p class="soft">{progressText.more({ count: course.value.points.length })}</p> : null}
      {points !== undefined && shown.length === 0 ? (
        <Empty icon="film" title={progressText.none.title}>
          <p>{progressText.none.text}</p>
        </Empty>
      ) : null}
      {shown.length === 0 ? null : <Courses points={shown} />}
    </div>
  );
}

interface FiltersProps {
  readonly chosen: Chosen;
  readonly educators: readonly string[];
  /** Some lessons name no educator. */
  readonly unnamed: boolean;
  readonly change: (part: Partial<Chosen>) => void;
}

function Filters({ chosen, educators, unnamed, change }: FiltersProps) {
  const text = progressText.filters;
  const sites = useLoaded('sites', (signal) => readSites(signal));
  const siteIds = [
    ...new Set([...(sites.value?.sites.map(({ siteId }) => siteId) ?? []), ...(chosen.site ? [chosen.site] : [])]),
  ].sort();
  const choice = (name: 'site' | 'educator', all: string | undefined, options: readonly string[]) => (
    <Field label={text[name]}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={chosen[name]}
          onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
        >
          {all === undefined ? null : <option value="">{all}</option>}
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const day = (name: 'from' | 'to') => (
    <Field label={text[name]}>
      {(control) => (
        <input
          {...control}
          class="input"
          type="date"
          value={chosen[name]}
          onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset class="choices">
      <legend class="unseen">{text.name}</legend>
      {choice('site', text.allSites, siteIds)}
      {choice('educator', unnamed || educators.length === 0 ? text.noEducator : undefined, educators)}
      {day('from')}
      {day('to')}
    </fieldset>
  );
}

function Courses({ points }: { points: readonly Point[] }) {
  const { table, reviewed, chart } = progressText;
  const say = (write: (point: Point) => string) =>
    points.map((point) => chart.point({ day: shortDay(point), value: write(point) })).join(', ');
  const seconds = (value: number | null) => known(value, formatSeconds);
  return (
    <>
      <ul class="chart-legend">
        {(['none', 'some', 'all'] as const).map((state) => (
          <li key={state}>
            <span class={`point ${state}`} aria-hidden="true" /> {reviewed[state]}
          </li>
        ))}
      </ul>
      <section class="chart-card card" aria-label={progressText.share.title}>
        <h2>{progressText.share.title}</h2>
        <p>{progressText.share.meaning}</p>
        <Chart
          height="16rem"
          text={chart.share({ parts: say(({ share }) => known(share, formatShare)) })}
          make={(colours) => shareChart(points, colours)}
          from={[points]}
        />
      </section>
      <section class="chart-card card" aria-label={progressText.waits.title}>
        <h2>{progressText.waits.title}</h2>
        <p>{progressText.waits.meaning}</p>
        <p class="chart-legend">
          <CodeBadge label="OEQ" /> <CodeBadge label="CEQ" />
        </p>
        <Chart
          height="16rem"
          text={chart.waits({
            parts: say(({ openWait, closedWait }) =>
              chart.both({ open: seconds(openWait), closed: seconds(closedWait) }),
            ),
          })}
          make={(colours) => waitsChart(points, colours)}
          from={[points]}
        />
      </section>
      {points.some(({ educatorTalk }) => educatorTalk !== null) ? (
        <section class="chart-card card" aria-label={progressText.talk.title}>
          <h2>{progressText.talk.title}</h2>
          <p>{progressText.talk.meaning}</p>
          <Chart
            height="16rem"
            text={chart.talk({
              parts: say(({ educatorTalk, childrenTalk }) =>
                chart.both({ open: known(educatorTalk, formatShare), closed: known(childrenTalk, formatShare) }),
              ),
            })}
            make={(colours) => talkChart(points, colours)}
            from={[points]}
          />
        </section>
      ) : null}
      <div class="chart-card card">
        <DataTable
          caption={table.caption}
          rows={points}
          keyOf={({ id }) => id}
          columns={[
            { title: table.lesson, cell: ({ id, title }) => <a href={`/lessons/${id}/summary`}>{title}</a> },
            { title: table.date, cell: dayInWords },
            { title: table.educator, cell: ({ educator }) => educator ?? progressText.unknown },
            { title: table.questions, cell: ({ questions }) => questions, number: true },
            { title: table.share, cell: ({ share }) => known(share, formatShare), number: true },
            { title: table.open, cell: ({ openWait }) => seconds(openWait), number: true },
            { title: table.closed, cell: ({ closedWait }) => seconds(closedWait), number: true },
            {
              title: table.childAnswered,
              cell: ({ childAnswered }) => known(childAnswered, formatShare),
              number: true,
            },
            { title: table.answerWait, cell: ({ answerWait }) => seconds(answerWait), number: true },
            {
              title: table.educatorTalk,
              cell: ({ educatorTalk }) => known(educatorTalk, formatShare),
              number: true,
            },
            {
              title: table.childrenTalk,
              cell: ({ childrenTalk }) => known(childrenTalk, formatShare),
              number: true,
            },
            {
              title: reviewed.title,
              cell: ({ reviewedCount, questions }) => reviewed.count({ done: reviewedCount, all: questions }),
              number: true,
            },
          ]}
        />
      </div>
      <CourseLanguages points={points} />
    </>
  );
}

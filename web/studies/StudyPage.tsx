import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso/router';
import { ApiError } from '../api/errors.ts';
import { readStudy, type StudyResponse } from '../api/studies.ts';
import { NotFound } from '../frame/NotFound.tsx';
import { useTitle } from '../frame/useTitle.ts';
import { nameReviewer } from '../lesson/reviewer.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { Button } from '../parts/Button.tsx';
import { DataTable } from '../parts/DataTable.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { toast } from '../parts/Toasts.tsx';
import { common } from '../text/common.ts';
import { formatDateTime } from '../text/format.ts';
import { studiesText } from '../text/studies.ts';
import { StudyEnd } from './StudyEnd.tsx';
import { placesOf, TableDialog } from './TableDialog.tsx';
import { isNamed, type Named, useNamed } from './useNamed.ts';

const text = studiesText.study;

/** One study: what is the caller's to code, and how far everybody is. */
export default function StudyPage() {
  const { id = '' } = useRoute().params;
  const { value: study, error, again } = useLoaded(id, (signal) => readStudy(id, signal));
  const named = useNamed();
  const [table, setTable] = useState(false);
  const lost = study === undefined && error instanceof ApiError && (error.status === 404 || error.status === 400);
  useTitle(lost ? common.notFound.title : (study?.name ?? common.loading));
  if (lost) return <NotFound />;
  if (study === undefined || named === undefined)
    return error === undefined ? (
      <p class="soft studies-loading">{common.loading}</p>
    ) : (
      <ErrorNotice error={error} retry={again} />
    );
  return (
    <div class="studies">
      <a class="study-back" href="/studies">
        {studiesText.back}
      </a>
      <h1>{study.name}</h1>
      <p class="soft numbers">{factsOf(study).join(' ')}</p>
      {study.closedAt === undefined ? null : (
        <p class="notice warn">{studiesText.end.closed({ at: formatDateTime(study.closedAt) })}</p>
      )}
      <Mine study={study} named={named} />
      <div class="study-links">
        {study.whole ? (
          <a class="button" href={`/studies/${id}/agreement`}>
            {studiesText.agreement.link}
          </a>
        ) : null}
        {study.closedAt === undefined && placesOf(study).length > 0 ? (
          <Button icon="upload" onClick={() => setTable(true)}>
            {studiesText.table.title}
          </Button>
        ) : null}
      </div>
      <DataTable
        caption={text.lessons}
        rows={study.assignments}
        keyOf={({ lessonId }) => lessonId}
        columns={[
          { title: text.lesson, cell: ({ title }) => title ?? text.gone },
          {
            title: text.coders,
            cell: ({ coders }) =>
              coders.map(({ coder, done }) => (done ? text.done({ coder }) : text.open({ coder }))).join(' · '),
          },
        ]}
      />
      {study.mayEnd ? <StudyEnd study={study} onClosed={again} /> : null}
      {table ? (
        <TableDialog
          study={study}
          by={named.by}
          onClose={() => setTable(false)}
          onTaken={() => {
            setTable(false);
            toast(studiesText.table.taken);
            again();
          }}
        />
      ) : null}
    </div>
  );
}

function factsOf({ lessons, coders, by, at, showMachine, doubleShare, seed }: StudyResponse): string[] {
  return [
    `${studiesText.about({ lessons: lessons.length, coders: coders.length, by, at: formatDateTime(at) })}.`,
    text.twice({ share: doubleShare }),
    showMachine ? text.sees.machine : text.sees.nothing,
    text.seed({ seed }),
  ];
}

/** The queue of whoever looks: first what is not handed in. Where nobody signs in, they say who they are. */
function Mine({ study, named }: { study: StudyResponse; named: Named }) {
  const coder = study.coders.find((one) => isNamed(named, one));
  const mine = study.assignments.flatMap(({ lessonId, title, coders }) => {
    const own = coders.find((one) => one.coder === coder);
    return own === undefined || title === null ? [] : [{ lessonId, title, done: own.done }];
  });
  const queue = mine.toSorted((a, b) => Number(a.done) - Number(b.done));
  const done = mine.filter((one) => one.done).length;
  return (
    <section class="card study-mine" aria-labelledby="mine-title">
      <h2 id="mine-title">{text.mine}</h2>
      {named.signedIn ? null : (
        <Field label={text.who} hint={text.whoHint}>
          {(control) => (
            <select
              {...control}
              class="input study-who"
              value={coder ?? ''}
              onChange={({ currentTarget }) => nameReviewer(currentTarget.value)}
            >
              <option value="" disabled>
                {text.choose}
              </option>
              {study.coders.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {mine.length === 0 ? (
        coder === undefined && !named.signedIn ? null : (
          <p class="soft">{text.noneMine}</p>
        )
      ) : (
        <p class="soft numbers">{text.progress({ done, all: mine.length })}</p>
      )}
      <ul class="study-queue">
        {queue.map(({ lessonId, title, done: handedIn }) => (
          <li key={lessonId}>
            <a href={`/studies/${study.id}/lessons/${lessonId}`}>
              {handedIn ? text.handedIn({ title }) : text.code({ title })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { LessonResponse } from '../api/lessons.ts';
import { stageOf } from '../details/stages.ts';
import { useReanalysis } from '../details/useReanalysis.ts';
import type { Rights } from '../frame/useRights.ts';
import { Button } from '../parts/Button.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { failureText } from '../text/failures.ts';
import { formatDay } from '../text/format.ts';
import { library } from '../text/library.ts';
import { dayInWords } from './day.ts';
import { OpenShare } from './OpenShare.tsx';
import { Poster } from './Poster.tsx';
import { WaitingTag } from './WaitingTag.tsx';

export interface LessonRowProps {
  readonly lesson: LessonResponse;
  readonly rights: Rights;
  readonly onDetails: (lesson: LessonResponse) => void;
  readonly onDelete: (lesson: LessonResponse) => void;
  /** The list is out of date. */
  readonly onChange: () => void;
}

export function LessonRow({ lesson, rights, onDetails, onDelete, onChange }: LessonRowProps) {
  const { id, title, status, result, posterUrl } = lesson;
  return (
    <article class="lesson" aria-label={title}>
      <Poster url={posterUrl} seconds={result?.durationSeconds} />
      <div class="lesson-what">
        <h2 class="lesson-title">
          <a href={`/lessons/${id}`}>{title}</a>
        </h2>
        <Facts lesson={lesson} />
        <div class="lesson-state">
          {status === 'running' ? <Running lesson={lesson} /> : null}
          {status === 'failed' ? <Failed lesson={lesson} mayRetry={rights.review} onChange={onChange} /> : null}
        </div>
      </div>
      {result === undefined ? <div class="share" /> : <OpenShare result={result} />}
      <div class="lesson-actions">
        {rights.review ? (
          <Button
            look="quiet"
            compact
            icon="edit"
            label={library.detailsOf({ title })}
            onClick={() => onDetails(lesson)}
          />
        ) : null}
        {rights.administer ? (
          <Button
            look="quiet"
            compact
            icon="trash"
            label={library.removeOf({ title })}
            onClick={() => onDelete(lesson)}
          />
        ) : null}
      </div>
    </article>
  );
}

function Facts({ lesson }: { lesson: LessonResponse }) {
  const { id, educator, siteId, status, consent, hold, retainUntil, moving } = lesson;
  return (
    <>
      <p class="lesson-facts soft">
        {[educator, siteId, dayInWords(lesson)].map((fact) =>
          fact === undefined || fact === '' ? null : <span key={fact}>{fact}</span>,
        )}
      </p>
      <p class="lesson-tags">
        {status === 'completed' ? <span class="tag good">{library.status.completed}</span> : null}
        {consent === 'withheld' ? <span class="tag bad">{library.consent.withheld}</span> : null}
        {consent === 'unknown' ? <span class="tag">{library.consent.unknown}</span> : null}
        {moving === undefined ? null : <span class="tag busy">{library.moving({ site: moving.siteId })}</span>}
        {hold ? <span class="tag">{library.hold}</span> : null}
        {retainUntil !== undefined && !hold ? (
          <span class="tag">{library.keepsUntil({ day: formatDay(retainUntil) })}</span>
        ) : null}
        <WaitingTag lessonId={id} />
      </p>
    </>
  );
}

function Running({ lesson }: { lesson: LessonResponse }) {
  const { name, step, parts, share } = stageOf(lesson);
  return (
    <div class="running">
      <p class="small">
        <span class="tag busy">{library.status.running}</span> {name}
        <span class="soft numbers"> {[step, parts].filter((text) => text !== '').join(' · ')}</span>
      </p>
      <ProgressBar label={library.progressOf({ title: lesson.title })} value={share} />
      {lesson.result === undefined ? null : <p class="small soft">{library.earlierResult}</p>}
    </div>
  );
}

interface FailedProps {
  readonly lesson: LessonResponse;
  readonly mayRetry: boolean;
  readonly onChange: () => void;
}

function Failed({ lesson, mayRetry, onChange }: FailedProps) {
  const { busy, retry } = useReanalysis(lesson, onChange);
  const { failure, title } = lesson;
  const why = failureText(failure);
  return (
    <div class="notice bad">
      <p>
        <strong>{why.title}.</strong> {why.advice}
      </p>
      {lesson.result === undefined ? null : <p class="small">{library.earlierResult}</p>}
      {mayRetry ? (
        <Button compact icon="retry" label={library.retryOf({ title })} disabled={busy} onClick={retry}>
          {library.retry}
        </Button>
      ) : null}
    </div>
  );
}

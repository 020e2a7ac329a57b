import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { ease } from '../api/ease.ts';
import { ApiError } from '../api/errors.ts';
import { type LessonResponse, readLesson } from '../api/lessons.ts';
import { type Names, type QuestionsResponse, readQuestions } from '../api/review.ts';
import { usePolled } from '../api/usePolled.ts';
import { isMoving, isUntold, stageOf } from '../details/stages.ts';
import { useReanalysis } from '../details/useReanalysis.ts';
import { useRemaining } from '../details/useRemaining.ts';
import { NotFound } from '../frame/NotFound.tsx';
import { useRightsAt } from '../frame/useRights.ts';
import { useTitle } from '../frame/useTitle.ts';
import { namesIn, withNames } from '../model/namesInAddress.ts';
import { Button } from '../parts/Button.tsx';
import { ErrorNotice, Notice } from '../parts/Notice.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { common } from '../text/common.ts';
import { failureText } from '../text/failures.ts';
import { lessonText } from '../text/lesson.ts';
import { library } from '../text/library.ts';
import { studiesText } from '../text/studies.ts';
import { voicesText } from '../text/voices.ts';
import { LessonHead } from './LessonHead.tsx';
import { Media } from './Media.tsx';
import { usePlayer } from './player.ts';
import { Result } from './Result.tsx';
import { useLoaded } from './useLoaded.ts';
import { useUnsignedName } from './useUnsignedName.ts';

/** What the API answers of an id that is none, or of no lesson. */
const nowhere = new Set([400, 404]);

/** One lesson, at /lessons/ID and /lessons/ID/summary; asks again while it may change by itself. */
export default function Lesson() {
  const { id = '', tab } = useRoute().params;
  const { route } = useLocation();
  const [names, setNames] = useState<Names>(() => namesIn(location.search));
  const by = useUnsignedName();
  const lesson = usePolled(
    id,
    (etag, signal) => readLesson(id, etag, signal, by),
    (now, unchanged) => (isMoving(now) || isUntold(now) ? ease(unchanged) : null),
    // Whoever has just said who they are keeps the page as it is.
    by,
  );
  const { value } = lesson;
  // A lesson that was moved to another site has another id; its old address answers with it.
  const elsewhere = value !== undefined && value.id !== id;
  useEffect(() => {
    if (elsewhere)
      route(`/lessons/${[value.id, ...(tab === undefined ? [] : [tab])].join('/')}${location.search}`, true);
  }, [elsewhere]);
  const rightsAt = useRightsAt();
  const rights = value === undefined ? undefined : rightsAt?.(value.siteId);
  const { error } = lesson;
  const masked = useLoaded(`${id} ${names}`, async (signal) =>
    names === 'shown' ? undefined : (await readQuestions(id, 'masked', signal)).lesson,
  );
  const shown = value && (names === 'shown' ? value : withoutNames(value, masked.value));
  const lost = value === undefined && error instanceof ApiError && nowhere.has(error.status);
  const astray = lost || (tab !== undefined && tab !== 'summary');
  useTitle(astray ? common.notFound.title : (shown?.title ?? common.loading));
  if (astray) return <NotFound />;
  // Not before both are known: buttons that come late would push what is below them.
  if (value === undefined || shown === undefined || rights === undefined) {
    return lesson.error === undefined ? (
      <p class="lesson-loading">{common.loading}</p>
    ) : (
      <ErrorNotice error={lesson.error} retry={lesson.refresh} />
    );
  }
  return (
    <>
      <LessonHead
        lesson={value}
        shown={shown}
        rights={rights}
        tab={tab ?? 'lesson'}
        names={names}
        onNames={(next) => {
          setNames(next);
          history.replaceState(null, '', `${location.pathname}${withNames(location.search, next)}`);
        }}
        onChange={lesson.refresh}
        onDeleted={() => route('/')}
      />
      {lesson.error === undefined ? null : <ErrorNotice error={lesson.error} retry={lesson.refresh} />}
      <State lesson={shown} mayRetry={rights.review} mayWatch={rights.see} onChange={lesson.refresh} />
      {value.removing === undefined ? null : <Notice look="warn">{voicesText.removal.underWay}</Notice>}
      {value.codedBlindIn === undefined ? null : <CodedBlind lesson={value} studyId={value.codedBlindIn} />}
      {value.result === undefined ? null : (
        <Result
          key={`${value.id} ${value.result.revision} ${value.removed?.voices ?? 0}`}
          lesson={value}
          result={value.result}
          tab={tab}
          names={names}
          onFigures={lesson.refresh}
        />
      )}
    </>
  );
}

const hidden = '…';

/** What the head says of a lesson with names masked; nothing with names while the masked ones are awaited. */
function withoutNames(lesson: LessonResponse, masked: QuestionsResponse['lesson']): LessonResponse {
  const { educator, ...rest } = lesson;
  const said = masked ?? { title: hidden, siteId: hidden, ...(educator === undefined ? {} : { educator: hidden }) };
  return { ...rest, ...said };
}

/** Who codes a lesson in a study sees its codes when it is settled; until then they are led to where they code it. */
function CodedBlind({ lesson, studyId }: { lesson: LessonResponse; studyId: string }) {
  return (
    <Notice look="warn">
      <p>
        <strong>{studiesText.blind.title}</strong> {studiesText.blind.text}
      </p>
      <a class="button" href={`/studies/${studyId}/lessons/${lesson.id}`}>
        {studiesText.blind.code}
      </a>
    </Notice>
  );
}

interface StateProps {
  readonly lesson: LessonResponse;
  readonly mayRetry: boolean;
  readonly mayWatch: boolean;
  readonly onChange: () => void;
}

/** How far the analysis is, or why it failed and what to do. */
function State({ lesson, mayRetry, mayWatch, onChange }: StateProps) {
  const { busy, retry } = useReanalysis(lesson, onChange);
  const { status, failure, result } = lesson;
  if (status === 'failed') {
    const why = failureText(failure);
    return (
      <Notice look="bad">
        <p>
          <strong>{why.title}.</strong> {why.advice}
        </p>
        {result === undefined ? null : <p class="small">{lessonText.failedEarlier}</p>}
        {mayRetry ? (
          <Button icon="retry" disabled={busy} onClick={retry}>
            {lessonText.retry}
          </Button>
        ) : null}
      </Notice>
    );
  }
  if (status !== 'running') return null;
  return <Running lesson={lesson} mayWatch={mayWatch} />;
}

/** How far it is, how long it still takes, and the video to watch meanwhile. */
function Running({ lesson, mayWatch }: { lesson: LessonResponse; mayWatch: boolean }) {
  const { result, title } = lesson;
  const { name, step, parts, share } = stageOf(lesson);
  const left = useRemaining(lesson);
  const player = usePlayer(Number.POSITIVE_INFINITY);
  return (
    <section class="lesson-running card" aria-label={lessonText.running.title}>
      <h2>{lessonText.running.title}</h2>
      <p role="status">
        <strong>{name}</strong>
        <span class="soft numbers"> {[step, parts].filter((text) => text !== '').join(' · ')}</span>
      </p>
      <ProgressBar label={library.progressOf({ title })} value={share} />
      <p class="soft">{left}</p>
      <p class="soft">{result === undefined ? lessonText.running.text : lessonText.runningAgain}</p>
      {result === undefined && mayWatch ? <Media lesson={lesson} player={player} names="shown" /> : null}
    </section>
  );
}

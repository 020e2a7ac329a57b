import { useMemo } from 'preact/hooks';
import type { SpeakersResponse } from '../../shared/api/contract.ts';
import type { LessonResponse } from '../api/lessons.ts';
import { type Names, readEvents, readQuestions, readSpeakers } from '../api/review.ts';
import { isUntold } from '../details/stages.ts';
import { askMe } from '../frame/me.ts';
import type { Question } from '../model/code.ts';
import type { Codebook } from '../model/codebook.ts';
import { shownQuestions, type Undoable, type Waiting } from '../model/desk.ts';
import { doneBy } from '../model/done.ts';
import { ErrorNotice } from '../parts/Notice.tsx';
import { Summary } from '../summary/Summary.tsx';
import { common } from '../text/common.ts';
import { HearingNotice } from './HearingNotice.tsx';
import { readWaiting } from './onDevice.ts';
import { presentPerson } from './person.ts';
import { Review } from './Review.tsx';
import { reviewer } from './reviewer.ts';
import { CodebookOf } from './useCodebook.ts';
import { useDesk } from './useDesk.ts';
import { useLoaded } from './useLoaded.ts';
import { useToldVoices } from './voices/useToldVoices.ts';

interface ResultProps {
  readonly lesson: LessonResponse;
  readonly result: NonNullable<LessonResponse['result']>;
  readonly tab: string | undefined;
  readonly names: Names;
  /** Told when the lesson's figures may be others. */
  readonly onFigures: () => void;
}

interface Opened {
  readonly questions: readonly Question[];
  readonly codebook: Codebook;
  readonly waiting: readonly Waiting[];
  readonly done: readonly Undoable[];
  readonly heard: SpeakersResponse | undefined;
}

/** The questions, what this person's device still keeps of them, and what they did before. */
async function open(lessonId: string, signal: AbortSignal): Promise<Opened> {
  const [{ questions, codebook }, { events }, me, heard] = await Promise.all([
    readQuestions(lessonId, 'shown', signal),
    readEvents(lessonId, signal),
    askMe(),
    // The questions are shown without the voices too, which are asked for again.
    readSpeakers(lessonId, signal).catch(() => undefined),
  ]);
  // A device that keeps nothing has kept nothing.
  const waiting = await readWaiting(presentPerson(), lessonId).catch(() => []);
  return { questions, codebook, waiting, done: doneBy(me?.name ?? reviewer.get(), events, questions, waiting), heard };
}

/** What was found out of one upload: its questions on the desk, to review or summed up. */
export function Result(props: ResultProps) {
  const { lesson } = props;
  const opened = useLoaded(lesson.id, (signal) => open(lesson.id, signal));
  if (opened.error !== undefined && opened.value === undefined)
    return <ErrorNotice error={opened.error} retry={opened.again} />;
  if (opened.value === undefined) return <p class="lesson-loading">{common.loading}</p>;
  return (
    <CodebookOf.Provider value={opened.value.codebook}>
      <OnDesk {...props} {...opened.value} />
    </CodebookOf.Provider>
  );
}

function OnDesk({ lesson, result, tab, names, onFigures, questions, waiting, done, heard }: ResultProps & Opened) {
  const { desk, reviews, fleeting } = useDesk(lesson.id, questions, waiting, done);
  useToldVoices(isUntold(lesson), () => void reviews.reread());
  const shown = useMemo(() => shownQuestions(desk), [desk]);
  return tab === 'summary' ? (
    <Summary lesson={lesson} result={result} questions={shown} names={names} />
  ) : (
    <>
      <HearingNotice result={result} />
      <Review
        lesson={lesson}
        duration={result.durationSeconds}
        desk={desk}
        reviews={reviews}
        fleeting={fleeting}
        questions={shown}
        names={names}
        heard={heard}
        onFigures={onFigures}
      />
    </>
  );
}

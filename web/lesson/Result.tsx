import { useMemo } from 'preact/hooks';
import type { LessonResponse } from '../api/lessons.ts';
import { type Names, readQuestions } from '../api/review.ts';
import type { Question } from '../model/code.ts';
import { shownQuestions } from '../model/desk.ts';
import { ErrorNotice } from '../parts/Notice.tsx';
import { Summary } from '../summary/Summary.tsx';
import { common } from '../text/common.ts';
import { HearingNotice } from './HearingNotice.tsx';
import { Review } from './Review.tsx';
import { useDesk } from './useDesk.ts';
import { useLoaded } from './useLoaded.ts';

interface ResultProps {
  readonly lesson: LessonResponse;
  readonly result: NonNullable<LessonResponse['result']>;
  readonly tab: string | undefined;
  readonly names: Names;
}

/** What was found out of one upload: its questions on the desk, to review or summed up. */
export function Result(props: ResultProps) {
  const { lesson } = props;
  const questions = useLoaded(lesson.id, async (signal) => (await readQuestions(lesson.id, 'shown', signal)).questions);
  if (questions.error !== undefined && questions.value === undefined)
    return <ErrorNotice error={questions.error} retry={questions.again} />;
  if (questions.value === undefined) return <p class="lesson-loading">{common.loading}</p>;
  return <OnDesk {...props} questions={questions.value} />;
}

function OnDesk({ lesson, result, tab, names, questions }: ResultProps & { questions: readonly Question[] }) {
  const { desk, reviews } = useDesk(lesson.id, questions);
  const shown = useMemo(() => shownQuestions(desk), [desk]);
  return tab === 'summary' ? (
    <Summary lesson={lesson} result={result} questions={shown} />
  ) : (
    <>
      <HearingNotice result={result} />
      <Review
        lesson={lesson}
        duration={result.durationSeconds}
        desk={desk}
        reviews={reviews}
        questions={shown}
        names={names}
      />
    </>
  );
}

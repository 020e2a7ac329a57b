import type { Lesson, LessonResult } from '../lessons/lesson.ts';
import type { Metrics } from '../lessons/metrics.ts';
import type { CodedQuestion, Label, Subtype } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { isReviewed, labelOf, lessonMetrics } from '../questions/metrics.ts';
import { nextTurn } from '../questions/nextTurn.ts';
import { waitsAfterAnswers } from '../questions/talk.ts';

/** A question with what followed it, where that is known: the next turn's words, and the wait after a child's answer. */
export type FollowedQuestion = CodedQuestion & {
  readonly nextTurn?: string;
  readonly waitAfterAnswerSeconds?: number;
};

/** Everything of one lesson that a file to take away is made from; people's reviews count. Times are in seconds. */
export interface LessonExport {
  readonly lesson: Pick<Lesson, 'id' | 'siteId' | 'fileName' | 'uploadedAt' | 'recordedOn' | 'title' | 'educator'>;
  readonly result: Pick<
    LessonResult,
    'revision' | 'completedAt' | 'durationSeconds' | 'language' | 'recordedOn' | 'speakers'
  >;
  readonly metrics: Metrics;
  readonly reviewedCount: number;
  /** In order of time. */
  readonly questions: readonly FollowedQuestion[];
  readonly transcript: Transcript;
}

/** The code that counts: a person's where there is one, else the machine's. */
export interface CountingCode {
  readonly label: Label;
  /** Undefined where a person gave another label and no subtype: the machine's would not go with it. */
  readonly subtype: Subtype | undefined;
}

export function countingCode(question: Pick<CodedQuestion, 'label' | 'subtype' | 'review'>): CountingCode {
  const label = labelOf(question);
  return { label, subtype: question.review?.subtype ?? (label === question.label ? question.subtype : undefined) };
}

/** Puts a lesson together for its export; metrics are those of the questions as they are reviewed now. */
export function lessonExport(
  lesson: LessonExport['lesson'],
  result: LessonExport['result'],
  questions: readonly CodedQuestion[],
  transcript: Transcript,
): LessonExport {
  return {
    lesson,
    result,
    metrics: lessonMetrics(questions, transcript, result.speakers?.voices),
    reviewedCount: questions.filter(isReviewed).length,
    questions: followed(questions, result, transcript),
    transcript,
  };
}

function followed(
  questions: readonly CodedQuestion[],
  { speakers }: LessonExport['result'],
  transcript: Transcript,
): FollowedQuestion[] {
  const waits = waitsAfterAnswers(questions, transcript.speakers?.turns ?? [], speakers?.voices ?? []);
  return questions
    .map((question, at) => {
      const next = nextTurn(question, transcript.segments);
      const wait = waits[at];
      return {
        ...question,
        ...(next === undefined ? {} : { nextTurn: next }),
        ...(wait == null ? {} : { waitAfterAnswerSeconds: wait }),
      };
    })
    .toSorted((a, b) => a.start - b.start);
}

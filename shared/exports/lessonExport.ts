import type { Lesson, LessonResult } from '../lessons/lesson.ts';
import type { Metrics } from '../lessons/metrics.ts';
import type { CodedQuestion, Label, Subtype } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { isReviewed, labelOf, lessonMetrics } from '../questions/metrics.ts';

/** Everything of one lesson that a file to take away is made from; people's reviews count. Times are in seconds. */
export interface LessonExport {
  readonly lesson: Pick<Lesson, 'id' | 'siteId' | 'fileName' | 'uploadedAt' | 'recordedOn' | 'title' | 'educator'>;
  readonly result: Pick<LessonResult, 'revision' | 'completedAt' | 'durationSeconds' | 'language' | 'recordedOn'>;
  readonly metrics: Metrics;
  readonly reviewedCount: number;
  /** In order of time. */
  readonly questions: readonly CodedQuestion[];
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
    metrics: lessonMetrics(questions, transcript),
    reviewedCount: questions.filter(isReviewed).length,
    questions: questions.toSorted((a, b) => a.start - b.start),
    transcript,
  };
}

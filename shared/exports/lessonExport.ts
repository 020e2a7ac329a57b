import { type Codebook, ownCodebook, shownBy } from '../lessons/codebook.ts';
import type { Lesson, LessonResult } from '../lessons/lesson.ts';
import type { Metrics } from '../lessons/metrics.ts';
import type { CodedQuestion, Label, ShownQuestion } from '../lessons/question.ts';
import type { LessonVoice } from '../lessons/speakers.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { isReviewed, labelOf, lessonMetrics } from '../questions/metrics.ts';
import { nextTurn } from '../questions/nextTurn.ts';
import { waitsAfterAnswers } from '../questions/talk.ts';
import { voiceNames } from '../speakers/voiceNames.ts';

/** A question with what followed it, where that is known: the next turn's words, the wait after a child's answer, and the name of its voice. */
export type FollowedQuestion = ShownQuestion & Followed;

interface Followed {
  readonly nextTurn?: string;
  /** Whose voice asked. */
  readonly voice?: string;
  readonly waitAfterAnswerSeconds?: number;
}

/** Everything of one lesson that a file to take away is made from; people's reviews count. Times are in seconds. */
export interface LessonExport {
  readonly lesson: Pick<
    Lesson,
    'id' | 'siteId' | 'fileName' | 'uploadedAt' | 'recordedOn' | 'title' | 'educator' | 'removed'
  >;
  readonly result: Pick<
    LessonResult,
    'revision' | 'completedAt' | 'durationSeconds' | 'language' | 'recordedOn' | 'speakers'
  >;
  readonly metrics: Metrics;
  readonly reviewedCount: number;
  /** In order of time. */
  readonly questions: readonly FollowedQuestion[];
  readonly transcript: Transcript;
  /** The one that speaks most first; none where voices were not told apart. */
  readonly voices: readonly LessonVoice[];
  /** Of the lesson's site. */
  readonly codebook: Codebook;
}

/** The code that counts: a person's where there is one, else the machine's. */
export interface CountingCode {
  readonly label: Label;
  /** Undefined where the codebook has none for the machine's, or it would not go with the label that a person gave. */
  readonly subtype: string | undefined;
}

export function countingCode(question: Pick<ShownQuestion, 'label' | 'subtype' | 'review'>): CountingCode {
  const label = labelOf(question);
  return { label, subtype: question.review?.subtype ?? (label === question.label ? question.subtype : undefined) };
}

/** Puts a lesson together for its export; metrics are those of the questions as they are reviewed now. */
export function lessonExport(
  lesson: LessonExport['lesson'],
  result: LessonExport['result'],
  questions: readonly CodedQuestion[],
  transcript: Transcript,
  voices: readonly LessonVoice[] = [],
  codebook: Codebook = ownCodebook,
): LessonExport {
  return {
    lesson,
    result,
    metrics: lessonMetrics(questions, transcript, voices),
    reviewedCount: questions.filter(isReviewed).length,
    questions: followed(questions, transcript, voices).map((question) => shownBy(codebook, question)),
    transcript,
    voices,
    codebook,
  };
}

function followed(
  questions: readonly CodedQuestion[],
  transcript: Transcript,
  voices: readonly LessonVoice[],
): (CodedQuestion & Followed)[] {
  const waits = waitsAfterAnswers(questions, transcript.speakers?.turns ?? [], voices);
  const names = voiceNames(voices);
  return questions
    .map((question, at) => {
      const next = nextTurn(question, transcript.segments);
      const wait = waits[at];
      const voice = question.speaker === undefined ? undefined : names.get(question.speaker);
      return {
        ...question,
        ...(voice === undefined ? {} : { voice }),
        ...(next === undefined ? {} : { nextTurn: next }),
        ...(wait == null ? {} : { waitAfterAnswerSeconds: wait }),
      };
    })
    .toSorted((a, b) => a.start - b.start);
}

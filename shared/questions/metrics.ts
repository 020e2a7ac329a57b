import type { Metrics } from '../lessons/metrics.ts';
import type { CodedQuestion, Label } from '../lessons/question.ts';
import type { LessonVoice } from '../lessons/speakers.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { figuresByLanguage, talkBefore, talkByLanguage } from './byLanguage.ts';
import { mergeSpans } from './spans.ts';
import { followedBy, talkOf, waitsAfterAnswers } from './talk.ts';

/** Wait time from which research reports better answers (docs/codebook.md). */
const goodWaitSeconds = 3;

type Judged = Pick<CodedQuestion, 'doubtful' | 'review' | 'rejected' | 'askedBy'>;
type MeasuredQuestion = Pick<
  CodedQuestion,
  'start' | 'end' | 'label' | 'language' | 'waitTimeSeconds' | 'next' | 'nextBy'
> &
  Judged;
type MeasuredTranscript = Pick<Transcript, 'durationSeconds' | 'voice' | 'segments' | 'speakers'>;

/**
 * What coaches look at in one lesson: the questions of its educator, as people have corrected them, and the talk.
 * @param voices with their roles, proposed or said by a person
 */
export function lessonMetrics(
  questions: readonly MeasuredQuestion[],
  transcript: MeasuredTranscript,
  voices: readonly LessonVoice[] = [],
): Metrics {
  const inOrder = questions.filter(counts).toSorted((a, b) => a.start - b.start);
  const open = inOrder.filter((question) => labelOf(question) === 'OEQ');
  const closed = inOrder.filter((question) => labelOf(question) === 'CEQ');
  const waits = knownWaits(inOrder);
  const byChildren = questions.filter((question) => isAsked(question) && question.askedBy === 'child');
  const turns = transcript.speakers?.state === 'told' ? transcript.speakers.turns : undefined;
  const minutes = transcript.durationSeconds / 60;
  const thirds = [0, 1, 2].map((third) =>
    openShare(inOrder.filter((question) => thirdOf(question.start, transcript.durationSeconds) === third)),
  );
  return {
    questionCount: inOrder.length,
    doubtfulCount: questions.filter(isDoubtful).length,
    childCount: byChildren.length,
    childOpenCount: byChildren.filter((question) => labelOf(question) === 'OEQ').length,
    adultCount: questions.filter((question) => isAsked(question) && question.askedBy === 'adult').length,
    openCount: open.length,
    closedCount: closed.length,
    openShare: openShare(inOrder),
    openShareByThird: thirds,
    questionsPerMinute: minutes > 0 ? inOrder.length / minutes : null,
    waitAfterOpenSeconds: summary(knownWaits(open)),
    waitAfterClosedSeconds: summary(knownWaits(closed)),
    waitedThreeSecondsShare:
      waits.length > 0 ? waits.filter((wait) => wait >= goodWaitSeconds).length / waits.length : null,
    ...followedBy(inOrder),
    waitAfterAnswerSeconds: summary(waitsAfterAnswers(inOrder, turns ?? [], voices).filter((wait) => wait !== null)),
    byLanguage: figuresByLanguage(inOrder, figuresOf, talkByLanguage(transcript, voices)),
    longestClosedRun: longestRun(inOrder.map((question) => labelOf(question) === 'CEQ')),
    speechShare: speechShare(transcript),
    talk: turns === undefined ? null : talkOf({ ...transcript, turns }, voices),
  };
}

/**
 * A lesson's metrics with its questions as they now are, without its transcript: what is measured from who speaks when
 * is kept as it was.
 */
export function remeasured(
  before: {
    readonly durationSeconds: number;
    readonly metrics: Pick<Metrics, 'speechShare' | 'talk' | 'waitAfterAnswerSeconds' | 'byLanguage'>;
  },
  questions: readonly MeasuredQuestion[],
): Metrics {
  const { durationSeconds, metrics } = before;
  const { speechShare, talk, waitAfterAnswerSeconds } = metrics;
  const measured = lessonMetrics(questions, { durationSeconds, voice: [], segments: [] });
  const byLanguage = figuresByLanguage(questions.filter(counts), figuresOf, talkBefore(metrics.byLanguage));
  return { ...measured, speechShare, talk, waitAfterAnswerSeconds, byLanguage };
}

/** Of some questions, those that every language has of its own. */
function figuresOf(questions: readonly MeasuredQuestion[]) {
  const of = (label: Label) => questions.filter((question) => labelOf(question) === label);
  const [open, closed] = [of('OEQ'), of('CEQ')];
  return {
    questionCount: questions.length,
    openCount: open.length,
    openShare: openShare(questions),
    waitAfterOpenSeconds: summary(knownWaits(open)),
    waitAfterClosedSeconds: summary(knownWaits(closed)),
  };
}

/** Whether it was hard to hear or may be an answer, and no person has said anything of it. */
export function isDoubtful({ doubtful, review, rejected }: Judged): boolean {
  return doubtful === true && review === undefined && rejected !== true;
}

/** Whether it is a question, by whomever: heard well enough or confirmed, and not rejected. */
export function isAsked(question: Judged): boolean {
  return question.rejected !== true && !isDoubtful(question);
}

/** Whether a question counts in the lesson's figures: it is one, and neither a child nor another adult asked it. */
export function counts(question: Judged): boolean {
  return isAsked(question) && question.askedBy !== 'child' && question.askedBy !== 'adult';
}

/** Whether a person has judged it. */
export function isReviewed({ review, rejected }: Pick<CodedQuestion, 'review' | 'rejected'>): boolean {
  return review !== undefined || rejected === true;
}

/** The label that counts: the reviewer's where there is a review. */
export function labelOf(question: Pick<CodedQuestion, 'label' | 'review'>): Label {
  return question.review?.label ?? question.label;
}

function openShare(questions: readonly MeasuredQuestion[]): number | null {
  if (questions.length === 0) return null;
  return questions.filter((question) => labelOf(question) === 'OEQ').length / questions.length;
}

/** Which third of the lesson a time is in: 0, 1 or 2. */
export function thirdOf(start: number, durationSeconds: number): number {
  if (durationSeconds <= 0) return 0;
  return Math.min(2, Math.floor((3 * start) / durationSeconds));
}

function knownWaits(questions: readonly MeasuredQuestion[]): number[] {
  return questions.flatMap(({ waitTimeSeconds }) => (waitTimeSeconds === null ? [] : [waitTimeSeconds]));
}

function summary(values: readonly number[]): Metrics['waitAfterOpenSeconds'] {
  if (values.length === 0) return { median: null, mean: null, count: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { median: median(values), mean, count: values.length };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

function longestRun(flags: readonly boolean[]): number {
  let longest = 0;
  let run = 0;
  for (const flag of flags) {
    run = flag ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Null where words were heard but nobody measured the voice: segments alone would count pauses as speech. */
function speechShare({ durationSeconds, voice, segments }: MeasuredTranscript) {
  if (durationSeconds <= 0 || (voice.length === 0 && segments.length > 0)) return null;
  const voiced = mergeSpans(voice).reduce((sum, span) => sum + span.end - span.start, 0);
  return Math.min(1, voiced / durationSeconds);
}

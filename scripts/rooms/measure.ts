import type { Metrics } from '../../shared/lessons/metrics.ts';
import type { Label } from '../../shared/lessons/question.ts';
import type { Segment, Span } from '../../shared/lessons/transcript.ts';
import { compareWords, plainWords } from '../../speech/measure/wordErrors.ts';
import { isEducator, type TrueQuestion, type Truth, type Turn } from './lesson.ts';

/** A question as the pipeline has it. */
export interface MeasuredQuestion extends Span {
  readonly text: string;
  readonly label: Label;
  readonly confidence: number;
  readonly waitTimeSeconds: number | null;
  /** hard to hear: told apart from the others */
  readonly doubtful?: true;
}

/** What the pipeline made of a sound. */
export interface Outcome {
  /** as the recogniser wrote them, on the lesson's time line */
  readonly recognised: readonly Segment[];
  /** as the lesson has them, without what was not understood */
  readonly segments: readonly Segment[];
  readonly questions: readonly MeasuredQuestion[];
  readonly metrics: Pick<Metrics, 'openShare' | 'waitedThreeSecondsShare'>;
}

/** Counts of one room; shares are of turns, waits in seconds, null where nothing could be measured. */
export interface Measured {
  readonly educatorTurns: number;
  readonly childTurns: number;
  /** turns of which the recogniser wrote at least half the words */
  readonly educatorHeard: number;
  readonly childHeard: number;
  /** of these, turns of which the lesson's transcript has them */
  readonly educatorKept: number;
  readonly childKept: number;
  /** words that are right and called doubtful */
  readonly wordsDoubted: number;
  readonly wordErrorRate: number;
  readonly questions: number;
  readonly found: number;
  /** of these, called doubtful: they count when a person has confirmed them */
  readonly foundDoubtful: number;
  /** true questions of which the recogniser wrote at least half the words, and which were not found */
  readonly lost: number;
  /** found where nobody asked, and not called doubtful */
  readonly invented: number;
  readonly labelsRight: number;
  readonly waitErrorMedian: number | null;
  readonly waitErrorNinth: number | null;
  readonly openShareError: number | null;
  readonly waitedShareError: number | null;
}

/** A found question is a true one when it starts within so many seconds of it, or shares half of it. */
const nearSeconds = 1.5;
/** How far a word may lie from the turn in which it was said. */
const slackSeconds = 0.6;

export function measure(truth: Truth, outcome: Outcome): Measured {
  const heard = truth.turns.filter((turn) => hasWords(turn, outcome.recognised));
  const kept = heard.filter((turn) => hasWords(turn, outcome.segments));
  const pairs = matched(truth.questions, outcome.questions);
  const found = new Set(pairs.map(([question]) => question));
  const said = plainWords(truth.turns.map(({ text }) => text).join(' '));
  const written = plainWords(outcome.segments.map(({ text }) => text).join(' '));
  const waits = pairs.flatMap(([one, { waitTimeSeconds }]) =>
    one.waitTimeSeconds === null || waitTimeSeconds === null ? [] : [Math.abs(one.waitTimeSeconds - waitTimeSeconds)],
  );
  const children = (turn: Turn) => !isEducator(turn);
  return {
    educatorTurns: truth.turns.filter(isEducator).length,
    childTurns: truth.turns.filter(children).length,
    educatorHeard: heard.filter(isEducator).length,
    childHeard: heard.filter(children).length,
    educatorKept: kept.filter(isEducator).length,
    childKept: kept.filter(children).length,
    wordsDoubted: doubtedWords(said, outcome.segments),
    wordErrorRate: compareWords(said, written).errors / said.length,
    questions: truth.questions.length,
    found: pairs.length,
    foundDoubtful: pairs.filter(([, { doubtful }]) => doubtful).length,
    lost: truth.questions.filter((one) => !found.has(one) && hasWords(one, outcome.recognised)).length,
    invented: outcome.questions.filter((one) => !one.doubtful && !pairs.some(([, used]) => used === one)).length,
    labelsRight: pairs.filter(([one, { label }]) => one.label === label).length,
    waitErrorMedian: quantile(waits, 0.5),
    waitErrorNinth: quantile(waits, 0.9),
    ...figureErrors(truth, outcome),
  };
}

/** How many words are right and called doubtful. */
function doubtedWords(said: readonly string[], segments: readonly Segment[]): number {
  const heard = segments.flatMap(({ text, heard: how }) => plainWords(text).map((word) => ({ word, how })));
  const { heardAt } = compareWords(
    said,
    heard.map(({ word }) => word),
  );
  return said.filter((word, index) => {
    const against = heard[heardAt[index] ?? -1];
    return against?.word === word && against.how === 'doubtful';
  }).length;
}

/** Whether at least half of what was said in a turn stands in the transcript at its time. */
export function hasWords(turn: Span & { readonly text: string }, segments: readonly Segment[]): boolean {
  const said = plainWords(turn.text);
  const near = segments.flatMap(wordsOf).filter(({ start, end }) => {
    const middle = (start + end) / 2;
    return middle >= turn.start - slackSeconds && middle <= turn.end + slackSeconds;
  });
  const heard = plainWords(near.map(({ text }) => text).join(' '));
  const { heardAt } = compareWords(said, heard);
  const right = said.filter((word, index) => word === heard[heardAt[index] ?? -1]).length;
  return right >= said.length / 2;
}

/** A segment's words; without their times, the text is spread evenly. */
function wordsOf({ words, text, start, end }: Segment): (Span & { readonly text: string })[] {
  if (words !== undefined && words.length > 0) return words;
  const texts = text.split(/\s+/u).filter((word) => word !== '');
  const length = (end - start) / Math.max(1, texts.length);
  return texts.map((word, index) => ({ text: word, start: start + index * length, end: start + (index + 1) * length }));
}

/** Each true question with the found one that starts nearest to it; each found one is used once. */
export function matched<Found extends Span>(
  truth: readonly TrueQuestion[],
  found: readonly Found[],
): [TrueQuestion, Found][] {
  const free = new Set(found);
  return truth.flatMap((one): [TrueQuestion, Found][] => {
    const fits = (other: Found) =>
      Math.abs(other.start - one.start) <= nearSeconds ||
      Math.min(one.end, other.end) - Math.max(one.start, other.start) >= (one.end - one.start) / 2;
    const [nearest] = [...free]
      .filter(fits)
      .sort((a, b) => Math.abs(a.start - one.start) - Math.abs(b.start - one.start));
    if (nearest === undefined) return [];
    free.delete(nearest);
    return [[one, nearest]];
  });
}

/** A share of values is at most this; between two values, in proportion. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

function figureErrors({ questions }: Truth, { metrics }: Outcome) {
  const open = questions.filter(({ label }) => label === 'OEQ').length / questions.length;
  const waits = questions.flatMap(({ waitTimeSeconds }) => (waitTimeSeconds === null ? [] : [waitTimeSeconds]));
  const waited = waits.filter((seconds) => seconds >= 3).length / waits.length;
  const { openShare, waitedThreeSecondsShare } = metrics;
  return {
    openShareError: openShare === null ? null : Math.abs(openShare - open),
    waitedShareError: waitedThreeSecondsShare === null ? null : Math.abs(waitedThreeSecondsShare - waited),
  };
}

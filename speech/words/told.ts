import type { Span } from '../voices/speechSpans.ts';
import type { PaddedSpan, Window } from './windows.ts';
import { layOut } from './windows.ts';

/** Natural probabilities by Whisper's code of a language, which are 1 together. */
export type LanguageProbabilities = ReadonlyMap<string, number>;

/** What is said without a pause, or nearly: one language, as far as sound alone tells. */
export interface Utterance {
  readonly spans: readonly PaddedSpan[];
  /** Of its voices, without the pauses. */
  readonly seconds: number;
}

/** So short a pause ends no utterance. */
const withinSeconds = 0.25;
/** Nor does this one, while the utterance is too short to tell a language by. */
const withinShortSeconds = 0.5;
/** Below this, Whisper's language token is a guess: of 28 Spanish pieces longer than this base told 23, shorter ones it guessed. */
export const tellingSeconds = 1.2;

/** A probability from which a language is told of an utterance, and from which it is told of a whole window. */
const sureFrom = 0.6;
const windowSureFrom = 0.9;
/** A window that leans so far to a language carries what is hard to hear in it. */
const leaningFrom = 0.8;
/** A language that nobody named must be this likely for its text to be compared with the others. */
const otherFrom = 0.3;

/** The utterances of a window, cut at pauses. */
export function utterancesOf({ spans }: Pick<Window, 'spans'>): Utterance[] {
  const utterances: Utterance[] = [];
  for (const span of spans) {
    const last = utterances.at(-1);
    const seconds = span.speech.end - span.speech.start;
    const pause = span.speech.start - (last?.spans.at(-1)?.speech.end ?? Number.NEGATIVE_INFINITY);
    const joins = last !== undefined && pause < (last.seconds < tellingSeconds ? withinShortSeconds : withinSeconds);
    if (joins) utterances[utterances.length - 1] = { spans: [...last.spans, span], seconds: last.seconds + seconds };
    else utterances.push({ spans: [span], seconds });
  }
  return utterances;
}

/** A window of utterances that stand side by side. */
export const windowOf = (utterances: readonly Utterance[]): Window => layOut(utterances.flatMap(({ spans }) => spans));

/** From the first voice to the end of the last. */
export const spanOf = ({ spans }: Pick<Window, 'spans'>): Span => ({
  start: spans[0]?.speech.start ?? 0,
  end: spans.at(-1)?.speech.end ?? 0,
});

/** The likeliest of the allowed languages. Throws RangeError where none is allowed. */
export function likeliest(probabilities: LanguageProbabilities, allowed: readonly string[]): string {
  const [first] = allowed;
  if (first === undefined) throw new RangeError('No language is allowed.');
  return allowed.reduce((best, each) => (of(probabilities, each) > of(probabilities, best) ? each : best), first);
}

const of = (probabilities: LanguageProbabilities, language: string) => probabilities.get(language) ?? 0;

/**
 * Whether nothing tells that an utterance is in one of the allowed languages: its own sound does not, nor the window
 * around it.
 */
export const isStrange = (
  own: LanguageProbabilities,
  around: LanguageProbabilities,
  allowed: readonly string[],
): boolean =>
  allowed.reduce((sum, each) => sum + of(own, each), 0) < otherFrom &&
  of(around, likeliest(around, allowed)) < leaningFrom;

/** Whether a whole window is in one of the allowed languages, as far as its first impression goes. */
export const isSureWindow = (probabilities: LanguageProbabilities, allowed: readonly string[]): boolean =>
  of(probabilities, likeliest(probabilities, allowed)) >= windowSureFrom;

/** What Whisper's language token says of an utterance: one language, or those whose texts must be compared. */
export function candidatesOf(
  probabilities: LanguageProbabilities,
  allowed: readonly string[],
  seconds: number,
): readonly string[] {
  const best = likeliest(probabilities, allowed);
  if (of(probabilities, best) >= sureFrom) return [best];
  const [other, probability] = [...probabilities].reduce((a, b) => (b[1] > a[1] ? b : a));
  const strange = seconds >= tellingSeconds && probability >= otherFrom && !allowed.includes(other);
  return strange ? [...allowed, other] : allowed;
}

/**
 * Settles utterances that are too short to be told alone: they follow what is told beside them. What stands between
 * two languages stays open.
 * @param told for each utterance its language, or undefined
 * @param seconds how long each is
 */
export function withNeighbours(
  told: readonly (string | undefined)[],
  seconds: readonly number[],
): (string | undefined)[] {
  return told.map((own, at) => {
    if (own !== undefined || (seconds[at] ?? 0) >= tellingSeconds) return own;
    const before = told.slice(0, at).findLast((each) => each !== undefined);
    const after = told.slice(at + 1).find((each) => each !== undefined);
    return before === after || after === undefined ? before : before === undefined ? after : undefined;
  });
}

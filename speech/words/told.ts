import type { Span } from '../voices/speechSpans.ts';
import { layOut, type PaddedSpan, type Window } from './windows.ts';

/** Natural probabilities by Whisper's code of a language, which are 1 together. */
export type LanguageProbabilities = ReadonlyMap<string, number>;

/** What is said without a pause, or nearly: one language, as far as sound alone tells. */
export interface Utterance {
  readonly spans: readonly PaddedSpan[];
  /** Of its voices, without the pauses. */
  readonly seconds: number;
  /** Where it lies in its window, in the window's time. */
  readonly at: Span;
}

/** So short a pause ends no utterance. */
const withinSeconds = 0.25;
/** Below this, what an utterance sounds like alone is a guess, and what stands beside it counts. */
export const tellingSeconds = 1.2;

/**
 * Where Whisper hears little it says English: of 62 made Spanish utterances of 0.3 to 3.2 s, amid English and alone, the
 * difference of the logarithms for Spanish and English was above -3.3 in all but two of one syllable, of 57 English ones
 * below -4 in all but two.
 */
const englishLead = 3.5;
/** So much likelier must the first language be than the second to be told without comparing texts. Natural logarithms. */
const sureLead = 1.5;
const sureShortLead = 3.5;

/**
 * A window that leans so far to one language, by the logarithms of the probabilities themselves, carries what is too short
 * to be told in it: English ones do, at 8 to 12; made Spanish ones lean by 2.5 to 5.3, and short English in them is clear.
 */
const windowLead = 8;
/**
 * Of the allowed languages together, an utterance in another one has less than this: made French ones 0.09 at most, made
 * Spanish ones of that length 0.17 at least, as some sound like Latin. The other one is named where it has so much.
 */
const otherBelow = 0.12;
const otherFrom = 0.3;
/** A whole window of others has less than this (of French 0.02, of Italian 0.04; of Spanish alone 0.91 and more). */
const hardlyAllowed = 0.1;
const allowedAmidOthers = 0.7;
/** English is what Whisper falls back to: a real Dutch "Een leeuw." had 0.77. */
const englishAmidOthers = 0.9;

/** The utterances of a window, cut at pauses. */
export function utterancesOf({ spans }: Pick<Window, 'spans'>): Utterance[] {
  const utterances: Utterance[] = [];
  let filled = 0;
  for (const span of spans) {
    const last = utterances.at(-1);
    const seconds = span.speech.end - span.speech.start;
    const at = { start: filled, end: filled + span.end - span.start };
    filled = at.end;
    if (last !== undefined && span.speech.start - (last.spans.at(-1)?.speech.end ?? 0) < withinSeconds) {
      utterances[utterances.length - 1] = {
        spans: [...last.spans, span],
        seconds: last.seconds + seconds,
        at: { start: last.at.start, end: at.end },
      };
    } else utterances.push({ spans: [span], seconds, at });
  }
  return utterances;
}

/** A window of utterances, laid end to end. */
export const windowOf = (utterances: readonly Utterance[]): Window => layOut(utterances.flatMap(({ spans }) => spans));

/** From the first voice to the end of the last. */
export const spanOf = ({ spans }: Pick<Window, 'spans'>): Span => ({
  start: spans[0]?.speech.start ?? 0,
  end: spans.at(-1)?.speech.end ?? 0,
});

const of = (probabilities: LanguageProbabilities, language: string) => probabilities.get(language) ?? 0;

/** The likeliest of the allowed languages. Throws RangeError where none is allowed. */
export function likeliest(probabilities: LanguageProbabilities, allowed: readonly string[]): string {
  const [first] = allowed;
  if (first === undefined) throw new RangeError('No language is allowed.');
  return allowed.reduce((best, each) => (of(probabilities, each) > of(probabilities, best) ? each : best), first);
}

/** What an utterance sounds like. */
export interface Leaning {
  /**
   * The allowed languages, the likeliest first; `by` says how much less likely each is, as natural logarithms, and
   * `probability` how likely it is among all languages. Of English, what Whisper falls back to is taken off.
   */
  readonly ranked: readonly { readonly language: string; readonly by: number; readonly probability: number }[];
  /** How far the likeliest of the allowed is before the others, by the probabilities themselves. */
  readonly lead: number;
  readonly likeliest: string;
  /** Of the allowed languages together, 0 to 1. */
  readonly allowedShare: number;
  /** The likeliest of all languages, and how likely. */
  readonly first: { readonly language: string; readonly probability: number };
}

/** Ranks the languages of an utterance. @param probabilities by what it sounds like amid its window */
export function leaningOf(probabilities: LanguageProbabilities, allowed: readonly string[]): Leaning {
  const scores = allowed
    .map((language) => ({
      language,
      score: Math.log(of(probabilities, language)) - (language === 'en' ? englishLead : 0),
    }))
    .toSorted((a, b) => b.score - a.score);
  const best = scores[0]?.score ?? 0;
  const allowedShare = allowed.reduce((sum, each) => sum + of(probabilities, each), 0);
  const all = scores.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
  const main = likeliest(probabilities, allowed);
  const others = allowed.filter((each) => each !== main);
  const [language = '', probability = 0] = [...probabilities].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return {
    ranked: scores.map(({ language: each, score }) => ({
      language: each,
      by: best - score,
      probability: (allowedShare * Math.exp(score - best)) / all,
    })),
    lead: Math.log(of(probabilities, main)) - Math.max(...others.map((each) => Math.log(of(probabilities, each)))),
    likeliest: main,
    allowedShare,
    first: { language, probability },
  };
}

/** The languages that an utterance may be in, the likeliest first: one where that is sure. */
export function candidatesOf({ ranked }: Leaning, seconds: number, around: Leaning): string[] {
  const within = seconds >= tellingSeconds ? sureLead : sureShortLead;
  const candidates = ranked.filter(({ by }) => by < within).map(({ language }) => language);
  const isIsland = seconds < tellingSeconds && around.lead > windowLead;
  return isIsland && candidates.includes(around.likeliest) ? [around.likeliest] : candidates;
}

/**
 * The language of an utterance that is in none of the allowed ones: Whisper's code, or "und" where nobody can tell
 * which. Undefined where it is, or may be, in an allowed one, or is too short to say so amid them.
 * @param around what its window sounds like
 */
export function otherLanguageOf(
  { allowedShare, first, likeliest }: Leaning,
  seconds: number,
  around: Leaning,
): string | undefined {
  if (around.allowedShare < hardlyAllowed && around.first.probability > otherFrom)
    return allowedShare < (likeliest === 'en' ? englishAmidOthers : allowedAmidOthers)
      ? around.first.language
      : undefined;
  if (seconds < tellingSeconds || allowedShare >= otherBelow) return undefined;
  return first.probability > otherFrom ? first.language : 'und';
}

/**
 * So plainly is an utterance in another language, or its window, where it has less than so much for the allowed ones: of
 * 495 real utterances in English and Spanish none, of 109 in French 91, of 71 in Italian 68.
 */
const plainly = 0.9;
const plainWindow = 0.95;
const littleAllowed = 0.5;

/**
 * Whether an utterance is so plainly in another language that no text tells otherwise, however likely: real Italian,
 * forced into Spanish, was "La conferencia hora es blocada." at -0.1.
 */
export function isPlainlyOther({ first, allowedShare }: Leaning, seconds: number, around: Leaning): boolean {
  if (around.allowedShare < hardlyAllowed && around.first.probability >= plainWindow)
    return allowedShare < littleAllowed;
  return seconds >= tellingSeconds && allowedShare < otherBelow && first.probability >= plainly;
}

/** A window of the allowed languages has more of them, together; in it what has no likely text was not understood. */
const mostlyAllowed = 0.6;

/**
 * The language of an utterance of which no text is likely in an allowed one, as `otherLanguageOf`: nobody's amid these,
 * where it is as likely noise, and of what is too short.
 */
export function unwrittenLanguage(
  { first, allowedShare, ranked }: Leaning,
  seconds: number,
  around: Leaning,
): string | undefined {
  if (seconds < tellingSeconds || around.allowedShare >= mostlyAllowed || allowedShare >= mostlyAllowed)
    return undefined;
  const isNamed = first.probability > otherFrom && ranked.every(({ language }) => language !== first.language);
  return isNamed ? first.language : 'und';
}

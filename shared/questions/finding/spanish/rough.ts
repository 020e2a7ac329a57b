import type { TimedWord } from '../../words.ts';
import { isEnd } from '../marks.ts';
import { isSpanish, textOf } from '../spoken.ts';
import { asksFirst } from './questionWords.ts';
import { saidOf, spanishWords } from './said.ts';
import { embedded, isExclaimed } from './statements.ts';

/**
 * Mean natural logarithm of its words' probabilities below which a segment's marks and accents tell nothing: Whisper
 * `base` wrote 18 of 21 segments of made questions without either, at -1.13 to -0.48, and the other three at -0.61 to -0.17.
 */
const roughBelow = -0.4;

/** The segments of Spanish that the recogniser hardly understood: there it writes no accents and one sentence for all. */
export function roughSegments(words: readonly TimedWord[]): ReadonlySet<number> {
  const segments = new Map<number, number[]>();
  for (const { segment, probability, language } of words) {
    if (language !== 'es' || probability === undefined) continue;
    segments.set(segment, [...(segments.get(segment) ?? []), Math.log(Math.max(probability, 1e-9))]);
  }
  const isRough = (logs: readonly number[]) => logs.reduce((sum, log) => sum + log, 0) / logs.length < roughBelow;
  return new Set([...segments].flatMap(([segment, logs]) => (isRough(logs) ? [segment] : [])));
}

/**
 * "Porque" at a beginning of which the recogniser is less sure than this: of seven that asked six were below it, of five
 * that answered two (Whisper `base`, made voices).
 */
const doubtfulPorque = 0.55;

/** Whether what begins with this word begins with a "porque" that may be "por qué". */
export function isDoubtfulPorque(word: TimedWord | undefined): boolean {
  if (word === undefined || !isSpanish(word) || (word.probability ?? 1) >= doubtfulPorque) return false;
  return spanishWords(word.text)[0] === 'porque';
}

/** Shorter than elsewhere: the times of such words are off by as much. */
const pauseSeconds = 0.18;
/** How many words of what comes are looked at. */
const comingWords = 5;
const opener = /^(?:porque|por|como|donde|adonde|cuando|quien|quienes|cual|cuales|cuant[oa]s?|que)$/iu;

/** Whether a question begins behind `index`, in words that were roughly heard: with a pause before its question word or,
 * as that is often laid before the pause, behind it. */
export function beginsRough(words: readonly TimedWord[], first: number, index: number): boolean {
  const [word, next, second] = [words[index], words[index + 1], words[index + 2]];
  if (!word || !next || !isSpanish(next) || index < first) return false;
  const paused = next.start - word.end >= pauseSeconds;
  const [one = '', two = ''] = [next, second].map((each) => spanishWords(each?.text ?? '')[0]);
  const opens = opener.test(one) || (preposition.test(one) && /^que$/iu.test(two));
  const late = second !== undefined && second.start - next.end >= pauseSeconds && !/^que$/iu.test(one);
  if (!opens || !(paused || late) || isEnd(next.text)) return false;
  const coming = textOf(words.slice(index + 1, index + 1 + comingWords));
  const whole = spanishWords(`${textOf(words.slice(first, index + 1))} ${coming}`).join(' ');
  if (whole.replaceAll(embedded, 'x').length !== whole.length) return false;
  const { core } = saidOf(coming);
  return (asksFirst(core) && !isExclaimed(core)) || mayAsk(core);
}

const preposition = /^(?:a|de|en|con|por|para)$/u;

/** What "¿por qué …?", "¿cómo …?" and "¿de qué …?" become in words that were roughly heard. */
const misheard = [
  /^porque (?!(?:el|ella|la|los|las|un|una|unos|unas|si|cuando|yo|tu|vos|mi|mis|su|sus|est[aeo]s?|asi|ya|aqui|alli|tengo|quiero)\b)\S+/u,
  /^como (?:lo|la|los|las|te|se)(?: \S+){1,2}$/u,
  /^(?:de|en|con|a|para) que \S+/u,
  /^que que\b/u,
];

/** Whether a sentence that was roughly heard may begin with a question word. */
export const mayAsk = (core: string): boolean => misheard.some((each) => each.test(core));

/** "Porque" and "como" begin answers and reasons, too. */
export const mayAnswer = (text: string): boolean => /^(?:porque|como)\b/u.test(saidOf(text).core);

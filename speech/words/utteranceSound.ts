import type { Span } from '../voices/speechSpans.ts';
import type { TimedWord } from './words.ts';

/** An utterance, and how likely each language is by its sound alone, by Whisper's code. Seconds of the file. */
export interface UtteranceSound extends Span {
  readonly probabilities: ReadonlyMap<string, number>;
}

/**
 * How likely a language is by the sound of the utterances that a segment is of, 0 to 1: their geometric mean, by their
 * time in it; undefined without any.
 */
export function soundsLike(
  language: string,
  { start, end }: Span,
  sounds: readonly UtteranceSound[],
): number | undefined {
  const shares = sounds.map((sound) => Math.max(0, Math.min(end, sound.end) - Math.max(start, sound.start)));
  const all = shares.reduce((sum, share) => sum + share, 0);
  if (all === 0) return undefined;
  const logs = sounds.map(({ probabilities }) => Math.log(Math.max(1e-6, probabilities.get(language) ?? 0)));
  return Math.exp(logs.reduce((sum, log, at) => sum + (log * (shares[at] ?? 0)) / all, 0));
}

/** Of 208 real English utterances, amid others, 5 sounded less English, none of 1.2 s or more; of 605 others all but 23. */
const hardlyEnglish = 0.35;

/**
 * Words in runs: English ones of an utterance that hardly sounds English are no part of a sentence with their
 * neighbours, in whose certainty their doubt would be lost: a real French "Messages" was "This has" before English.
 */
export function runsBySound(
  words: readonly TimedWord[],
  language: string,
  sounds: readonly UtteranceSound[],
): TimedWord[][] {
  if (language !== 'en') return [[...words]];
  const strange = sounds.filter(({ probabilities }) => (probabilities.get(language) ?? 0) < hardlyEnglish);
  const runs: { readonly of: UtteranceSound | undefined; readonly words: TimedWord[] }[] = [];
  for (const word of words) {
    const middle = (word.start + word.end) / 2;
    const of = strange.find(({ start, end }) => middle >= start && middle <= end);
    const last = runs.at(-1);
    if (last !== undefined && last.of === of) last.words.push(word);
    else runs.push({ of, words: [word] });
  }
  return runs.map((run) => run.words);
}

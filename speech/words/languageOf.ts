import type { Leaning, Utterance } from './told.ts';
import { isPlainlyOther, tellingSeconds } from './told.ts';
import type { TimedWord } from './words.ts';

/** An utterance, what it sounds like, and the words that were heard in it in each language that it may be in. */
export interface Told {
  readonly utterance: Utterance;
  readonly leaning: Leaning;
  /** The other language that it sounds like; its text in the likeliest allowed one may tell otherwise. */
  readonly sounds: string | undefined;
  readonly candidates: string[];
  readonly texts: Map<string, readonly TimedWord[]>;
}

/** What a text counts that is not there. */
const noText = -3;
/** Words less likely than this were not said where the sound speaks so little for the allowed languages, together. */
const notSaid = [{ share: 0.12, below: -0.9 }];
/** The same for what is long enough: made French was at -1.98 and below in Spanish, the roughest made Spanish at -1.25. */
const notSaidAtLength = [
  { share: 0.3, below: -1.3 },
  { share: 0.5, below: -1.6 },
];
/** The same for English, which Whisper falls back to. */
const noEnglish = [
  { share: 0.2, below: -0.45 },
  { share: 0.3, below: -0.9 },
];
/**
 * A word or two of English amid another of the allowed languages must be so likely: "dieciséis" was "BSC says" at -0.86,
 * real words of English were at -0.09 and -0.49.
 */
const englishIsland = { words: 2, from: -0.8 };
/** So likely must a text be in another language than the one that it sounds like. */
const convincing = -0.35;
/**
 * Made Spanish that sounded like Thai or Latin was at -0.76 and above in Spanish, made French and Italian below -0.95.
 * English is what Whisper falls back to.
 */
const understood = -0.8;
const understoodInEnglish = -0.3;
/** A difference between texts counts so much against one between sounds. Natural logarithms, both. */
const textWeight = 2;

const mean = (words: readonly TimedWord[]) =>
  words.reduce((sum, { logProbability }) => sum + logProbability, 0) / words.length;

/** Whether an utterance that sounds like another language has a text so likely that it is in an allowed one. */
function isUnderstood({ candidates, texts }: Told): boolean {
  const [language = ''] = candidates;
  const words = texts.get(language) ?? [];
  return words.length > 0 && mean(words) >= (language === 'en' ? understoodInEnglish : understood);
}

/** The language that sound and text speak for; undefined where neither does. */
function understoodAs({ utterance, leaning, candidates, texts }: Told, around: Leaning): string | undefined {
  const likely = (language: string) => {
    const words = texts.get(language) ?? [];
    return words.length === 0 ? noText : mean(words);
  };
  const score = (language: string) =>
    likely(language) * textWeight - (leaning.ranked.find((each) => each.language === language)?.by ?? 0);
  const [sounds, ...others] = candidates;
  if (sounds === undefined || candidates.every((each) => likely(each) === noText)) return undefined;
  const likelier = others
    .filter((language) => likely(language) >= convincing)
    .reduce((a, b) => (score(b) > score(a) ? b : a), sounds);
  // The same words in all of them say no more than the sound: "Good thinking." was so written in Spanish too.
  const isSame = new Set(candidates.map((each) => spelled(texts.get(each) ?? []))).size === 1;
  const best = isSame && candidates.includes(leaning.likeliest) ? leaning.likeliest : likelier;
  const bounds = [
    ...notSaid,
    ...(utterance.seconds >= tellingSeconds ? notSaidAtLength : []),
    ...(best === 'en' ? noEnglish : []),
  ];
  const isInvented = bounds.some(({ share, below }) => leaning.allowedShare < share && likely(best) < below);
  const isIsland = best === 'en' && around.likeliest !== 'en' && (texts.get('en') ?? []).length <= englishIsland.words;
  return isInvented || (isIsland && likely('en') < englishIsland.from) ? undefined : best;
}

/** Words as they sound, without case and marks. */
const spelled = (words: readonly TimedWord[]) =>
  words.map(({ text }) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')).join(' ');

/**
 * The language of an utterance, by its sound and the texts that it has in those that it may be in; undefined where it is
 * in another one, or nothing was understood.
 * @param around what its window sounds like
 */
export function languageOf(told: Told, around: Leaning): string | undefined {
  const isOther =
    told.sounds !== undefined && (isPlainlyOther(told.leaning, told.utterance.seconds, around) || !isUnderstood(told));
  return isOther ? undefined : understoodAs(told, around);
}

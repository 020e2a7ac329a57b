import { compareWords, plainWords } from '../measure/wordErrors.ts';
import { sampleRate } from '../sound/audioFormat.ts';
import type { VoiceDetector } from '../voices/voiceActivity.ts';
import { alignRows, mergeHeads } from './alignment.ts';
import { orderTimes } from './orderTimes.ts';
import { placeWords } from './placeWords.ts';
import { cutSentences, type SpokenSegment } from './sentences.ts';
import { type HeardSound, hearWindows, type TranscribeOptions } from './transcribe.ts';
import { UnalignableTextError } from './unalignableText.ts';
import type { WhisperModel } from './whisperModel.ts';
import { windowSamples } from './windows.ts';
import { joinWords } from './words.ts';

/** More would be compared word by word for minutes; half an hour of talk has about 5,000. */
const maxWords = 8_000;
/** What Whisper's decoder can read at once, with the prompt and the end. */
const maxTokens = 440;

/** A text laid on its sound: sentences and words with times in seconds of the file. */
export interface Alignment {
  readonly language: string;
  readonly durationSeconds: number;
  readonly segments: readonly SpokenSegment[];
}

/**
 * For each of a text's words, in which window it is said. The words that were heard there tell; a word that was heard
 * otherwise, or not at all, is where the word before it is.
 */
export function windowsOfWords(words: readonly string[], heard: readonly (readonly string[])[]): number[] {
  const places = heard.flatMap((texts, window) => texts.map((text) => ({ text, window })));
  // A word that comes apart when it is made plain ("twenty-one") is compared by its first part.
  const plain = (text: string) => plainWords(text)[0] ?? '';
  const { heardAt } = compareWords(
    words.map(plain),
    places.map(({ text }) => plain(text)),
  );
  const first = heardAt.find((place) => place !== undefined) ?? 0;
  let window = places[first]?.window ?? 0;
  return heardAt.map((place) => {
    window = Math.max(window, place === undefined ? window : (places[place]?.window ?? window));
    return window;
  });
}

/**
 * Gives the words of a text that somebody else wrote down the times at which they are said: each window is heard, which
 * tells which part of the text belongs to it, and that part is read against it as our own words are.
 * Throws UnalignableTextError, or the signal's reason when aborted.
 */
export async function align(
  samples: Float32Array,
  text: string,
  model: WhisperModel,
  voice: VoiceDetector,
  options: TranscribeOptions = {},
): Promise<Alignment> {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  if (words.length > maxWords)
    throw new UnalignableTextError(`The text has more than ${maxWords} words. Send the audio in parts.`);
  const sound = await hearWindows(samples, model, voice, options);
  const { language, durationSeconds, windows } = sound;
  if (words.length === 0) return { language, durationSeconds, segments: [] };
  if (windows.length === 0)
    throw new UnalignableTextError('Nobody speaks in the audio, so the text cannot be laid on it.');
  const homes = windowsOfWords(
    words,
    windows.map((heard) => heard.words.map((word) => word.text)),
  );
  const placed = [];
  for (const index of windows.keys()) {
    const own = words.filter((_, at) => homes[at] === index);
    if (own.length > 0) placed.push(...(await placeText(own.join(' '), sound, index, samples, model, options.signal)));
  }
  return { language, durationSeconds, segments: orderTimes(cutSentences(placed), durationSeconds) };
}

async function placeText(
  text: string,
  { windows }: HeardSound,
  index: number,
  samples: Float32Array,
  model: WhisperModel,
  signal: AbortSignal | undefined,
) {
  signal?.throwIfAborted();
  const heard = windows[index];
  if (heard === undefined) return [];
  const { window, language } = heard;
  const tokens = model.tokens(` ${text}`);
  if (tokens.length > maxTokens)
    throw new UnalignableTextError('The text has more words than can be said in the audio.');
  const encoded = await model.encode(windowSamples(samples, window, sampleRate));
  const { logProbabilities, heads } = await model.score(encoded, tokens, language);
  const words = joinWords(tokens, alignRows(mergeHeads(heads)), logProbabilities, (some) => model.decode(some));
  return placeWords(words, window);
}

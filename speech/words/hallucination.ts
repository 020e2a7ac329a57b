import { deflateSync } from 'node:zlib';
import type { Span } from '../voices/speechSpans.ts';
import type { TimedWord } from './words.ts';

/** Above this, text repeats itself more than speech does: OpenAI's own threshold. */
export const maxCompressionRatio = 2.4;

/** Below this mean log-probability, together with `minNoSpeech`, a window holds no speech: OpenAI's own thresholds. */
const minLogProbability = -1;
const minNoSpeech = 0.6;

/** No tongue is faster: about twelve syllables a second. */
const minWordSeconds = 0.08;

/** What Whisper learned to write under films when nobody speaks: the app's `shared/speech/phantoms.ts` has the same. */
export const phantoms: ReadonlySet<string> = new Set([
  'thank you',
  'thank you very much',
  'thank you so much',
  'thank you for watching',
  'thanks for watching',
  'thank you for watching please subscribe',
  'please subscribe',
  'please subscribe to my channel',
  'subscribe',
  'subscribe to my channel',
  'like and subscribe',
  'subtitles by the amaraorg community',
  'see you next time',
  'see you in the next video',
  'bye',
  'bye bye',
  'you',
  'music',
  'applause',
  'gracias',
  'muchas gracias',
  'gracias por ver',
  'gracias por ver el video',
  'gracias por ver el vídeo',
  'suscríbete',
  'suscríbete al canal',
  'suscríbete a mi canal',
  'no olvides suscribirte',
  'no olviden suscribirse',
  'subtítulos realizados por la comunidad de amaraorg',
  'subtítulos por la comunidad de amaraorg',
  'hasta la próxima',
  'adiós',
  'chao',
  'música',
  'aplausos',
  "soustitres réalisés par la communauté d'amaraorg",
  "soustitres réalisés para la communauté d'amaraorg",
  'soustitrage société radiocanada',
  "soustitrage st' 501",
  "merci d'avoir regardé",
  "merci d'avoir regardé la vidéo",
  "merci d'avoir regardé cette vidéo",
  'par soustitreurcom',
]);

/** How often a text says the same: its length over its length when packed. 0 for an empty text. */
export function compressionRatio(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

const bare = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, '')
    .trim();

/** How often in a row the `length` words from `from` on stand there; 1 when they are not repeated. */
function countRepeats(words: readonly string[], from: number, length: number): number {
  let count = 1;
  for (let at = from + length; at + length <= words.length; at += length) {
    for (let k = 0; k < length; k += 1) if (words[at + k] !== words[from + k]) return count;
    count += 1;
  }
  return count;
}

/**
 * Drops what a recogniser that is caught in a loop writes: a phrase three times or more (a single word six times),
 * faster than it can be said. The first saying stays. What is really said thrice takes its time, and stays too.
 */
export function dropLoops(words: readonly TimedWord[]): TimedWord[] {
  const texts = words.map(({ text }) => bare(text));
  const kept: TimedWord[] = [];
  let from = 0;
  while (from < words.length) {
    let skip = 0;
    let keep = 1;
    for (let length = 1; length <= 10; length += 1) {
      const count = countRepeats(texts, from, length);
      if (count < (length === 1 ? 6 : 3)) continue;
      const repeats = words.slice(from + length, from + count * length);
      const spoken = repeats.reduce((sum, { start, end }) => sum + end - start, 0);
      if (spoken / repeats.length >= minWordSeconds) continue;
      keep = length;
      skip = repeats.length;
      break;
    }
    kept.push(...words.slice(from, from + keep));
    from += keep + skip;
  }
  return kept;
}

/** Whether Whisper itself doubts that anybody speaks in the window. */
export function isSilence(noSpeechProbability: number, meanLogProbability: number): boolean {
  return noSpeechProbability > minNoSpeech && meanLogProbability < minLogProbability;
}

/**
 * Whether a segment is one of the phrases that Whisper invents, at a place with too little voice to say it,
 * or written without conviction. "Thank you" said aloud stays.
 */
export function isPhantom(text: string, logProbability: number, at: Span, speech: readonly Span[]): boolean {
  const phrase = bare(text);
  if (!phantoms.has(phrase)) return false;
  const voiced = speech.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, at.end) - Math.max(start, at.start)),
    0,
  );
  return voiced < minWordSeconds * phrase.split(' ').length || logProbability < minLogProbability;
}

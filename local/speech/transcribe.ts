import { alignRows, mergeHeads } from './alignment.ts';
import { sampleRate } from './audioFormat.ts';
import { compressionRatio, dropLoops, isPhantom, isSilence, maxCompressionRatio } from './hallucination.ts';
import { placeWords } from './placeWords.ts';
import { cutSentences } from './sentences.ts';
import { defaultSpanRules, findSpeechSpans, type Span } from './speechSpans.ts';
import { frameSeconds, type VoiceDetector } from './voiceActivity.ts';
import type { EncodedWindow, WhisperModel } from './whisperModel.ts';
import { cutWindows, type Window, windowSamples } from './windows.ts';
import { joinWords, type TimedWord } from './words.ts';

/** A sentence, or what stands between two long pauses. Times in seconds of the file. */
export interface TranscribedSegment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly TimedWord[];
  /** Where the window began in which it was heard. */
  readonly windowStart: number;
  readonly averageLogProbability: number;
  readonly noSpeechProbability: number;
  readonly compressionRatio: number;
}

export interface Transcription {
  /** Whisper's code; what was asked for, or what was heard. */
  readonly language: string;
  readonly durationSeconds: number;
  readonly segments: readonly TranscribedSegment[];
  /** Where anybody speaks, heard by voice activity detection and not by Whisper. */
  readonly speech: readonly Span[];
}

export interface TranscribeOptions {
  readonly language?: string;
  readonly signal?: AbortSignal;
}

interface Heard {
  readonly tokens: readonly number[];
  readonly words: readonly TimedWord[];
  readonly averageLogProbability: number;
  readonly noSpeechProbability: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

async function hear(
  model: WhisperModel,
  encoded: EncodedWindow,
  language: string,
  noRepeatTokens: number,
  signal?: AbortSignal,
): Promise<Heard> {
  // Nobody says more than about eight tokens a second; a loop would go on to the model's end.
  const maxTokens = Math.min(224, Math.ceil(24 + encoded.durationSeconds * 10));
  const tokens = await model.generate(encoded, {
    language,
    maxTokens,
    noRepeatTokens,
    ...(signal === undefined ? {} : { signal }),
  });
  if (tokens.length === 0) return { tokens, words: [], averageLogProbability: 0, noSpeechProbability: 1 };
  const { logProbabilities, noSpeechProbability, heads } = await model.score(encoded, tokens, language);
  const starts = alignRows(mergeHeads(heads));
  const words = joinWords(tokens, starts, logProbabilities, (some) => model.decode(some));
  return { tokens, words, averageLogProbability: mean(logProbabilities), noSpeechProbability };
}

async function transcribeWindow(
  model: WhisperModel,
  encoded: EncodedWindow,
  window: Window,
  language: string,
  signal?: AbortSignal,
): Promise<TranscribedSegment[]> {
  let heard = await hear(model, encoded, language, 0, signal);
  if (compressionRatio(model.decode(heard.tokens)) > maxCompressionRatio) {
    heard = await hear(model, encoded, language, 4, signal);
  }
  if (isSilence(heard.noSpeechProbability, heard.averageLogProbability)) return [];
  const words = dropLoops(placeWords(heard.words, window)).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const speech = window.pieces.flatMap((piece) => piece.speech);
  return cutSentences(words)
    .map((segment) => ({
      ...segment,
      windowStart: window.pieces[0]?.start ?? 0,
      averageLogProbability: mean(segment.words.map(({ logProbability }) => logProbability)),
      noSpeechProbability: heard.noSpeechProbability,
      compressionRatio: compressionRatio(segment.text),
    }))
    .filter(({ text, averageLogProbability, ...at }) => !isPhantom(text, averageLogProbability, at, speech));
}

/**
 * Transcribes 16 kHz mono sound. Silence is found first and never shown to Whisper, which would invent words for it;
 * each window is heard without knowing the text before it, so that one mistake does not breed others.
 * Throws the signal's reason when aborted.
 */
export async function transcribe(
  samples: Float32Array,
  model: WhisperModel,
  voice: VoiceDetector,
  options: TranscribeOptions = {},
): Promise<Transcription> {
  const { signal } = options;
  const durationSeconds = samples.length / sampleRate;
  const probabilities = await voice.probabilities(samples, signal);
  const speech = findSpeechSpans(probabilities, { ...defaultSpanRules, frameSeconds, durationSeconds });
  const windows = cutWindows(speech, durationSeconds);
  const segments: TranscribedSegment[] = [];
  let language = options.language;
  for (const window of windows) {
    signal?.throwIfAborted();
    const encoded = await model.encode(windowSamples(samples, window, sampleRate));
    language ??= await model.detectLanguage(encoded);
    segments.push(...(await transcribeWindow(model, encoded, window, language, signal)));
  }
  return { language: language ?? 'en', durationSeconds, segments, speech };
}

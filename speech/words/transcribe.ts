import { sampleRate } from '../sound/audioFormat.ts';
import { defaultSpanRules, findSpeechSpans, type Span } from '../voices/speechSpans.ts';
import { frameSeconds, type VoiceDetector } from '../voices/voiceActivity.ts';
import { compressionRatio, dropLoops, isPhantom, isSilence } from './hallucination.ts';
import { hearLanguages, type OtherLanguage } from './languages.ts';
import { orderTimes } from './orderTimes.ts';
import { placeWords } from './placeWords.ts';
import { quietMoment } from './quietMoment.ts';
import { type Heard, recognize } from './recognize.ts';
import { cutSentences, cutUnmarked } from './sentences.ts';
import { likeliest } from './told.ts';
import { runsBySound, soundsLike, type UtteranceSound } from './utteranceSound.ts';
import type { WhisperModel } from './whisperModel.ts';
import { cutWindows, windowSamples } from './windows.ts';
import type { TimedWord } from './words.ts';

/** A sentence, or what stands between two long pauses. Times in seconds of the file. */
export interface TranscribedSegment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whisper's code. */
  readonly language: string;
  readonly words: readonly TimedWord[];
  /** Where the window began in which it was heard. */
  readonly windowStart: number;
  readonly averageLogProbability: number;
  readonly noSpeechProbability: number;
  readonly languageProbability: number;
  readonly compressionRatio: number;
}

export interface Transcription {
  /** Whisper's code; what was asked for, or, of several, that of most words; or what was heard first. */
  readonly language: string;
  readonly durationSeconds: number;
  readonly segments: readonly TranscribedSegment[];
  /** Where another language is spoken than those that were asked for. */
  readonly others: readonly OtherLanguage[];
  /** Where anybody speaks, heard by voice activity detection and not by Whisper. */
  readonly speech: readonly Span[];
}

export interface TranscribeOptions {
  readonly language?: string;
  /** Whisper's codes of all languages that may be spoken, told utterance by utterance; one is as `language`. */
  readonly languages?: readonly string[];
  readonly signal?: AbortSignal;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

function segmentsOf(heard: Heard, sounds: readonly UtteranceSound[]): TranscribedSegment[] {
  const { window, noSpeechProbability, language } = heard;
  if (isSilence(noSpeechProbability, heard.averageLogProbability)) return [];
  const words = dropLoops(placeWords(heard.words, window)).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const speech = window.spans.map((span) => span.speech);
  return runsBySound(words, language, sounds)
    .flatMap(language === 'en' ? cutSentences : cutUnmarked)
    .map((segment) => ({
      ...segment,
      language,
      windowStart: window.spans[0]?.start ?? 0,
      averageLogProbability: mean(segment.words.map(({ logProbability }) => logProbability)),
      noSpeechProbability,
      // English is what Whisper falls back to: in a window that sounds English, one utterance may not, and the other way round.
      languageProbability:
        (language === 'en' ? soundsLike(language, segment, sounds) : undefined) ?? heard.languageProbability,
      compressionRatio: compressionRatio(segment.text),
    }))
    .filter(({ text, averageLogProbability, ...at }) => !isPhantom(text, averageLogProbability, at, speech));
}

/** A sound, heard window by window. */
export interface HeardSound extends Pick<Transcription, 'language' | 'durationSeconds' | 'speech' | 'others'> {
  readonly windows: readonly Heard[];
  /** Of each utterance, where more than one language was asked for. */
  readonly sounds: readonly UtteranceSound[];
}

/**
 * Hears 16 kHz mono sound. Silence is found first and never shown to Whisper, which would invent words for it;
 * each window is heard without knowing the text before it, so that one mistake does not breed others.
 * Throws the signal's reason when aborted.
 */
export async function hearWindows(
  samples: Float32Array,
  model: WhisperModel,
  voice: VoiceDetector,
  options: TranscribeOptions = {},
): Promise<HeardSound> {
  const { signal } = options;
  const durationSeconds = samples.length / sampleRate;
  const probabilities = await voice.probabilities(samples, signal);
  const speech = findSpeechSpans(probabilities, { ...defaultSpanRules, frameSeconds, durationSeconds });
  const windows = cutWindows(speech, durationSeconds, quietMoment(samples));
  const heard: Heard[] = [];
  const others: OtherLanguage[] = [];
  const sounds: UtteranceSound[] = [];
  const { languages = [] } = options;
  const several = languages.length > 1 ? languages : undefined;
  let language = options.language ?? (several === undefined ? languages[0] : undefined);
  const encode = (index: number) => {
    const window = windows[index];
    const coming = window && model.encode(windowSamples(samples, window, sampleRate));
    // Whoever stops before it is needed does not hear of its failure.
    coming?.catch(() => undefined);
    return coming;
  };
  let coming = encode(0);
  for (const [index, window] of windows.entries()) {
    signal?.throwIfAborted();
    const encoded = await coming;
    if (encoded === undefined) break;
    // Encoded by another thread while this window's text is written.
    coming = encode(index + 1);
    if (language === undefined && several !== undefined) {
      const told = await hearLanguages({ model, samples, window, allowed: several, signal }, encoded);
      heard.push(...told.heard);
      sounds.push(...told.sounds);
      others.push(...told.others);
      continue;
    }
    language ??= likeliest(await model.languageProbabilities(encoded), [...model.languages]);
    heard.push(...(await recognize({ model, samples, window, language, signal }, encoded)));
  }
  return { language: language ?? mostSpoken(heard) ?? 'en', durationSeconds, windows: heard, sounds, others, speech };
}

/** The language of most words. */
function mostSpoken(heard: readonly Heard[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { language, words } of heard) counts.set(language, (counts.get(language) ?? 0) + words.length);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** Transcribes 16 kHz mono sound. Throws the signal's reason when aborted. */
export async function transcribe(
  samples: Float32Array,
  model: WhisperModel,
  voice: VoiceDetector,
  options: TranscribeOptions = {},
): Promise<Transcription> {
  const { windows, sounds, ...heard } = await hearWindows(samples, model, voice, options);
  return {
    ...heard,
    segments: orderTimes(
      windows.flatMap((each) => segmentsOf(each, sounds)),
      heard.durationSeconds,
    ),
  };
}

import { embedderFile, segmentationFile, verifyVoiceWeights } from '../models/weights.ts';
import { sampleRate } from '../sound/audioFormat.ts';
import { decodeAudio } from '../sound/decodeAudio.ts';
import { findFfmpeg } from '../sound/ffmpegPath.ts';
import { loadSegmentation, type SegmentedSound } from './segmentation.ts';
import { loadSpeakerEmbedder } from './speakerEmbedding.ts';
import { speakerWindows } from './speakerWindows.ts';
import type { Span } from './speechSpans.ts';
import type { VoicePart } from './voiceParts.ts';
import { overlapSpans, speakerChanges, voiceSpans } from './voiceSpans.ts';

/** A stretch of speech, and the numbers by which its voice is known. */
export interface VoiceWindow extends Span {
  readonly embedding: Float32Array;
}

/** Where somebody speaks in a sound, and what was asked for beside. Times in seconds of the file. */
export interface Voices {
  readonly durationSeconds: number;
  readonly speech: readonly Span[];
  readonly windows?: readonly VoiceWindow[];
  /** Moments at which one voice follows another. */
  readonly changes?: readonly number[];
  /** Where two speak at once. */
  readonly overlaps?: readonly Span[];
}

/** What was heard of a sound before, in its seconds and in order: it is not listened for again. */
export type HeardBefore = Required<Pick<Voices, 'speech' | 'changes'>>;

/** Hears where anybody speaks, and whose voice is like whose; loaded and checked. One sound at a time: the caller queues. */
export interface VoiceEngine {
  /** File name -> SHA-256 of what was loaded. */
  readonly weights: Readonly<Record<string, string>>;
  /**
   * No embedding is computed unless windows are asked for. Throws UndecodableAudioError, or the signal's reason.
   * @param before leaves windows alone to be asked for: overlaps are not heard again.
   */
  hearFile(
    file: Uint8Array,
    include: ReadonlySet<VoicePart>,
    signal: AbortSignal,
    before?: HeardBefore,
  ): Promise<Voices>;
  release(): Promise<void>;
}

/** Checks the weights and loads them. Throws WeightsError or FfmpegMissingError, each saying what to do. */
export async function loadVoices(): Promise<VoiceEngine> {
  const ffmpeg = findFfmpeg();
  const weights = await verifyVoiceWeights();
  const segmentation = await loadSegmentation(segmentationFile);
  const embedder = await loadSpeakerEmbedder(embedderFile);
  return {
    weights,
    async hearFile(file, include, signal, before) {
      const samples = await decodeAudio(file, ffmpeg, undefined, signal);
      const durationSeconds = samples.length / sampleRate;
      const { speech, changes, overlaps } =
        before === undefined
          ? heardIn(await segmentation.hear(samples, signal), durationSeconds)
          : { ...before, speech: within(before.speech, durationSeconds), overlaps: undefined };
      const places = include.has('windows') ? speakerWindows(speech, changes) : [];
      const embeddings = await embedder.embed(samples, places, signal);
      return {
        durationSeconds,
        speech,
        ...(include.has('windows')
          ? { windows: places.map((place, at) => ({ ...place, embedding: embeddings[at] ?? new Float32Array(0) })) }
          : {}),
        ...(include.has('changes') ? { changes } : {}),
        ...(include.has('overlaps') && overlaps !== undefined ? { overlaps } : {}),
      };
    },
    async release() {
      await Promise.all([segmentation.release(), embedder.release()]);
    },
  };
}

const heardIn = ({ voice, change, overlap }: SegmentedSound, durationSeconds: number) => ({
  speech: voiceSpans(voice, durationSeconds),
  changes: speakerChanges(change, durationSeconds),
  overlaps: overlapSpans(overlap, durationSeconds),
});

/** What of some spans lies in the sound. */
const within = (spans: readonly Span[], durationSeconds: number): Span[] =>
  spans.flatMap(({ start, end }) => (start < durationSeconds ? [{ start, end: Math.min(end, durationSeconds) }] : []));

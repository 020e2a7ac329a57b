import { segmentationFile, verifyVoiceWeights } from '../models/weights.ts';
import { sampleRate } from '../sound/audioFormat.ts';
import { decodeAudio } from '../sound/decodeAudio.ts';
import { findFfmpeg } from '../sound/ffmpegPath.ts';
import { loadSegmentation } from './segmentation.ts';
import type { Span } from './speechSpans.ts';
import { voiceSpans } from './voiceSpans.ts';

/** Where somebody speaks in a sound. Times in seconds of the file. */
export interface Voices {
  readonly durationSeconds: number;
  readonly speech: readonly Span[];
}

/** Hears where anybody speaks, loaded and checked. One sound at a time: the caller queues. */
export interface VoiceEngine {
  /** File name -> SHA-256 of what was loaded. */
  readonly weights: Readonly<Record<string, string>>;
  /** Throws UndecodableAudioError, or the signal's reason. */
  hearFile(file: Uint8Array, signal: AbortSignal): Promise<Voices>;
  release(): Promise<void>;
}

/** Checks the weights and loads them. Throws WeightsError or FfmpegMissingError, each saying what to do. */
export async function loadVoices(): Promise<VoiceEngine> {
  const ffmpeg = findFfmpeg();
  const weights = await verifyVoiceWeights();
  const segmentation = await loadSegmentation(segmentationFile);
  return {
    weights,
    async hearFile(file, signal) {
      const samples = await decodeAudio(file, ffmpeg, undefined, signal);
      const durationSeconds = samples.length / sampleRate;
      const probabilities = await segmentation.probabilities(samples, signal);
      return { durationSeconds, speech: voiceSpans(probabilities, durationSeconds) };
    },
    release: () => segmentation.release(),
  };
}

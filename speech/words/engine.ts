import { availableParallelism } from 'node:os';
import { pinnedWeights, sileroFile, verifyWeights, type WhisperWeights } from '../models/weights.ts';
import { decodeAudio } from '../sound/decodeAudio.ts';
import { findFfmpeg } from '../sound/ffmpegPath.ts';
import { loadVoiceDetector } from '../voices/voiceActivity.ts';
import { type Alignment, align } from './align.ts';
import { type TranscribeOptions, type Transcription, transcribe } from './transcribe.ts';
import { WhisperModel } from './whisperModel.ts';

/** Everything that turns a sound file into text, loaded and checked. One transcription at a time: the caller queues. */
export interface SpeechEngine {
  /** Which Whisper it is, e.g. `whisper-base`. */
  readonly name: string;
  /** File name -> SHA-256 of what was loaded. */
  readonly weights: Readonly<Record<string, string>>;
  readonly languages: ReadonlySet<string>;
  transcribeFile(file: Uint8Array, options: TranscribeOptions): Promise<Transcription>;
  /** Gives the words of a text their times, see `align`. */
  alignFile(file: Uint8Array, text: string, options: TranscribeOptions): Promise<Alignment>;
  release(): Promise<void>;
}

export interface EngineOptions {
  /** Which Whisper; `base` unless said. */
  readonly model?: WhisperWeights;
  /** Threads of all networks together; usually one per core, four at most, as more gain nothing on a model of this size. */
  readonly threads?: number;
}

/** Checks the weights and loads them. Throws WeightsError or FfmpegMissingError, each saying what to do. */
export async function loadEngine(options: EngineOptions = {}): Promise<SpeechEngine> {
  const ffmpeg = findFfmpeg();
  const wanted = options.model ?? pinnedWeights('base');
  const voiceFile = sileroFile();
  const weights = await verifyWeights(wanted, voiceFile);
  const threads = options.threads ?? Math.min(4, availableParallelism());
  // Without its encoder the recogniser is of no use: its own thread ends with the encoder's, and whoever watches it is told.
  const lost = (reason: Error) => {
    throw reason;
  };
  const model = await WhisperModel.load(wanted.folder, { threads, lost });
  const voice = await loadVoiceDetector(voiceFile);
  return {
    name: wanted.name,
    weights,
    languages: model.languages,
    async transcribeFile(file, transcribeOptions) {
      const samples = await decodeAudio(file, ffmpeg, undefined, transcribeOptions.signal);
      return transcribe(samples, model, voice, transcribeOptions);
    },
    async alignFile(file, text, alignOptions) {
      const samples = await decodeAudio(file, ffmpeg, undefined, alignOptions.signal);
      return align(samples, text, model, voice, alignOptions);
    },
    async release() {
      await Promise.all([model.release(), voice.release()]);
    },
  };
}

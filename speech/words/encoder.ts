import path from 'node:path';
import { AutoProcessor, env, type Processor } from '@huggingface/transformers';
import { InferenceSession } from 'onnxruntime-node';
import { sampleRate } from '../sound/audioFormat.ts';
import { floats } from './decoder.ts';
import { runsOn } from './runsOn.ts';

/** What Whisper's encoder made of a window of sound. */
export interface EncodedSound {
  readonly states: Float32Array;
  readonly dims: readonly number[];
}

/**
 * ONNX Runtime can keep all memory that a session once used, and the attention over 30 s of sound is 700 MB for the
 * smallest model: kept, a window takes a fifth less time. So it is kept where there is this much.
 */
const roomyBytes = 4 * 2 ** 30;

/** Whisper's encoder in this process's memory. One call at a time: the caller queues. */
export class Encoder {
  readonly #session: InferenceSession;
  readonly #processor: Processor;

  private constructor(session: InferenceSession, processor: Processor) {
    this.#session = session;
    this.#processor = processor;
  }

  /** Loads the encoder of a model's folder, whose files must have been checked before. */
  static async load(folder: string, threads: number): Promise<Encoder> {
    env.allowRemoteModels = false;
    env.localModelPath = path.dirname(folder);
    const [session, processor] = await Promise.all([
      InferenceSession.create(path.join(folder, 'onnx/encoder_model_quantized.onnx'), {
        ...runsOn(threads),
        enableCpuMemArena: process.availableMemory() >= roomyBytes,
      }),
      AutoProcessor.from_pretrained(path.basename(folder), { local_files_only: true }),
    ]);
    return new Encoder(session, processor);
  }

  /** Encodes at most 30 s of 16 kHz mono sound; what is longer is cut off by Whisper, so it is refused here. */
  async encode(samples: Float32Array): Promise<EncodedSound> {
    const seconds = samples.length / sampleRate;
    if (seconds > 30) throw new RangeError(`Whisper hears 30 s at once, not ${seconds} s.`);
    const { input_features: features } = await this.#processor(samples);
    const { last_hidden_state: states } = await this.#session.run({ input_features: features.ort_tensor }, [
      'last_hidden_state', // not the attention matrices that this export gives too: 430 MB
    ]);
    return { states: floats(states), dims: states?.dims ?? [] };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sileroFile } from '../models/weights.ts';
import { sampleRate } from '../sound/audioFormat.ts';

/** What Silero looks at in one step, at 16 kHz: 32 ms. */
const frameSamples = 512;
/** Silero (v5 and later) also wants the 64 samples before each frame; without them it hears worse, and says nothing. */
const contextSamples = 64;

/** Seconds that one probability stands for. */
export const frameSeconds = frameSamples / sampleRate;

/** Silero voice activity detection. One sound after another: `probabilities` must not be called twice at once. */
export interface VoiceDetector {
  /** One probability of speech for every 32 ms of 16 kHz mono sound. Throws the signal's reason when aborted. */
  probabilities(samples: Float32Array, signal?: AbortSignal): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Loads the detector. The weights' hash must have been checked before (see `verifyWeights`). */
export async function loadVoiceDetector(modelPath: string = sileroFile()): Promise<VoiceDetector> {
  // The network is tiny: a second thread costs more in waking up than it computes.
  const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(sampleRate)), []);

  async function probabilities(samples: Float32Array, signal?: AbortSignal): Promise<Float32Array> {
    const found = new Float32Array(Math.ceil(samples.length / frameSamples));
    let state = new Tensor('float32', new Float32Array(2 * 128), [2, 1, 128]);
    const input = new Float32Array(contextSamples + frameSamples);
    for (let frame = 0; frame < found.length; frame += 1) {
      signal?.throwIfAborted();
      const start = frame * frameSamples;
      input.copyWithin(0, frameSamples);
      input.fill(0, contextSamples);
      input.set(samples.subarray(start, start + frameSamples), contextSamples);
      const outputs = await session.run({
        input: new Tensor('float32', input, [1, input.length]),
        state,
        sr: rate,
      });
      const { output, stateN } = outputs;
      if (output === undefined || stateN === undefined)
        throw new Error('The Silero model has other outputs than expected.');
      found[frame] = Number(output.data[0]);
      // ONNX Runtime types every output alike; this one is declared float32 [2, 1, 128] by the model.
      state = stateN as typeof state;
    }
    return found;
  }

  return { probabilities, release: () => session.release() };
}

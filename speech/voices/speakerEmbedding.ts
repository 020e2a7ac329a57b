import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sampleRate } from '../sound/audioFormat.ts';
import { filterBank, filterCount, frameCount } from './filterBank.ts';
import type { Span } from './speechSpans.ts';

/** Numbers that stand for a voice. */
export const embeddingSize = 192;

/** Windows of one length that go into the network together: more fill the caches and are no faster. */
const batchSize = 8;

/** Turns sound into numbers that are alike (cosine) for one person. One sound after another. */
export interface SpeakerEmbedder {
  /**
   * One embedding for each stretch of 16 kHz mono sound, not yet of length one.
   * Throws the signal's reason when aborted.
   */
  embed(samples: Float32Array, windows: readonly Span[], signal?: AbortSignal): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/**
 * Loads CAM++ (models/NOTICE.md says where it is from). The weights' hash must have been checked before
 * (see `verifyVoiceWeights`).
 */
export async function loadSpeakerEmbedder(modelPath: string): Promise<SpeakerEmbedder> {
  const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 });

  /** @param banks filter banks of equal length, one window's after another */
  async function run(banks: readonly Float32Array[]): Promise<Float32Array[]> {
    const size = banks[0]?.length ?? 0;
    const input = new Float32Array(banks.length * size);
    for (const [at, bank] of banks.entries()) input.set(bank, at * size);
    const { embedding } = await session.run({
      fbank: new Tensor('float32', input, [banks.length, size / filterCount, filterCount]),
    });
    const data = embedding?.data;
    if (!(data instanceof Float32Array) || data.length !== banks.length * embeddingSize)
      throw new Error('The speaker model has other outputs than expected.');
    return banks.map((_, at) => data.slice(at * embeddingSize, (at + 1) * embeddingSize));
  }

  return {
    async embed(samples, windows, signal) {
      const found: Float32Array[] = [];
      const byLength = new Map<number, number[]>();
      const lengthOf = ({ start, end }: Span) => Math.round((end - start) * sampleRate);
      for (const [at, window] of windows.entries()) {
        const frames = frameCount(lengthOf(window));
        byLength.set(frames, [...(byLength.get(frames) ?? []), at]);
      }
      for (const places of byLength.values()) {
        for (let from = 0; from < places.length; from += batchSize) {
          signal?.throwIfAborted();
          const batch = places.slice(from, from + batchSize);
          const banks = batch.map((place) => {
            const { start, end } = windows[place] ?? { start: 0, end: 0 };
            const first = Math.round(start * sampleRate);
            return centred(filterBank(samples.subarray(first, first + lengthOf({ start, end }))));
          });
          const embeddings = await run(banks);
          for (const [at, place] of batch.entries()) found[place] = embeddings[at] ?? new Float32Array(embeddingSize);
        }
      }
      return found;
    },
    release: () => session.release(),
  };
}

/** With the mean of each filter over the frames taken away: what is left of microphone and room is less. */
function centred(bank: Float32Array): Float32Array {
  const frames = bank.length / filterCount;
  const means = new Float64Array(filterCount);
  for (const [at, value] of bank.entries()) means[at % filterCount] = (means[at % filterCount] ?? 0) + value / frames;
  return bank.map((value, at) => value - (means[at % filterCount] ?? 0));
}

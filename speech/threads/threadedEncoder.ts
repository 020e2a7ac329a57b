import type { EncodedSound } from '../words/encoder.ts';
import { startJobThread } from './jobThread.ts';

/** What the thread is started with. */
export interface EncoderData {
  readonly folder: string;
  readonly threads: number;
}

export interface ThreadedEncoder {
  encode(samples: Float32Array, signal?: AbortSignal): Promise<EncodedSound>;
  release(): Promise<void>;
}

/**
 * Loads Whisper's encoder in a thread of its own: while one window's text is written, the next one is encoded.
 * `lost` is called when the thread ends without having been released.
 */
export async function loadThreadedEncoder(data: EncoderData, lost: (reason: Error) => void): Promise<ThreadedEncoder> {
  const script = new URL('./encoderWorker.ts', import.meta.url);
  const thread = await startJobThread<Float32Array, EncodedSound, null>(script, data, lost);
  return { encode: (samples, signal) => thread.run(samples, signal), release: () => thread.release() };
}

// The thread of Whisper's encoder.
import { workerData } from 'node:worker_threads';
import { type EncodedSound, Encoder } from '../words/encoder.ts';
import { serveJobs } from './serveJobs.ts';
import type { EncoderData } from './threadedEncoder.ts';

await serveJobs<Float32Array, EncodedSound, null>(async () => {
  // Only threadedEncoder.ts starts this thread, with data of this type.
  const { folder, threads } = workerData as EncoderData;
  const encoder = await Encoder.load(folder, threads);
  return { about: null, run: (samples) => encoder.encode(samples), release: () => encoder.release() };
});

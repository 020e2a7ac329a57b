import type { InferenceSession } from 'onnxruntime-node';

/** How a network of Whisper's runs on so many threads. */
export const runsOn = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // Threads that spin while they wait win little on an idle machine and halve the speed of a busy one.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

import { setTimeout as delay } from 'node:timers/promises';
import { TransientError } from '../errors.ts';
import { type Admitted, admitUpload } from './admitUpload.ts';

/** Milliseconds. */
export interface Patience {
  /** How long after the first try another one is begun. With what a last try takes it ends before `functionTimeout`. */
  readonly total: number;
  /** Before the second try; each later pause is twice as long, up to `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
}

const fourMinutes: Patience = { total: 240_000, firstPause: 1000, longestPause: 15_000 };

/**
 * Admits an upload, and waits for what is away or still being written: the runtime itself tries five times within
 * seconds and then gives the upload up.
 * @throws TransientError of the last try, for the runtime to begin anew; AbortError when the host ends meanwhile.
 */
export async function admitPatiently(
  reference: unknown,
  hostEnds: AbortSignal,
  { total, firstPause, longestPause }: Patience = fourMinutes,
): Promise<Admitted> {
  const end = performance.now() + total;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      const admitted = await admitUpload(reference);
      if (admitted.outcome !== 'growing') return admitted;
      if (performance.now() + pause > end) throw new TransientError('timed-out', 'The blob is still being written.');
    } catch (error) {
      if (!(error instanceof TransientError) || performance.now() + pause > end) throw error;
    }
    await delay(pause, undefined, { signal: hostEnds });
  }
}

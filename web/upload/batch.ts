import { isBusy, type UploadStatus } from './status.ts';

/** What of an upload counts for its batch. */
interface InBatch {
  readonly status: UploadStatus;
  readonly outcome?: 'ready' | 'failed';
}

/** A batch in numbers: all uploads of this page. */
export interface Batch {
  readonly all: number;
  readonly sent: number;
  readonly ready: number;
  /** That could not be sent, or not be analysed. */
  readonly failed: number;
}

export function batchOf(all: readonly InBatch[]): Batch {
  const count = (holds: (upload: InBatch) => boolean) => all.filter(holds).length;
  return {
    all: all.length,
    sent: count(({ status }) => status === 'done'),
    ready: count(({ outcome }) => outcome === 'ready'),
    failed: count(({ status, outcome }) => status === 'failed' || outcome === 'failed'),
  };
}

/** Whether nothing of it is to come any more. */
export const isOver = ({ all, ready, failed }: Batch): boolean => ready + failed === all;

const rank = (upload: InBatch): number => {
  if (isBusy(upload)) return 0;
  if (['failed', 'exists', 'choose'].includes(upload.status)) return 1;
  return upload.status === 'done' ? 3 : 2;
};

/** Those at work first, then those that wait for somebody, then those that wait, then those that are done; else as chosen. */
export const activeFirst = <T extends InBatch>(all: readonly T[]): readonly T[] =>
  [...all].sort((a, b) => rank(a) - rank(b));

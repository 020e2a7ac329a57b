import { isBusy, type Upload } from './uploads.ts';

/** A batch in numbers: all uploads of this page. */
export interface Batch {
  readonly all: number;
  readonly sent: number;
  readonly ready: number;
  /** That could not be sent, or not be analysed. */
  readonly failed: number;
}

export function batchOf(all: readonly Upload[]): Batch {
  const count = (holds: (upload: Upload) => boolean) => all.filter(holds).length;
  return {
    all: all.length,
    sent: count(({ status }) => status === 'done'),
    ready: count(({ outcome }) => outcome === 'ready'),
    failed: count(({ status, outcome }) => status === 'failed' || outcome === 'failed'),
  };
}

/** Whether nothing of it is to come any more. */
export const isOver = ({ all, ready, failed }: Batch): boolean => ready + failed === all;

const rank = (upload: Upload): number => {
  if (isBusy(upload)) return 0;
  if (['failed', 'exists', 'choose'].includes(upload.status)) return 1;
  return upload.status === 'done' ? 3 : 2;
};

/** Those at work first, then those that wait for somebody, then those that wait, then those that are done; else as chosen. */
export const activeFirst = (all: readonly Upload[]): readonly Upload[] => [...all].sort((a, b) => rank(a) - rank(b));

import { expect, test } from 'vitest';
import { activeFirst, batchOf, isOver } from '../../../web/upload/batch.ts';
import type { UploadStatus } from '../../../web/upload/status.ts';

const upload = (id: string, status: UploadStatus, outcome?: 'ready' | 'failed') => ({
  ...{ id, status },
  ...(outcome && { outcome }),
});

test('what is at work comes first, then what waits for somebody, then what waits, then what is done', () => {
  const all = [
    ...[upload('done', 'done'), upload('waits', 'waiting'), upload('stuck', 'exists'), upload('at work', 'uploading')],
    ...[upload('broken', 'failed'), upload('at work, too', 'finishing'), upload('paused', 'paused')],
  ];
  expect(activeFirst(all).map(({ id }) => id)).toEqual([
    ...['at work', 'at work, too', 'stuck', 'broken', 'waits', 'paused', 'done'],
  ]);
});

test('a batch in numbers is over when each of its lessons is ready or has failed', () => {
  const some = [
    upload('a', 'done', 'ready'),
    upload('b', 'failed'),
    upload('c', 'done', 'failed'),
    upload('d', 'done'),
  ];
  expect(batchOf(some)).toEqual({ all: 4, sent: 3, ready: 1, failed: 2 });
  expect(isOver(batchOf(some))).toBe(false);
  expect(isOver(batchOf(some.slice(0, 3)))).toBe(true);
});

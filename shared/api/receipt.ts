import { config } from '../settings/config.ts';
import type { Receipt } from './contract.ts';

/** What a deletion answers, for the file of whoever asked for it. */
export function receiptOf(done: {
  readonly lessonId: string;
  readonly by: string;
  readonly deleted: Receipt['deleted'];
  readonly sweepAgainAt: Date | null;
}): Receipt {
  const now = new Date();
  const days = config().SOFT_DELETE_DAYS;
  return {
    lessonId: done.lessonId,
    deletedAt: now.toISOString(),
    by: done.by.slice(0, 200),
    deleted: { ...done.deleted },
    cache:
      'The cache of answers holds codes under hashes of questions: no words, no names, and nothing of this lesson.',
    recoverableUntil: days === 0 ? null : new Date(now.getTime() + days * 86_400_000).toISOString(),
    sweepAgainAt: done.sweepAgainAt?.toISOString() ?? null,
  };
}

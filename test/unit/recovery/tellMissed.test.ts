import { beforeEach, expect, test } from 'vitest';
import { TransientError } from '../../../shared/errors.ts';
import { sourceOf, type UploadedBlob } from '../../../shared/lessons/admission.ts';
import { jobId } from '../../../shared/lessons/identity.ts';
import type { Lesson } from '../../../shared/lessons/lesson.ts';
import { tellMissed } from '../../../shared/recovery/tellMissed.ts';
import { withUpload } from '../../../shared/results/lessons.ts';
import type { KnownAnalysis } from '../../../shared/stages/failLost.ts';

const now = new Date('2026-03-02T10:00:00Z');
const upload = (blobName: string, more: Partial<UploadedBlob> = {}): UploadedBlob => ({
  ...{ blobName, etag: `"${blobName}"`, sizeBytes: 1000, uploadedAt: new Date('2026-03-02T09:00:00Z') },
  ...more,
});

// Fakes of storage, database and hub: what there is, and what was told.
let uploads: UploadedBlob[];
let lessons: Map<string, Lesson>;
let hub: Map<string, KnownAnalysis>;
let told: string[];
let unseen: unknown[];
let outcome: 'queued' | 'gone' | 'growing';

beforeEach(() => {
  uploads = [];
  lessons = new Map();
  hub = new Map();
  told = [];
  unseen = [];
  outcome = 'queued';
});

function has(blob: UploadedBlob, more: Partial<Lesson> = {}): void {
  const source = sourceOf(blob);
  lessons.set(source.lessonId, { ...withUpload(null, source, now), ...more });
}

const look = (since = new Date(0), pageSize = 2, within = 60_000, after: string | null = null) =>
  tellMissed(
    { find: async (id) => hub.get(id) ?? null },
    { after, since, within, onTold: () => undefined, onUnseen: (error) => unseen.push(error) },
    now,
    {
      async uploadsFrom(after) {
        const from = Number(after ?? 0);
        const next = from + pageSize < uploads.length ? String(from + pageSize) : null;
        return { uploads: uploads.slice(from, from + pageSize), next };
      },
      async findLesson(_siteId, lessonId) {
        if (lessonId === sourceOf(upload('away.mp4')).lessonId)
          throw new TransientError('database-unavailable', 'It is away.');
        const lesson = lessons.get(lessonId);
        return lesson === undefined ? null : { lesson, etag: '' };
      },
      async admitUpload(reference) {
        if (outcome === 'queued') told.push((reference as { blobName: string }).blobName);
        return { outcome };
      },
    },
  );

test('an upload of which nobody knows is told, on whichever page it is', async () => {
  uploads = ['a.mp4', 'b.mp4', 'school/c.mp4', 'd.mp4', 'e.mp4'].map((name) => upload(name));
  for (const blob of [uploads[0], uploads[3]]) if (blob) has(blob);
  expect(await look()).toEqual({ seen: 5, told: 3, next: null });
  expect(told).toEqual(['b.mp4', 'school/c.mp4', 'e.mp4']);
});

test('a lesson is left alone, whatever became of it', async () => {
  uploads = ['running.mp4', 'completed.mp4', 'failed.mp4'].map((name) => upload(name));
  for (const blob of uploads) has(blob, { status: blob.blobName.split('.')[0] as Lesson['status'] });
  expect(await look()).toMatchObject({ seen: 3, told: 0 });
});

test('a newer upload of a known lesson is told', async () => {
  has(upload('lesson.mp4', { etag: '"before"' }), { status: 'completed' });
  uploads = [upload('lesson.mp4')];
  await look();
  expect(told).toEqual(['lesson.mp4']);
});

test('a young upload is left to its event, and one of another day to the look at all', async () => {
  uploads = [
    upload('young.mp4', { uploadedAt: new Date('2026-03-02T09:56:00Z') }),
    upload('old.mp4', { uploadedAt: new Date('2026-02-20T09:00:00Z') }),
  ];
  expect(await look(new Date('2026-03-01T10:00:00Z'))).toMatchObject({ seen: 0, told: 0 });
  await look();
  expect(told).toEqual(['old.mp4']);
});

test('an analysis that waits in line is not asked for again; one that ended and left no lesson is', async () => {
  uploads = [upload('waits.mp4'), upload('ended.mp4')];
  hub.set(jobId(sourceOf(upload('waits.mp4'))), { alive: true, changedAt: now });
  hub.set(jobId(sourceOf(upload('ended.mp4'))), { alive: false, changedAt: now });
  await look();
  expect(told).toEqual(['ended.mp4']);
});

test('an upload that is deleted meanwhile, or still grows, is not counted', async () => {
  uploads = [upload('lesson.mp4')];
  for (outcome of ['gone', 'growing'] as const) expect(await look()).toMatchObject({ seen: 1, told: 0 });
});

test('one that cannot be looked after keeps no other; a name that no lesson can have is passed over', async () => {
  uploads = [upload('away.mp4'), upload('bad\u0001.mp4'), upload('lesson.mp4')];
  expect(await look()).toMatchObject({ told: 1 });
  expect(unseen).toMatchObject([{ code: 'database-unavailable' }]);
});

test('no page is begun after the bound, and the next run goes on behind it', async () => {
  uploads = ['a.mp4', 'b.mp4', 'c.mp4'].map((name) => upload(name));
  const first = await look(new Date(0), 1, -1);
  expect(first).toMatchObject({ seen: 1, told: 1 });
  expect(first.next).not.toBeNull();
  expect(await look(new Date(0), 1, 60_000, first.next)).toEqual({ seen: 2, told: 2, next: null });
  expect(told).toEqual(['a.mp4', 'b.mp4', 'c.mp4']);
});

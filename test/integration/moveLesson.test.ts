import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepDetails, keepEvents, readReviewBackup } from '../../shared/backup/reviewBackup.ts';
import { keepCoding, keepStudy } from '../../shared/backup/studyBackup.ts';
import { lessonOf, revisionOf } from '../../shared/lessons/identity.ts';
import type { ReviewEvent } from '../../shared/lessons/reviewEvent.ts';
import { restoreLesson } from '../../shared/recovery/restoreLesson.ts';
import { changeLesson, findLesson } from '../../shared/results/lessons.ts';
import { appendEvent, readReviewing } from '../../shared/results/reviewing.ts';
import { codingsOf, createStudy, readStudy, unwritten, writeCoding } from '../../shared/results/studies.ts';
import { admitUpload } from '../../shared/stages/admitUpload.ts';
import { keepVoices } from '../../shared/storage/voices.ts';
import { analysisOf, questionOf } from '../../testing/analysis.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

class Killed extends Error {}

// The seam: every access of the steps to storage and database, before which the process may end, and so after the one before it.
const life = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, killed: () => new Error('killed') }));
const mortal = vi.hoisted(
  () =>
    async (original: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> => {
      const live = () => {
        life.left -= 1;
        if (life.left === 0) throw life.killed();
      };
      const wrapped = (work: (...given: unknown[]) => unknown) => {
        return async (...given: unknown[]) => {
          live();
          return work(...given);
        };
      };
      return Object.fromEntries(
        Object.entries(await original()).map(([name, value]) => [
          name,
          // What answers with a promise; clients and pure functions stay as they are.
          value instanceof Function && value.constructor.name === 'AsyncFunction'
            ? wrapped(value as (...given: unknown[]) => unknown)
            : value,
        ]),
      );
    },
);
vi.mock('../../shared/storage/moves.ts', mortal);
vi.mock('../../shared/storage/copy.ts', mortal);
vi.mock('../../shared/results/moving.ts', mortal);
vi.mock('../../shared/stages/deleteLesson.ts', mortal);
const { beginMove, commitMove, copyResults, copyVideo, endMove, undoMove } = await import(
  '../../shared/stages/moveLesson.ts'
);

let stores: Stores;
let blobs: BlobServiceClient;
beforeAll(async () => {
  stores = await startStores();
  blobs = BlobServiceClient.fromConnectionString(stores.storage);
  life.killed = () => new Killed();
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const said: ReviewEvent = {
  id: '7b0c1d2e-0000-4000-8000-000000000001',
  sequence: 1,
  at: '2026-11-20T09:00:00.000Z',
  by: 'Ada',
  change: { kind: 'code', question: 'q001', label: 'CEQ' },
  before: {},
  found: [questionOf('q001')],
};
const hub = { find: async () => null, forget: async () => true };
const text = async (container: string, path: string) => {
  const blob = blobs.getContainerClient(container).getBlobClient(path);
  return (await blob.exists()) ? (await blob.downloadToBuffer()).toString('utf8') : null;
};
const put = (container: string, path: string, content: string) =>
  blobs.getContainerClient(container).getBlockBlobClient(path).upload(content, Buffer.byteLength(content));
const leftOf = async (lessonId: string) => {
  const left: string[] = [];
  for (const name of ['media', 'transcripts', 'voices'])
    for await (const blob of blobs.getContainerClient(name).listBlobsFlat({ prefix: `${lessonId}/` }))
      left.push(`${name}/${blob.name}`);
  return left;
};

/** A lesson that was analysed, reviewed and coded in a study, with its video and what was made of it. */
async function seeded(name: string) {
  const blobName = `north/${name}.mp4`;
  const { etag = '' } = await blobs
    .getContainerClient('videos')
    .getBlockBlobClient(blobName)
    .upload(name, name.length, { metadata: { title: 'Boats' } });
  const { lessonId, siteId } = lessonOf(blobName);
  const revision = revisionOf(etag);
  const analysis = analysisOf(blobName);
  const source = { ...analysis.source, revision, etag };
  const folder = `${lessonId}/${revision}`;
  await put(
    'transcripts',
    `${folder}/analysis.json`,
    JSON.stringify({ ...analysis, source, result: { ...analysis.result, revision } }),
  );
  await put('transcripts', `${folder}/transcript.json`, '{"words":1}');
  await put('media', `${folder}/web.mp4`, 'small');
  const picture = { kind: 'ready', video: `${folder}/web.mp4`, original: false, poster: null } as const;
  await put('media', `${folder}/picture.json`, JSON.stringify(picture));
  await restoreLesson(lessonId);
  await appendEvent({ siteId, lessonId }, revision, said);
  await keepEvents({ siteId, lessonId, revision }, [said]);
  const lesson = await changeLesson(siteId, lessonId, (present) =>
    present === null ? null : { ...present, educator: 'Ms Ortiz', educatorAccount: 'ortiz@school.org' },
  );
  if (lesson === null) throw new Error('There is no lesson.');
  await keepDetails(lesson);
  const at = '2026-11-21T09:00:00.000Z';
  const study = {
    ...{ id: lessonId, name: 'Boats', lessons: [lessonId], coders: ['Ada', 'Ben'], doubleShare: 0, showMachine: false },
    ...{ seed: '1', assignments: [{ lessonId, coders: ['Ada'] }], by: 'Ada', at },
  };
  await createStudy(study);
  await keepStudy(study);
  const coding = { studyId: study.id, lessonId, coder: 'Ada', codes: [], done: false, from: 'studio' as const, at };
  await writeCoding(coding, unwritten);
  await keepCoding(coding);
  await keepVoices({ siteId, lessonId, revision }, []);
  return { lesson, place: { siteId, lessonId }, blobName, study };
}

/** As the orchestration does it. */
async function move(to: string) {
  while (!(await copyVideo(to)));
  await copyResults(to);
  await commitMove(to);
  return endMove(to, hub);
}

/** At how many of both places the lesson counts, by the database, and by what a rebuild would make of storage. */
async function counts(places: readonly { siteId: string; lessonId: string }[]) {
  const found = await Promise.all(places.map(({ siteId, lessonId }) => findLesson(siteId, lessonId)));
  return found.filter((one) => one !== null).length;
}

async function assertMoved({ lesson, place, blobName, study }: Awaited<ReturnType<typeof seeded>>, to: string) {
  const moved = (await findLesson('south', to))?.lesson;
  const target = `south/${blobName.split('/')[1]}`;
  const { etag = '', metadata } = await blobs.getContainerClient('videos').getBlobClient(target).getProperties();
  const revision = revisionOf(etag);
  const folder = `${to}/${revision}`;
  expect(moved).toEqual({
    ...lesson,
    ...{ id: to, siteId: 'south', blobName: target, revision, updatedAt: moved?.updatedAt },
    result: { ...lesson.result, revision, metrics: moved?.result?.metrics, reviewedCount: 1 },
    picture: { kind: 'ready', video: `${folder}/web.mp4`, original: false, poster: null },
  });
  expect(metadata).toEqual({ title: 'Boats' });
  const { events, found } = await readReviewing({ siteId: 'south', lessonId: to }, revision);
  expect(events).toEqual([said]);
  expect(found.map(({ id }) => id).toSorted()).toEqual(['q001', 'q002']);
  expect(await text('transcripts', `${folder}/transcript.json`)).toBe('{"words":1}');
  expect(await text('media', `${folder}/web.mp4`)).toBe('small');
  expect(await readReviewBackup(to)).toMatchObject({
    events: { [revision]: [said] },
    details: { educator: 'Ms Ortiz' },
  });
  expect(await codingsOf(study.id)).toEqual([expect.objectContaining({ lessonId: to, coder: 'Ada' })]);
  const assignments = [{ lessonId: to, coders: ['Ada'] }];
  expect(await readStudy(study.id)).toEqual({ ...study, lessons: [to], assignments });
  expect(JSON.parse((await text('transcripts', `studies/${study.id}.json`)) ?? '')).toMatchObject({ lessons: [to] });
  expect(await findLesson(place.siteId, place.lessonId)).toBeNull();
  expect(await leftOf(place.lessonId)).toEqual([]);
  // Embeddings do not go along.
  expect((await leftOf(to)).filter((path) => path.startsWith('voices/'))).toEqual([]);
  expect(await blobs.getContainerClient('videos').getBlobClient(blobName).exists()).toBe(false);
}

test('a lesson moves with its video, results, corrections, details and codings, and nothing of it is left behind', async () => {
  const one = await seeded('whole');
  const held = await beginMove(one.lesson, 'south');
  if (typeof held === 'string') throw new Error(held);
  const to = held.moving?.lessonId ?? '';
  await move(to);
  await assertMoved(one, to);
  // What its copied video's event tells is no new upload; another video of the name is one.
  expect(await admitUpload({ containerName: 'videos', blobName: 'south/whole.mp4' })).toMatchObject({
    outcome: 'passed-over',
  });
});

test('wherever the process ends, the lesson counts once at most, and the move is whole when it goes on', async () => {
  let deaths = 0;
  for (let lives = 1; ; lives += 1) {
    const one = await seeded(`killed${lives}`);
    const held = await beginMove(one.lesson, 'south');
    if (typeof held === 'string') throw new Error(held);
    const to = held.moving?.lessonId ?? '';
    const places = [one.place, { siteId: 'south', lessonId: to }];
    life.left = lives;
    try {
      await move(to);
      life.left = Number.POSITIVE_INFINITY;
      break;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      deaths += 1;
    }
    life.left = Number.POSITIVE_INFINITY;
    expect(await counts(places)).toBeLessThanOrEqual(1);
    // A rebuild in that moment brings nothing back twice.
    for (const { lessonId } of places) await restoreLesson(lessonId);
    expect(await counts(places)).toBe(1);
    await move(to);
    expect(await counts(places)).toBe(1);
    await assertMoved(one, to);
  }
  // Every access of every step was the last one once.
  expect(deaths).toBeGreaterThan(20);
}, 400_000);

test('a move that cannot be made leaves the lesson as it was, and nothing at the other site', async () => {
  const one = await seeded('replaced');
  const held = await beginMove(one.lesson, 'south');
  if (typeof held === 'string') throw new Error(held);
  const to = held.moving?.lessonId ?? '';
  await copyVideo(to);
  await copyResults(to);
  await put('videos', one.blobName, 'another video');
  await expect(commitMove(to)).rejects.toMatchObject({ code: 'superseded' });
  await undoMove(to);
  await undoMove(to);
  const present = (await findLesson('north', one.lesson.id))?.lesson;
  expect(present).toEqual({ ...one.lesson, updatedAt: present?.updatedAt });
  expect(await findLesson('south', to)).toBeNull();
  expect(await leftOf(to)).toEqual([]);
  expect(await blobs.getContainerClient('videos').getBlobClient('south/replaced.mp4').exists()).toBe(false);
  expect(await text('videos', one.blobName)).toBe('another video');
  expect((await codingsOf(one.study.id)).map(({ lessonId }) => lessonId)).toEqual([one.lesson.id]);
});

test('why a lesson is not moved: on hold, analysed, without a video, or the name is taken', async () => {
  const { lesson } = await seeded('stays');
  const now = (change: object) => changeLesson('north', lesson.id, (present) => present && { ...present, ...change });
  expect(await beginMove(lesson, 'north')).toBe('same-site');
  await now({ hold: true });
  expect(await beginMove(lesson, 'south')).toBe('hold');
  await now({ hold: false, status: 'running' });
  expect(await beginMove(lesson, 'south')).toBe('running');
  await now({ status: 'completed', result: { ...lesson.result, speakers: { state: 'pending', voices: [] } } });
  expect(await beginMove(lesson, 'south')).toBe('running');
  await now({ result: lesson.result });
  await put('videos', 'south/stays.mp4', 'somebody else');
  expect(await beginMove(lesson, 'south')).toBe('already-there');
  const first = await beginMove(lesson, 'east');
  expect(first).toMatchObject({ moving: { siteId: 'east' } });
  expect(await beginMove(lesson, 'west')).toBe('moving');
  expect(await admitUpload({ containerName: 'videos', blobName: 'south/stays.mp4' }).catch(() => 'asked')).toBe(
    'asked',
  );
  await blobs.getContainerClient('videos').deleteBlob('north/stays.mp4');
  expect(await beginMove(lesson, 'west')).toBe('video-gone');
});

test('voices that were taken out of a lesson stay out of it at its new place', async () => {
  const { lesson, place } = await seeded('removed');
  const removal = {
    ...{ id: '7b0c1d2e-0000-4000-8000-00000000000a', voice: 1, by: 'Ada', at: '2026-11-22T09:00:00.000Z' },
    original: 'replace' as const,
    removed: {
      ...{ lines: 1, questions: 0, corrections: 0, codes: 0, otherUploads: 0 },
      ...{ seconds: 1, mutedSeconds: 1.3, overlapSeconds: 0 },
    },
    ...{ spoken: [{ start: 4, end: 5 }], muted: [{ start: 3.85, end: 5.15 }], lines: [], questions: [] },
  };
  const { writeRemovals, mutedIn, readRemovals } = await import('../../shared/storage/removals.ts');
  const replacements = [{ id: removal.id, etag: '"1"' }];
  await writeRemovals(place.lessonId, {
    schemaVersion: 1,
    revision: lesson.revision,
    replacements,
    removals: [removal],
  });
  const held = await beginMove(lesson, 'south');
  const to = typeof held === 'string' ? held : (held.moving?.lessonId ?? '');
  await move(to);
  const moved = (await findLesson('south', to))?.lesson;
  expect(await mutedIn({ lessonId: to, revision: moved?.revision ?? '' })).toEqual(removal.muted);
  // Its copied video is known by its own ETag.
  expect((await readRemovals(to))?.replacements).toEqual([]);
  expect(await leftOf(place.lessonId)).toEqual([]);
});

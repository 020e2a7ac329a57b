import { randomUUID } from 'node:crypto';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchRequestSchema } from '../../shared/api/contract.ts';
import { search } from '../../shared/api/search.ts';
import type { Reach } from '../../shared/lessons/reach.ts';
import type { Change, ReviewEvent } from '../../shared/lessons/reviewEvent.ts';
import { restoreLesson } from '../../shared/recovery/restoreLesson.ts';
import { changeLesson, deleteLessonDocument } from '../../shared/results/lessons.ts';
import { appendEvent } from '../../shared/results/reviewing.ts';
import { writeRoster } from '../../shared/results/roster.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let blobs: BlobServiceClient;
beforeAll(async () => {
  stores = await startStores();
  blobs = BlobServiceClient.fromConnectionString(stores.storage);
});
afterAll(() => stores?.[Symbol.asyncDispose]());

/** A lesson in which these lines were said, three seconds apart. */
async function said(blobName: string, lines: readonly string[], uploadedAt: string, change: object = {}) {
  const { source, ...rest } = analysisOf(blobName, {}, 1);
  const { lessonId, siteId, revision } = source;
  const put = (path: string, value: unknown) => {
    const text = JSON.stringify(value);
    return blobs
      .getContainerClient('transcripts')
      .getBlockBlobClient(`${lessonId}/${revision}/${path}`)
      .upload(text, Buffer.byteLength(text));
  };
  await put('analysis.json', { source: { ...source, uploadedAt }, ...rest });
  const segments = lines.map((text, index) => ({ start: index * 3, end: index * 3 + 2, text }));
  await put('transcript.json', { language: 'en', durationSeconds: 60, engine: 'f', model: 'f', segments, voice: [] });
  await restoreLesson(lessonId);
  await changeLesson(siteId, lessonId, (present) => present && { ...present, ...change });
  return { lessonId, siteId, revision, put };
}

const find = (q: string, more: object = {}, reach: Reach = everyRight.reach) =>
  search(searchRequestSchema.parse({ q, ...more }), { ...everyRight, reach });
const textsOf = async (...asked: Parameters<typeof find>) => (await find(...asked)).lines.map(({ text }) => text);

let sequence = 0;
async function change(
  place: { siteId: string; lessonId: string; revision: string },
  made: Change,
): Promise<ReviewEvent> {
  sequence += 1;
  const at = new Date(Date.UTC(2026, 2, 1, 12, 0, sequence)).toISOString();
  const event: ReviewEvent = { id: randomUUID(), sequence, at, by: 'Ada', change: made, before: {} };
  await appendEvent(place, place.revision, event);
  return event;
}

test('a line is found by its words in any case, with accents or without, and says where it is', async () => {
  const { lessonId } = await said(
    'fold/barco.mp4',
    ['Vamos a ver', '¿Qué pasó con el barco?', 'No sé'],
    '2026-03-02T09:00:00.000Z',
    { title: 'El barco', recordedOn: '2026-02-01' },
  );
  const place = { lessonId, siteId: 'fold', title: 'El barco', day: '2026-02-01', start: 3, end: 5 };
  expect(await find('que PASO', { site: 'fold' })).toEqual({
    lines: [{ ...place, text: '¿Qué pasó con el barco?' }],
    lookedThrough: 1,
  });
  expect(await textsOf('barco pasó', { site: 'fold', from: '2026-02-01', to: '2026-02-01' })).toHaveLength(1);
  expect(await textsOf('barco', { site: 'fold', from: '2026-02-02' })).toEqual([]);
});

test('what is corrected, taken back and deleted is so for the next search', async () => {
  const lesson = await said('now/a.mp4', ['We go to Oakfort', 'It is warm'], '2026-03-02T09:00:00.000Z');
  expect(await textsOf('oakfort', { site: 'now' })).toEqual(['We go to Oakfort']);
  const line = { kind: 'line', start: 0, end: 2, was: 'We go to Oakfort', text: 'We go to Oxford' } as const;
  const event = await change(lesson, line);
  expect(await textsOf('oakfort', { site: 'now' })).toEqual([]);
  expect(await textsOf('oxford', { site: 'now' })).toEqual(['We go to Oxford']);
  await change(lesson, { kind: 'undone', event: event.id });
  expect(await textsOf('oxford', { site: 'now' })).toEqual([]);
  expect(await textsOf('oakfort', { site: 'now' })).toEqual(['We go to Oakfort']);
  await deleteLessonDocument(lesson.siteId, lesson.lessonId);
  expect(await find('oakfort', { site: 'now' })).toEqual({ lines: [], lookedThrough: 0 });
});

test('what one may not see is not found, and withdrawn rights count at once', async () => {
  const own = { sites: [], accounts: ['kim@school.org'] };
  const lesson = await said('rights/a.mp4', ['A giraffe'], '2026-03-02T09:00:00.000Z', {
    educatorAccount: 'kim@school.org',
  });
  await said('rights/b.mp4', ['Another giraffe'], '2026-03-02T10:00:00.000Z');
  expect(await textsOf('giraffe', {}, own)).toEqual(['A giraffe']);
  expect(await textsOf('giraffe', {}, { sites: ['elsewhere'], accounts: [] })).toEqual([]);
  expect(await textsOf('giraffe')).toEqual(['Another giraffe', 'A giraffe']);
  await changeLesson(
    lesson.siteId,
    lesson.lessonId,
    (present) => present && { ...present, educatorAccount: undefined },
  );
  expect(await textsOf('giraffe', {}, own)).toEqual([]);
});

test('with names masked nothing is found by a name, and none is shown', async () => {
  await writeRoster('masked', ['Wilhelmina'], undefined);
  await said('masked/a.mp4', ['Wilhelmina, is it heavy?', 'Tell wilhelmina'], '2026-03-02T09:00:00.000Z', {
    title: 'With Wilhelmina',
  });
  expect(await textsOf('wilhelmina', { site: 'masked' })).toHaveLength(2);
  expect(await textsOf('wilhelmina', { site: 'masked', names: 'masked' })).toEqual([]);
  const { lines } = await find('heavy', { site: 'masked', names: 'masked' });
  expect(lines).toMatchObject([{ text: '[name 1], is it heavy?', title: 'With [name 1]', siteId: '[school]' }]);
  expect((await find('heavy', { site: 'masked' })).lines).toMatchObject([{ siteId: 'masked' }]);
});

test('answers come page by page, each line once, and a continuation is of no use for another question', async () => {
  const day = (index: number) => `2026-04-${String(index + 1).padStart(2, '0')}T09:00:00.000Z`;
  for (let index = 0; index < 28; index += 1)
    await said(`pages/${index}.mp4`, [`boat ${index} a`, 'nothing', `boat ${index} b`], day(index));
  const texts: string[] = [];
  let continuation: string | undefined;
  let asked = 0;
  do {
    const page = await find('boat', { site: 'pages', limit: 5, ...(continuation && { continuation }) });
    expect(page.lines.length).toBeLessThanOrEqual(5);
    texts.push(...page.lines.map(({ text }) => text));
    continuation = page.continuation;
    asked += 1;
  } while (continuation !== undefined && asked < 20);
  const expected = Array.from({ length: 28 }, (_, index) => 27 - index).flatMap((n) => [`boat ${n} a`, `boat ${n} b`]);
  expect(texts).toEqual(expected);
  const first = await find('boat', { site: 'pages', limit: 5 });
  for (const other of [{ q: 'boats' }, { q: 'boat', names: 'masked' }, { q: 'boat', site: 'now' }])
    await expect(
      find(other.q, { site: 'pages', ...other, limit: 5, continuation: first.continuation }),
    ).rejects.toMatchObject({ status: 400 });
});

test('a damaged transcript keeps nobody from the other lessons', async () => {
  const { put } = await said('damaged/a.mp4', ['A zebra'], '2026-03-02T09:00:00.000Z');
  await said('damaged/b.mp4', ['Another zebra'], '2026-03-02T10:00:00.000Z');
  await put('transcript.json', { segments: 'none' });
  expect(await textsOf('zebra', { site: 'damaged' })).toEqual(['Another zebra']);
});

test.each([
  ['blanks', '   '],
  ['signs alone', '¿? "" …'],
  ['ten thousand letters', 'x'.repeat(10_000)],
])('%s are refused', (_, q) => {
  expect(searchRequestSchema.safeParse({ q }).success).toBe(false);
});

test.each(['.*', '%a%', "boat' OR '1'='1", 'a"b"c', '\\u0000', '[boat'])('%j is no command', async (q) => {
  const parsed = searchRequestSchema.safeParse({ q, site: 'pages' });
  if (!parsed.success) return expect(q).toMatch(/^\W+$/);
  const { lines } = await search(parsed.data, everyRight);
  for (const { text } of lines) expect(text).toMatch(/boat/);
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  lessonListResponseSchema,
  lessonResponseSchema,
  mediaResponseSchema,
  meResponseSchema,
  questionResponseSchema,
  questionsResponseSchema,
  reanalysisOffersSchema,
  receiptSchema,
  reviewEventResponseSchema,
  reviewEventsResponseSchema,
  sitesResponseSchema,
  type UploadResponse,
  uploadResponseSchema,
  waveformResponseSchema,
} from '../../shared/api/contract.ts';
import { revisionOf } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

// What the studio asks of the API, in the order in which a coach would.

let folder: string;
let video: Buffer;
let speech: FakeSpeech;
let cloud: TestCloud;
const site = `St. Mary's "North" & Søn`;
const fileName = 'Sand & Wasser #1.mp4';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-studio-'));
  video = await readFile(await makeMedia('dated.mp4', folder));
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const call = (path: string, init: RequestInit = {}) => fetch(`${cloud.host}/api/v1${path}`, init);
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function read<T>(schema: z.ZodType<T>, answer: Response): Promise<T> {
  const body: unknown = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status: 200 });
  return schema.parse(body);
}
const get = async <T>(schema: z.ZodType<T>, path: string) => read(schema, await call(path));

let uploaded: Uploaded;
const lessonPath = () => `/lessons/${uploaded.lessonId}`;
const request = {
  site,
  fileName,
  details: {
    title: 'Boote 🚣',
    educator: '王老师',
    consent: 'given',
    recordedOn: '2025-09-30',
  },
};
const plan = async (more: object = {}) =>
  read(uploadResponseSchema, await send('POST', '/uploads', { ...request, sizeBytes: video.length, ...more }));

// Three blocks: as the studio does it, but for their size, which a client may choose smaller.
const blockIds = [0, 1, 2].map((index) => Buffer.from(`${index}-of-3`).toString('base64'));
const part = 100_000;
const block = (index: number) => video.subarray(index * part, index === 2 ? undefined : (index + 1) * part);
const stage = async ({ url }: UploadResponse, index: number) =>
  new BlockBlobClient(url).stageBlock(blockIds[index] ?? '', block(index), block(index).length);

describe('an upload', () => {
  let open: () => void;

  test('is interrupted, goes on where it was, and is analysed', async () => {
    const gate = Promise.withResolvers<void>();
    speech.gate = gate.promise;
    open = () => gate.resolve();
    await stage(await plan(), 0);
    const again = await plan();
    expect(again.stagedBlocks).toEqual([{ id: blockIds[0], sizeBytes: part }]);
    await stage(again, 1);
    await stage(again, 2);
    const { etag = '' } = await new BlockBlobClient(again.url).commitBlockList(blockIds, {
      metadata: again.metadata,
      blobHTTPHeaders: { blobContentType: again.contentType },
      conditions: { ifNoneMatch: '*' },
    });
    uploaded = { lessonId: again.lessonId, revision: revisionOf(etag) };
    await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(1);
  });

  test('is refused a second time, unless it is to replace the first', async () => {
    const body = { ...request, sizeBytes: video.length };
    const answer = await send('POST', '/uploads', body);
    expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code: 'already-there' })]);
    expect((await plan({ replace: true })).lessonId).toBe(uploaded.lessonId);
  });

  test('leaves an address that reads nothing of what is there now', async () => {
    const { url } = await plan({ replace: true });
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(`${url}&comp=blocklist&blocklisttype=all`)).status).toBe(403);
  });

  test('shows its progress in the lists and in its lesson, whose ETag changes with it', async () => {
    const running = await get(lessonListResponseSchema, '/lessons?status=running');
    expect(running.lessons).toMatchObject([{ id: uploaded.lessonId, progress: { stage: 'speech', done: 0 } }]);
    const first = await call(lessonPath());
    const etag = first.headers.get('etag') ?? '';
    expect((await call(lessonPath(), { headers: { 'if-none-match': etag } })).status).toBe(304);
    open();
    await cloud.ended(uploaded);
    expect((await call(lessonPath(), { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  test('has become a lesson with the details that came with it', async () => {
    expect(await get(lessonResponseSchema, lessonPath())).toMatchObject({
      siteId: site,
      fileName,
      ...request.details,
      status: 'completed',
      result: { reviewedCount: 0, metrics: { questionCount: 2, openShare: 0.5 } },
      picture: { kind: 'ready' },
    });
  });
});

test('metadata of another client that is no details fails no lesson; the rest of it counts, and what the file says', async () => {
  const blob = cloud.blobs.getContainerClient('videos').getBlockBlobClient('odd/metadata.mp4');
  const metadata = {
    title: '%E0%A4%A',
    educator: '%3Cscript%3E',
    consent: 'perhaps',
    retainuntil: '1.1.2030',
    recordedon: '1904-01-01',
  };
  const { etag = '' } = await blob.upload(video, video.length, { metadata });
  const { lessonId } = await read(
    uploadResponseSchema,
    await send('POST', '/uploads', { site: 'odd', fileName: 'metadata.mp4', sizeBytes: 1, replace: true }),
  );
  const lesson = await cloud.ended({ lessonId, revision: revisionOf(etag) });
  expect(lesson).toMatchObject({ status: 'completed', title: 'metadata', educator: '<script>', consent: 'unknown' });
  expect([lesson.recordedOn, lesson.result?.recordedOn]).toEqual([undefined, '2024-03-04']);
  expect(
    cloud.lines.some(
      (line) => line.includes('detailsLeftOut') && line.includes('retainuntil title consent recordedon'),
    ),
  ).toBe(true);
});

describe('the library', () => {
  test('finds lessons by site, words, educator and day, a page at a time', async () => {
    const list = async (query: Record<string, string>) =>
      get(lessonListResponseSchema, `/lessons?${new URLSearchParams(query)}`);
    const ids = async (query: Record<string, string>) => (await list(query)).lessons.map(({ id }) => id);
    expect(await ids({ site })).toEqual([uploaded.lessonId]);
    expect(await ids({ q: 'BOOTE wasser' })).toEqual([uploaded.lessonId]);
    expect(await ids({ educator: '王老师' })).toEqual([uploaded.lessonId]);
    expect(await ids({ to: '2020-01-01' })).toEqual([]);
    const first = await list({ limit: '1', sort: 'title', order: 'asc' });
    const second = await list({ limit: '1', sort: 'title', order: 'asc', continuation: first.continuation ?? '' });
    expect([first, second].map(({ lessons }) => lessons[0]?.title)).toEqual(['Boote 🚣', 'metadata']);
    expect(second.continuation).toBeUndefined();
  });

  test('shows a poster under an address that stays the same, and is not sent twice', async () => {
    const answer = await call(`/lessons?${new URLSearchParams({ site })}`);
    const { lessons } = await read(lessonListResponseSchema, answer);
    const poster = await fetch(lessons[0]?.posterUrl ?? '');
    expect([poster.status, poster.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await call(`/lessons?${new URLSearchParams({ site })}`, { headers })).status).toBe(304);
  });

  test('knows its sites, and who asks', async () => {
    const { sites } = await get(sitesResponseSchema, '/sites');
    expect(sites).toContainEqual({ siteId: site, lessonCount: 1 });
    expect(await get(meResponseSchema, '/me')).toMatchObject({
      name: null,
      roles: ['uploader', 'coach', 'educator', 'admin'],
      languages: ['en', 'es'],
      siteLanguages: {},
    });
  });
});

describe('the lesson', () => {
  test('plays from any place, as what it is', async () => {
    const { videoUrl, posterUrl } = await get(mediaResponseSchema, `${lessonPath()}/media`);
    const range = await fetch(videoUrl ?? '', { headers: { range: 'bytes=4-7' } });
    expect([range.status, await range.text()]).toEqual([206, 'ftyp']);
    expect(range.headers.get('content-type')).toBe('video/mp4');
    expect(range.headers.get('content-range')).toMatch(/^bytes 4-7\/\d+$/);
    expect((await fetch(posterUrl ?? '')).status).toBe(200);
    expect((await fetch(videoUrl ?? '', { method: 'DELETE' })).status).toBe(403);
  });

  test('has a waveform', async () => {
    const { peaks } = await get(waveformResponseSchema, `${lessonPath()}/waveform`);
    expect(Math.max(...peaks)).toBe(100);
  });

  test('has its title changed by one, and not by another who saw the old one', async () => {
    const etag = (await call(lessonPath())).headers.get('etag') ?? '';
    const changed = await send('PATCH', lessonPath(), { title: 'Ships', educator: null }, { 'if-match': etag });
    expect(await read(lessonResponseSchema, changed)).toMatchObject({ title: 'Ships', consent: 'given' });
    const late = await send('PATCH', lessonPath(), { title: 'Trains' }, { 'if-match': etag });
    expect([late.status, await late.json()]).toEqual([412, expect.objectContaining({ code: 'changed-meanwhile' })]);
    const next = changed.headers.get('etag') ?? '';
    expect((await send('PATCH', lessonPath(), { hold: true }, { 'if-match': next })).status).toBe(200);
    expect((await send('PATCH', lessonPath(), { revision: 'x' })).status).toBe(400);
  });

  test('has its day changed, and is told which days there are', async () => {
    for (const recordedOn of ['1989-12-31', '2025-02-29', '9999-12-31', 'monday', 7]) {
      const refused = await send('PATCH', lessonPath(), { recordedOn });
      expect([refused.status, await refused.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid-request', detail: expect.stringContaining('recordedOn') }),
      ]);
      const details = { ...request.details, recordedOn };
      expect((await send('POST', '/uploads', { ...request, sizeBytes: 1, details })).status).toBe(400);
    }
    expect(await get(lessonResponseSchema, lessonPath())).toMatchObject({ recordedOn: '2025-09-30' });
    const cleared = await read(lessonResponseSchema, await send('PATCH', lessonPath(), { recordedOn: null }));
    expect([cleared.recordedOn, cleared.result?.recordedOn]).toEqual([undefined, '2024-03-04']);
    expect((await send('PATCH', lessonPath(), { recordedOn: '2025-10-01' })).status).toBe(200);
  });

  test('has a question reviewed, held against a second person, and taken back; its metrics follow each time', async () => {
    const metrics = async () => (await get(lessonResponseSchema, lessonPath())).result;
    const { questions } = await get(questionsResponseSchema, `${lessonPath()}/questions?evidence=true`);
    const [open, closed] = questions;
    expect(open).toMatchObject({ label: 'OEQ', text: 'Why did it sink?' });
    expect(open?.evidence?.length).toBeGreaterThan(0);
    const path = `${lessonPath()}/questions/${closed?.id}/review`;
    const before = await metrics();

    const first = await send('PUT', path, { label: 'OEQ', by: 'Ana' }, { 'if-match': closed?.etag ?? '' });
    const saved = await read(questionResponseSchema, first);
    expect(saved).toMatchObject({ id: closed?.id, label: 'CEQ', review: { label: 'OEQ', by: 'Ana' } });
    expect(await metrics()).toMatchObject({ reviewedCount: 1, metrics: { openShare: 1, openCount: 2 } });
    const shown = await get(questionsResponseSchema, `${lessonPath()}/questions`);
    expect(shown).toMatchObject({ reviewedCount: 1, metrics: (await metrics())?.metrics });

    const second = await send('PUT', path, { label: 'CEQ', by: 'Ben' }, { 'if-match': closed?.etag ?? '' });
    expect([second.status, await second.json()]).toEqual([412, expect.objectContaining({ code: 'changed-meanwhile' })]);

    const headers = { 'if-match': first.headers.get('etag') ?? '' };
    const undone = await read(questionResponseSchema, await call(path, { method: 'DELETE', headers }));
    expect(undone.review).toBeUndefined();
    expect(await metrics()).toEqual(before);
    expect((await call(path, { method: 'DELETE', headers })).status).toBe(412);
  });

  test('has something taken for no question, by one who saw it as it was, and that undone', async () => {
    const figures = async () => (await get(lessonResponseSchema, lessonPath())).result?.metrics.questionCount;
    const [open] = (await get(questionsResponseSchema, `${lessonPath()}/questions`)).questions;
    const say = (body: object, etag = '') =>
      send('POST', `${lessonPath()}/events`, { by: 'Ana', ...body }, { 'if-match': etag });
    const change = { kind: 'rejected', question: open?.id, rejected: true };
    const first = await read(reviewEventResponseSchema, await say({ change }, open?.etag));
    expect(first.questions).toMatchObject([{ id: open?.id, rejected: true }]);
    expect(await figures()).toBe(1);
    expect((await say({ change: { ...change, rejected: false } }, open?.etag)).status).toBe(412);
    expect((await say({ change: { kind: 'forgotten' } })).status).toBe(400);
    const undoing = { change: { kind: 'undone', event: first.event.id } };
    await read(reviewEventResponseSchema, await say(undoing, first.questions[0]?.etag));
    expect(await figures()).toBe(2);
    expect((await say(undoing)).status).toBe(412);
    const { events } = await get(reviewEventsResponseSchema, `${lessonPath()}/events`);
    expect(events.slice(-2)).toMatchObject([
      { by: 'Ana', change },
      { by: 'Ana', change: undoing.change },
    ]);
  });
});

describe('a lesson that is analysed again', () => {
  const questionsNow = () => get(questionsResponseSchema, `${lessonPath()}/questions`);
  const ended = async (choices?: object) => {
    // The last analysis may still be at its picture: 409 until it is done.
    const path = `${lessonPath()}/reanalysis`;
    const ask = async () =>
      (await (choices === undefined ? call(path, { method: 'POST' }) : send('POST', path, choices))).status;
    await expect.poll(ask, { timeout: 60_000 }).toBe(202);
    await cloud.ended(uploaded);
  };

  test('keeps the day that a person said, and a review with its question, though one more is heard before it', async () => {
    const reviewed = (await questionsNow()).questions[1];
    const path = `${lessonPath()}/questions/${reviewed?.id}/review`;
    await read(questionResponseSchema, await send('PUT', path, { label: 'OEQ', by: 'Ana', note: 'a nudge' }));
    const segments = [
      { start: 0.5, end: 1.5, text: 'Why did it sink?' },
      { start: 1.8, end: 2.6, text: 'How do you know?' },
      { start: 3, end: 4, text: 'Is it red?' },
    ];
    const body = JSON.stringify({ language: 'en', duration: 8, text: '', segments });
    speech.always = { status: 200, body };
    await ended();
    const { questions, metrics, reviewedCount } = await questionsNow();
    expect(questions.map(({ text, review }) => [text, review?.by])).toEqual([
      ['Why did it sink?', undefined],
      ['How do you know?', undefined],
      ['Is it red?', 'Ana'],
    ]);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(3);
    expect(questions[2]?.review).toMatchObject({ label: 'OEQ', note: 'a nudge' });
    expect({ count: metrics.questionCount, open: metrics.openCount, reviewedCount }).toEqual({
      count: 3,
      open: 3,
      reviewedCount: 1,
    });
    expect(await get(lessonResponseSchema, lessonPath())).toMatchObject({
      recordedOn: '2025-10-01',
      result: { metrics, reviewedCount: 1, recordedOn: '2024-03-04' },
    });
  });

  test('loses what is not heard again, but not what a person reviewed', async () => {
    const segments = [{ start: 0.5, end: 1.5, text: 'Why did it sink?' }];
    speech.always = { status: 200, body: JSON.stringify({ language: 'en', duration: 8, text: '', segments }) };
    await ended();
    const { questions } = await questionsNow();
    expect(questions.map(({ text, review }) => [text, review?.by])).toEqual([
      ['Why did it sink?', undefined],
      ['Is it red?', 'Ana'],
    ]);
  });

  test('says with what it can be, and what that costs, before', async () => {
    const offers = await get(reanalysisOffersSchema, `/reanalysis?lessons=${uploaded.lessonId}`);
    expect(offers).toMatchObject({
      lessonCount: 1,
      choices: {},
      languages: ['en', 'es'],
      trackCount: 1,
      speakers: true,
    });
    expect(offers.models).toEqual([{ name: '127.0.0.1', model: 'fake', speechCost: 0 }]);
    expect(offers.codingCost).toBe(0);
    expect(offers.durationSeconds).toBeGreaterThan(4);
  });

  test.each([
    ['a language that nobody knows', { languages: 'en,xx' }, 'invalid-request'],
    ['a track that there is not', { track: 2 }, 'not-offered'],
    ['a model that there is not', { model: 'whisper-huge' }, 'not-offered'],
    ['something that is no choice', { sound: 'loud' }, 'invalid-request'],
  ])('is not with %s', async (_what, choices, code) => {
    // The last analysis may still be at its picture: 409 until it is done.
    const refused = async () => {
      const answer = await send('POST', `${lessonPath()}/reanalysis`, choices);
      return [answer.status, await answer.json()];
    };
    await expect.poll(refused, { timeout: 60_000 }).toEqual([400, expect.objectContaining({ code })]);
    expect((await get(lessonResponseSchema, lessonPath())).choices).toBeUndefined();
  });

  test('is with other choices, which stay with it until others are made', async () => {
    await ended({ languages: 'es', track: 1, model: '127.0.0.1', speakers: false });
    const chosen = { languages: 'es', track: 1, model: '127.0.0.1', speakers: false };
    expect(await get(lessonResponseSchema, lessonPath())).toMatchObject({
      choices: chosen,
      status: 'completed',
      result: { speakers: { state: 'off' }, reviewedCount: 1 },
    });
    expect(speech.fields.at(-1)).toMatchObject({ language: 'es' });
    await ended();
    expect(speech.fields.at(-1)).toMatchObject({ language: 'es' });
    expect((await get(lessonResponseSchema, lessonPath())).choices).toEqual(chosen);
    await ended({});
    expect(speech.fields.at(-1)).not.toHaveProperty('language');
    expect((await get(lessonResponseSchema, lessonPath())).choices).toEqual({});
  });

  test('is deleted with a receipt, once, and not while it is on hold', async () => {
    const refused = await call(lessonPath(), { method: 'DELETE' });
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ code: 'hold' })]);
    await get(lessonResponseSchema, lessonPath());
    expect((await send('PATCH', lessonPath(), { hold: false })).status).toBe(200);
    const receipt = await read(receiptSchema, await call(lessonPath(), { method: 'DELETE' }));
    // One question that was found; the other stands in its review. Every review and every withdrawal is a correction.
    const deleted = { videos: 1, questions: 1, corrections: 5, lessons: 1 };
    expect(receipt).toMatchObject({ lessonId: uploaded.lessonId, deleted });
    for (const path of ['', '/media', '/questions', '/waveform'])
      expect((await call(lessonPath() + path)).status).toBe(404);
    expect((await call(lessonPath(), { method: 'DELETE' })).status).toBe(404);
    expect((await get(sitesResponseSchema, '/sites')).sites.map(({ siteId }) => siteId)).toEqual(['odd']);
  });
});

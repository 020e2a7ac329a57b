import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Container, CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RebuildReport } from '../../shared/recovery/report.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

// The drill of docs/operations.md: the database is lost, and everything comes back from blob storage.

let folder: string;
let speech: FakeSpeech;
let cloud: TestCloud;
let cosmos: CosmosClient;
const lessons: Record<string, Uploaded> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-recovery-'));
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings },
  });
  cosmos = new CosmosClient(cloud.stack.endpoints.cosmos ?? '');
  const video = await makeMedia('dated.mp4', folder);
  for (const name of ['first', 'second', 'damaged'])
    lessons[name] = await cloud.uploadFile(`school/${name}.mp4`, video);
  lessons.refused = await cloud.upload('school/notes.txt', Buffer.from('no recording'));
  lessons.failed = await cloud.upload('school/broken.mp4', Buffer.from('no recording either'));
  for (const uploaded of Object.values(lessons)) await cloud.ended(uploaded);
});
afterAll(async () => {
  cosmos?.dispose();
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const documents = (name: string): Container => cosmos.database('askwell').container(name);

async function empty(): Promise<void> {
  for (const [name, key] of [
    ['lessons', ['siteId']],
    ['questions', ['siteId', 'lessonId']],
  ] as const) {
    const { resources } = await documents(name).items.query('SELECT * FROM c').fetchAll();
    for (const found of resources)
      await documents(name)
        .item(
          found.id,
          key.map((part) => found[part]),
        )
        .delete();
    expect((await documents(name).items.query('SELECT * FROM c').fetchAll()).resources).toEqual([]);
  }
}

interface Rebuild {
  status: string;
  report: RebuildReport;
}

async function rebuild(): Promise<RebuildReport> {
  const asked = await fetch(`${cloud.host}/api/v1/rebuild`, { method: 'POST' });
  expect(asked.status).toBe(202);
  for (;;) {
    const answer = await fetch(`${cloud.host}${asked.headers.get('location')}`);
    // The API's own schemas are tested elsewhere; here the shape is what the test reads.
    const { status, report } = (await answer.json()) as Rebuild;
    if (status === 'Completed') return report;
    expect(['Pending', 'Running']).toContain(status);
    await delay(200);
  }
}

const of = (name: string): Uploaded => lessons[name] ?? { lessonId: '', revision: '' };
const read = async (path: string): Promise<unknown> => (await fetch(`${cloud.host}/api/v1${path}`)).json();
// The moment of the last change is not kept; all else is.
const everything = async (name: string) => [
  await lasting(`/lessons/${of(name).lessonId}`),
  await lasting(`/lessons/${of(name).lessonId}/questions`),
];
const lasting = async (path: string): Promise<unknown> =>
  JSON.parse(
    JSON.stringify(await read(path), (key, value) => (['etag', 'updatedAt'].includes(key) ? undefined : value)),
  );

async function review(name: string, questionId: string, body: object): Promise<void> {
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${of(name).lessonId}/questions/${questionId}/review`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

async function change(name: string, path: string, method: 'PATCH' | 'DELETE', body?: object): Promise<void> {
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${of(name).lessonId}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
}

test('an emptied database gets back every lesson, question, picture, review and detail', async () => {
  await review('first', 'q001', { label: 'CEQ', by: 'Ada', note: 'rhetorical' });
  await review('first', 'q001', { label: 'OEQ', by: 'Grace' });
  await review('first', 'q002', { label: 'OEQ', by: 'Ada' });
  await change('first', '/questions/q002/review', 'DELETE');
  await change('second', '', 'PATCH', {
    title: 'Boats',
    educator: 'Grace',
    consent: 'given',
    hold: true,
    recordedOn: '2025-09-30',
  });
  const before = { first: await everything('first'), second: await everything('second') };
  expect(before.second[0]).toMatchObject({ recordedOn: '2025-09-30', result: { recordedOn: '2024-03-04' } });
  await empty();
  expect(await cloud.api.lesson(of('first').lessonId)).toBeNull();

  const path = `${of('damaged').lessonId}/${of('damaged').revision}/analysis.json`;
  const damaged = cloud.blobs.getContainerClient('transcripts').getBlockBlobClient(path);
  await damaged.upload('{"schemaVersion":1,"source":', 27);

  const report = await rebuild();
  expect(report).toMatchObject({ lessons: 2, left: 0, questions: 4, reviews: 4, started: 1, refused: 1 });
  expect(report.problems).toEqual([{ path: `transcripts/${path}`, why: 'it is not JSON' }]);
  expect({ first: await everything('first'), second: await everything('second') }).toEqual(before);
});

test('what had failed fails again with its reason, and a damaged result is told as such', async () => {
  expect(await cloud.ended(of('failed'))).toMatchObject({ status: 'failed', failure: { code: 'not-a-video' } });
  expect(await cloud.ended(of('refused'))).toMatchObject({ status: 'failed', failure: { code: 'unsupported-name' } });
  expect(await cloud.ended(of('damaged'))).toMatchObject({ status: 'failed', failure: { code: 'analysis-damaged' } });
});

test('a second rebuild changes nothing, not even an ETag', async () => {
  const path = `/lessons/${of('first').lessonId}/questions`;
  const before = await read(path);
  expect(await rebuild()).toMatchObject({ lessons: 0, left: 2, questions: 0, reviews: 0, started: 0, refused: 0 });
  expect(await read(path)).toEqual(before);
});

test('a rebuild overwrites nothing newer: neither a review nor a result', async () => {
  const { lessonId } = of('second');
  const at = new Date(Date.now() + 60_000).toISOString();
  const { resources } = await documents('lessons').items.query(`SELECT * FROM c WHERE c.id = "${lessonId}"`).fetchAll();
  const newer = { ...resources[0], result: { ...resources[0].result, completedAt: at, speechEngine: 'a newer one' } };
  await documents('lessons').item(lessonId, resources[0].siteId).replace(newer);
  await rebuild();
  expect(await cloud.api.lesson(lessonId)).toMatchObject({ result: { speechEngine: 'a newer one' } });
});

test('an upload whose analysis was under way when the database was lost is analysed to its end', async () => {
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  const calls = speech.calls;
  const uploaded = await cloud.uploadFile('school/under-way.mp4', await makeMedia('lesson.mp4', folder));
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(calls + 1);
  await empty();
  expect(await rebuild()).toMatchObject({ lessons: 2, started: 2 });
  gate.resolve();
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
  expect(speech.calls).toBe(calls + 1);
});

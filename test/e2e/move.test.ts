import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { ServiceBusClient } from '../../shared/messaging/serviceBus.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';
import { everythingStored } from './everythingStored.ts';

let folder: string;
let video: string;
let speech: FakeSpeech;
let cloud: TestCloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  video = await makeMedia('lesson.mp4', folder);
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

const ask = (path: string, method = 'GET', body?: unknown, redirect: 'follow' | 'manual' = 'follow') =>
  fetch(`${cloud.host}/api/v1${path}`, {
    method,
    redirect,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const read = async (path: string) => (await (await ask(path)).json()) as Record<string, unknown>;

/** An analysed lesson of which nothing runs any more. */
async function analysed(blobName: string): Promise<Uploaded> {
  const uploaded = await cloud.uploadFile(blobName, video);
  await cloud.ended(uploaded);
  await expect
    .poll(async () => (await cloud.api.lesson(uploaded.lessonId))?.progress?.stage, { timeout: 60_000 })
    .toBe('done');
  return uploaded;
}

const arrived = (lessonId: string) =>
  expect.poll(async () => (await cloud.api.lesson(lessonId))?.id, { timeout: 60_000 }).toBe(lessonId);
const listed = async (site: string) =>
  ((await read(`/lessons?site=${site}`)) as { lessons: { id: string }[] }).lessons.map(({ id }) => id);
const completions = (activity: string) =>
  cloud.lines.filter((line) => line.includes('activity.completed') && line.includes(`\\"${activity}\\"`)).length;

test('a lesson is moved with its corrections, is not analysed again, and its old address leads to it', async () => {
  const { lessonId } = await analysed('old/lesson.mp4');
  const code = { change: { kind: 'code', question: 'q001', label: 'CEQ' }, by: 'Ada' };
  expect((await ask(`/lessons/${lessonId}/events`, 'POST', code)).status).toBe(200);
  const before = (await read(`/lessons/${lessonId}/questions`)) as { questions: { etag: string }[]; metrics: object };
  const words = await (await ask(`/lessons/${lessonId}/transcript.vtt`)).text();
  const calls = speech.calls;

  const answer = await ask(`/lessons/${lessonId}/move`, 'POST', { site: 'new' });
  expect(answer.status).toBe(202);
  const to = lessonOf('new/lesson.mp4').lessonId;
  expect(await answer.json()).toEqual({ lessonId: to, siteId: 'new' });
  await arrived(to);

  const after = (await read(`/lessons/${to}/questions`)) as typeof before;
  expect(after.questions).toEqual(before.questions);
  expect(after.metrics).toEqual(before.metrics);
  expect(await (await ask(`/lessons/${to}/transcript.vtt`)).text()).toBe(words);
  const media = (await read(`/lessons/${to}/media`)) as { videoUrl: string };
  expect((await fetch(media.videoUrl, { headers: { range: 'bytes=0-99' } })).status).toBe(206);
  expect([await listed('old'), await listed('new')]).toEqual([[], [to]]);

  const led = await ask(`/lessons/${lessonId}/transcript.vtt?names=masked`, 'GET', undefined, 'manual');
  expect(led.status).toBe(308);
  expect(led.headers.get('location')).toBe(`/api/v1/lessons/${to}/transcript.vtt?names=masked`);
  expect(led.headers.get('cache-control')).toBe('no-store');
  // A correction that waited for a connection meanwhile finds the lesson, too.
  const late = { change: { kind: 'note', question: 'q002', note: 'later' }, by: 'Ben' };
  expect((await ask(`/lessons/${lessonId}/events`, 'POST', late)).status).toBe(200);
  const { events } = (await read(`/lessons/${to}/events`)) as { events: { by: string }[] };
  expect(events.map(({ by }) => by)).toEqual(['Ada', 'Ben']);
  // The event of the copied video has come by now: the next upload's has.
  await analysed('new/another.mp4');
  expect(speech.calls).toBe(calls + 1);
  // Analysed again at its new place, it keeps what people said.
  expect((await ask(`/lessons/${to}/reanalysis`, 'POST')).status).toBe(202);
  await expect.poll(async () => (await cloud.api.lesson(to))?.status, { timeout: 60_000 }).toBe('completed');
  expect(await read(`/lessons/${to}/events`)).toMatchObject({ events: [{ by: 'Ada' }, { by: 'Ben' }] });
});

test('a host killed between the two places goes on when it is started again', async () => {
  const { lessonId } = await analysed('old/killed.mp4');
  const to = lessonOf('new/killed.mp4').lessonId;
  const copied = completions('copyVideo');
  expect((await ask(`/lessons/${lessonId}/move`, 'POST', { site: 'new' })).status).toBe(202);
  await expect.poll(() => completions('copyVideo'), { timeout: 30_000, interval: 5 }).toBeGreaterThan(copied);
  await cloud.stack.parts.get('host')?.kill();
  await cloud.stack.restart('host');
  await arrived(to);
  expect(await listed('old')).toEqual([]);
  expect((await listed('new')).filter((id) => id === to)).toHaveLength(1);
  expect((await ask(`/lessons/${lessonId}`, 'GET', undefined, 'manual')).status).toBe(308);
});

test('a lesson that is analysed, on hold or of a taken name stays where it is, and says why', async () => {
  const { lessonId } = await analysed('old/stays.mp4');
  const refused = async (site: string) => {
    const answer = await ask(`/lessons/${lessonId}/move`, 'POST', { site });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  await cloud.uploadFile('taken/stays.mp4', video);
  expect(await refused('taken')).toEqual([409, 'already-there']);
  expect(await refused('old')).toEqual([409, 'same-site']);
  expect(await refused('../x')).toEqual([400, 'invalid-request']);
  await ask(`/lessons/${lessonId}`, 'PATCH', { hold: true });
  expect(await refused('new')).toEqual([409, 'hold']);
  await ask(`/lessons/${lessonId}`, 'PATCH', { hold: false });
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  expect((await ask(`/lessons/${lessonId}/reanalysis`, 'POST')).status).toBe(202);
  expect(await refused('new')).toEqual([409, 'running']);
  speech.gate = undefined;
  gate.resolve();
});

test('listeners are told of a move, and a lesson that was moved is deleted whole', async () => {
  const { lessonId } = await analysed('old/told.mp4');
  const to = lessonOf('new/told.mp4').lessonId;
  await ask(`/lessons/${lessonId}/move`, 'POST', { site: 'new' });
  await arrived(to);
  const bus = new ServiceBusClient(cloud.stack.settings.AskwellServiceBus ?? '');
  const about = async (...ids: string[]) =>
    (await everythingStored(cloud, bus)).filter(({ text }) => ids.some((id) => text.includes(id)));
  try {
    await expect
      .poll(async () => (await about(to)).filter(({ text }) => text.includes('lesson.moved')), { timeout: 30_000 })
      .toEqual([expect.objectContaining({ text: expect.stringContaining(lessonId) })]);
    const statusOf = async () =>
      (await fetch(`${cloud.host}/runtime/webhooks/durabletask/instances/${lessonId}-move`)).status;
    await expect.poll(statusOf, { timeout: 30_000 }).toBe(200);
    expect((await ask(`/lessons/${to}`, 'DELETE')).status).toBe(200);
    expect((await ask(`/lessons/${lessonId}`)).status).toBe(404);
    const left = await about(to, lessonId);
    // What was told, and who did it, stays, with ids alone.
    expect(left.filter(({ where }) => !/^(message |table audit)/.test(where)).map(({ where }) => where)).toEqual([]);
  } finally {
    await bus.close();
  }
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

const run = promisify(execFile);
let folder: string;
let speech: FakeSpeech;
let cloud: TestCloud;
let uploaded: Uploaded;

const claims = [
  { typ: 'oid', val: '42' },
  { typ: 'name', val: 'Ana Ortiz' },
  { typ: 'roles', val: 'admin' },
];
const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
const headers = { 'x-ms-client-principal': principal, 'content-type': 'application/json' };
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${cloud.host}/api/v1/lessons/${uploaded.lessonId}${path}`, { ...init, headers });
const table = () =>
  TableClient.fromConnectionString(cloud.stack.endpoints.storage ?? '', 'audit', { allowInsecureConnection: true });

type Row = Record<string, unknown>;

/** The log as it lies there: a row for each beginning, and one for each end, which no later write has changed. */
async function rows(): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of table().listEntities<Row>()) found.push(row);
  return found.toSorted((a, b) => String(a.rowKey).localeCompare(String(b.rowKey)));
}

const isEnd = ({ rowKey }: Row) => String(rowKey).endsWith(' end');

/** Each beginning with the result of its end. */
function deeds(found: readonly Row[]): Row[] {
  const ends = new Map(found.filter(isEnd).map((row) => [row.rowKey, row.result]));
  return found
    .filter((row) => !isEnd(row))
    .map((row) => {
      expect(row.result).toBe('begun');
      return { ...row, result: ends.get(`${row.rowKey} end`) };
    });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings, SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  uploaded = await cloud.uploadFile('secret school/anna b.mp4', await makeMedia('lesson.mp4', folder));
  const completed = async () => ((await (await ask('')).json()) as { status?: string }).status === 'completed';
  await vi.waitUntil(completed, { timeout: 90_000, interval: 250 });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('who saw and changed what is written down, and how it ended, with ids alone', async () => {
  const { questions } = (await (await ask('/questions')).json()) as { questions: { id: string }[] };
  const review = `/questions/${questions[0]?.id}/review`;
  const note = { label: 'CEQ', note: 'about little Anna' };
  expect((await ask(review, { method: 'PUT', body: JSON.stringify(note) })).status).toBe(200);
  expect((await ask('/questions/nonsense/review', { method: 'PUT', body: JSON.stringify(note) })).status).toBe(404);
  expect((await ask('/transcript.vtt')).status).toBe(200);
  const found = await rows();
  const shown = deeds(found).map(({ who, whoId, action, method, lessonId, result }) => ({
    who,
    whoId,
    action,
    method,
    lessonId,
    result,
  }));
  const line = (action: string, method: string, result: string) => ({
    who: 'Ana Ortiz',
    whoId: '42',
    action,
    method,
    lessonId: uploaded.lessonId,
    result,
  });
  expect(shown).toEqual([
    line('lessonQuestions', 'GET', '200'),
    line('questionReview', 'PUT', '200'),
    line('questionReview', 'PUT', '404'),
    line('lessonTranscript', 'GET', '200'),
  ]);
  const text = JSON.stringify(found);
  for (const secret of ['Anna', 'anna', 'secret', 'sink']) expect(text).not.toContain(secret);
});

test('a change that cannot be written down is not made, and what is looked at is shown all the same', async () => {
  await table().deleteTable();
  try {
    const answer = await ask('', { method: 'PATCH', body: '{"title":"Renamed"}' });
    expect(answer.status).toBe(503);
    expect(await (await ask('')).json()).toMatchObject({ title: 'anna b' });
    expect((await ask('/questions')).status).toBe(200);
    expect(cloud.lines.some((line) => line.includes('audit.lost'))).toBe(true);
  } finally {
    await table().createTable();
  }
});

test('the log of a deleted lesson can be printed', async () => {
  expect((await ask('', { method: 'DELETE' })).status).toBe(200);
  const { storage = '', cosmos = '', serviceBus = '' } = cloud.stack.endpoints;
  const environment = {
    ...process.env,
    AskwellStorage: storage,
    COSMOS_CONNECTION: cosmos,
    AskwellServiceBus: serviceBus,
  };
  const printed = await run(process.execPath, ['scripts/operate/audit.ts', '--lesson', uploaded.lessonId], {
    env: environment,
  });
  expect(printed.stdout).toMatch(/Ana Ortiz.*lessonDeletion DELETE.*200/);
  await expect(
    run(process.execPath, ['scripts/operate/audit.ts', '--lesson', "' or true"], { env: environment }),
  ).rejects.toThrow('hexadecimal');
});

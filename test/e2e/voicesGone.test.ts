import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiptSchema, speakersResponseSchema, teachingResponseSchema } from '../../shared/api/contract.ts';
import { randomFrom } from '../../shared/randomFrom.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';
import { everythingStored } from './everythingStored.ts';

// Embeddings are where a deletion is final, and nowhere else: neither while they live nor when their lesson is gone.

/** An embedding whose length is one and whose numbers are exact as halves: 64 of 192 are an eighth, up or down. */
function marked(seed: number): number[] {
  const random = randomFrom(seed);
  const places = Array.from({ length: 192 }, (_, place) => ({ place, by: random() })).sort((a, b) => a.by - b.by);
  const signs = new Map(places.slice(0, 64).map(({ place }) => [place, random() < 0.5 ? -0.125 : 0.125]));
  return Array.from({ length: 192 }, (_, place) => signs.get(place) ?? 0);
}

const people = [marked(1), marked(2)];
const bytesOf = (vector: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * vector.length);
  for (const [place, value] of vector.entries())
    new DataView(bytes.buffer).setFloat16(bytes.byteOffset + 2 * place, value, true);
  return bytes;
};
/** What an embedding looks like: as bytes, in base64 wherever it begins, and as numbers. */
const forms = people.flatMap((vector) => {
  const bytes = bytesOf(vector);
  const base64 = [0, 1, 2].map((shift) => bytes.subarray(shift).toString('base64').slice(4, 200));
  return [bytes.toString('latin1'), ...base64, vector.slice(0, 24).join(',')];
});
const isBiometric = (text: string) => forms.some((form) => text.includes(form));

let folder: string;
let speech: FakeSpeech;
let cloud: TestCloud;
let bus: ServiceBusClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-voices-'));
  speech = await startFakeSpeech();
  speech.windows = [0.5, 3].map((start, person) => ({
    ...{ start, end: start + 1 },
    embedding: bytesOf(people[person] ?? []).toString('base64'),
  }));
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings, SPEAKERS: 'on' },
  });
  bus = new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? '');
});
afterAll(async () => {
  await bus?.close();
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The files of the cloud's state that hold what `is` tells, as they are on the disk. */
async function onDisk(is: (text: string) => boolean): Promise<string[]> {
  const entries = await readdir(cloud.stateDir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // Between the listing and now it may have been removed.
    const text = await readFile(path, 'latin1').catch(() => '');
    if (is(text)) found.push(path);
  }
  return found;
}
const storedWith = async (is: (text: string) => boolean) =>
  (await everythingStored(cloud, bus)).filter(({ text }) => is(text)).map(({ where }) => where);

test('embeddings are in their own account alone while they live, and nowhere when their lesson is deleted', async () => {
  const uploaded = await cloud.uploadFile('voices/lesson.mp4', await makeMedia('lesson.mp4', folder));
  const { lessonId } = uploaded;
  expect((await cloud.ended(uploaded)).status).toBe('completed');
  const address = `${cloud.host}/api/v1/lessons/${lessonId}`;
  const speakers = speakersResponseSchema.parse(await (await fetch(`${address}/speakers`)).json());
  expect(speakers.state).toBe('told');
  expect(speakers.teaching.until).not.toBeNull();
  // Somebody has corrected a line, so that there is a backup, an event, and something to teach from.
  const change = { kind: 'spoken', spans: [{ start: 3, end: 4 }], speaker: 1000, role: 'child' };
  const said = await fetch(`${address}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ change, by: 'Ms Ortiz' }),
  });
  const answers = [await said.text()];
  const taught = await fetch(`${address}/speakers/teaching`);
  answers.push(JSON.stringify(teachingResponseSchema.parse(await taught.json())));
  const files = ['csv', 'json', 'vtt', 'srt', 'eaf', 'rttm', 'html'].map((format) => `/export.${format}`);
  for (const path of ['', '/speakers', '/questions', '/transcript.json', '/events', '/media', ...files]) {
    const answer = await fetch(`${address}${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    // No browser keeps an answer that holds what was said.
    if (path !== '') expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
    answers.push(await answer.text());
  }
  answers.push(await (await fetch(`${cloud.host}/api/v1/export.zip`)).text());

  const isOfVoices = /^blob voices\//;
  await expect.poll(() => storedWith(isBiometric), { timeout: 30_000 }).toEqual([expect.stringMatching(isOfVoices)]);
  expect(await onDisk(isBiometric)).not.toEqual([]);
  for (const text of [...answers, ...cloud.lines]) expect(isBiometric(text)).toBe(false);

  const deletion = await fetch(`${address}?by=Ms+Ortiz`, { method: 'DELETE' });
  const receipt = receiptSchema.parse(await deletion.json());
  expect(receipt.deleted).toMatchObject({ videos: 1, voices: 1, lessons: 1 });
  expect(await storedWith(isBiometric)).toEqual([]);
  await expect.poll(() => onDisk(isBiometric), { timeout: 60_000, interval: 1000 }).toEqual([]);

  // Nor is anything left of what was said: not where it is sought, taken away, kept or logged.
  const isSaid = (text: string) => text.includes('Why did it sink?');
  expect(answers.some(isSaid)).toBe(true);
  for (const path of ['', '/speakers', '/speakers/teaching', '/transcript.json', '/export.csv'])
    expect([path, (await fetch(`${address}${path}`)).status]).toEqual([path, 404]);
  const sought = await fetch(`${cloud.host}/api/v1/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ q: 'sink' }),
  });
  expect(sought.status).toBe(200);
  for (const text of [await sought.text(), await (await fetch(`${cloud.host}/api/v1/export.csv`)).text()])
    expect(isSaid(text)).toBe(false);
  expect(await storedWith(isSaid)).toEqual([]);
  await expect.poll(() => onDisk(isSaid), { timeout: 60_000, interval: 1000 }).toEqual([]);
  for (const line of cloud.lines) expect(isSaid(line)).toBe(false);
});

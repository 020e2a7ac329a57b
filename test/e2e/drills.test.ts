import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import { queues } from '../../shared/messaging/messages.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';
import { everythingStored } from './everythingStored.ts';
import { filesHolding } from './filesHolding.ts';

// Drills of docs/operations.md, with the commands that an operator would type.

const run = promisify(execFile);
let folder: string;
let video: string;
let speech: FakeSpeech;
let cloud: TestCloud;
let bus: ServiceBusClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-drills-'));
  video = await makeMedia('lesson.mp4', folder);
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings },
  });
  bus = new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? '');
});
afterAll(async () => {
  await bus?.close();
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function command(script: string, ...args: string[]): Promise<string> {
  const { storage = '', cosmos = '', serviceBus = '' } = cloud.stack.endpoints;
  const settings = { AskwellStorage: storage, COSMOS_CONNECTION: cosmos, AskwellServiceBus: serviceBus };
  const { stdout } = await run(process.execPath, [`scripts/operate/${script}.ts`, ...args], {
    env: { ...process.env, ...settings },
  });
  return stdout;
}

/** Uploads a video whose job dies before its analysis begins. */
async function givenUp(blobName: string): Promise<Uploaded> {
  await cloud.stack.parts.get('host')?.kill();
  const uploaded = await cloud.uploadFile(blobName, video);
  const properties = await cloud.blobs.getContainerClient('videos').getBlobClient(blobName).getProperties();
  const { etag = '', contentLength: sizeBytes = 0, lastModified: uploadedAt = new Date() } = properties;
  const source = sourceOf({ blobName, etag, sizeBytes, uploadedAt });
  await bus
    .createSender(queues.lessonJobs)
    .sendMessages({ messageId: jobId(source), body: { schemaVersion: 1, source } });
  const receiver = bus.createReceiver(queues.lessonJobs);
  const [message] = await receiver.receiveMessages(1);
  if (message === undefined) throw new Error('The job did not arrive.');
  const why = { deadLetterReason: 'MaxDeliveryCountExceeded', deadLetterErrorDescription: 'the task hub was away' };
  await receiver.deadLetterMessage(message, why);
  await receiver.close();
  await cloud.stack.restart('host');
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'failed', failure: { code: 'messaging-unavailable' } });
  return uploaded;
}

// The API's own tests hold its form; here the ids are what is wanted.
const listed = async () =>
  (await (await fetch(`${cloud.host}/api/v1/lessons`)).json()) as { lessons: { id: string }[] };
const statusOf = async ({ lessonId }: Uploaded) => (await cloud.api.lesson(lessonId))?.status;

test('a job that was given up is shown, left alone by other filters, and analysed when it is sent again', async () => {
  const uploaded = await givenUp('replay/lesson.mp4');
  await expect.poll(() => command('replay'), { timeout: 30_000, interval: 1000 }).toContain(uploaded.lessonId);
  const shown = await command('replay');
  expect(shown).toContain('MaxDeliveryCountExceeded');
  expect(shown).not.toContain('lesson.mp4');
  expect(await command('replay', '--send', '--site', 'elsewhere')).toContain('0 sent again');
  expect(await command('replay', '--send', '--reason', 'TTL')).toContain('0 sent again');
  expect(await statusOf(uploaded)).toBe('failed');

  expect(await command('replay', '--send', '--site', 'replay')).toContain('1 sent again');
  await expect.poll(() => statusOf(uploaded), { timeout: 60_000 }).toBe('completed');
  expect(await command('replay')).toContain('Nothing was given up');
});

test('a job whose lesson was deleted is named and left, until it is dropped', async () => {
  const uploaded = await givenUp('replay/deleted.mp4');
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${uploaded.lessonId}`, { method: 'DELETE' });
  expect(answer.status).toBe(200);
  await expect.poll(() => command('replay'), { timeout: 30_000, interval: 1000 }).toContain(uploaded.lessonId);
  expect(await command('replay', '--send')).toContain('left, there is no such lesson');
  expect(await command('replay', '--send', '--drop')).toContain('1 dropped');
  expect(await command('replay')).toContain('Nothing was given up');
});

test("after a lesson's deletion nothing anywhere holds what was said or whose it was: ids and times at most", async () => {
  // What the same fake speech said in other lessons would be found as well.
  for (const { id } of (await listed()).lessons)
    await fetch(`${cloud.host}/api/v1/lessons/${id}`, { method: 'DELETE' });
  const uploaded = await givenUp('purge/Maya Okafor builds a tower.mp4');
  await command('replay', '--send', '--site', 'purge');
  await expect.poll(() => statusOf(uploaded), { timeout: 60_000 }).toBe('completed');
  await expect
    .poll(async () => (await cloud.api.lesson(uploaded.lessonId))?.progress?.stage, { timeout: 60_000 })
    .toBe('done');
  const address = `${cloud.host}/api/v1/lessons/${uploaded.lessonId}`;
  const send = (path: string, method: string, body: object) =>
    fetch(address + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect((await send('', 'PATCH', { title: 'Maya and Tunde', educator: 'Ms Lindqvist' })).status).toBe(200);
  const review = await send('/questions/q001/review', 'PUT', {
    label: 'CEQ',
    by: 'Coach Okonkwo',
    note: 'Tunde asked',
  });
  expect(review.status).toBe(200);
  // Read from everywhere, as a coach would, so that whatever keeps what is read has kept it.
  for (const path of ['/questions', '/transcript.json', '/export.html', '/media'])
    await (await fetch(address + path)).text();

  const personal = /Maya|Okafor|Tunde|Lindqvist|Okonkwo|Why did it sink/;
  const before = (await everythingStored(cloud, bus)).filter(({ text }) => personal.test(text));
  expect(before.length).toBeGreaterThan(5);
  expect((await fetch(address, { method: 'DELETE' })).status).toBe(200);
  const after = (await everythingStored(cloud, bus)).filter(({ text }) => personal.test(text));
  expect(after.map(({ where }) => where)).toEqual([]);
  // Nor do the files in which it was kept, which others than the stores can read.
  await expect.poll(() => filesHolding(cloud, personal), { timeout: 60_000, interval: 1000 }).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBroker, runBroker } from '../../local/fixtures/servicebusBroker.ts';
import { lessonOf, revisionOf } from '../../shared/lessons/identity.ts';
import { queues } from '../../shared/messaging/messages.ts';
import { serviceBus } from '../../shared/messaging/sender.ts';
import { tellMissed } from '../../shared/recovery/tellMissed.ts';
import { findLessonAnywhere } from '../../shared/results/lessons.ts';
import { admitPatiently } from '../../shared/stages/admitPatiently.ts';
import { recordGivenUp } from '../../shared/stages/recordGivenUp.ts';
import { container } from '../../shared/storage/blobs.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let broker: RunningBroker;
const entities = { Queues: [{ Name: queues.lessonJobs }, { Name: queues.deadJobs }] };
const never = new AbortController().signal;
const quick = { total: 40_000, firstPause: 50, longestPause: 200 };

beforeAll(async () => {
  broker = await runBroker(entities);
  stores = await startStores({ AskwellServiceBus: broker.connectionString });
});
afterAll(async () => {
  await (await serviceBus()).close();
  await stores?.[Symbol.asyncDispose]();
  await broker?.stop();
});

const reference = (blobName: string) => ({ containerName: 'videos', blobName });
const videos = () => container('videos');

async function jobs(): Promise<string[]> {
  const receiver = broker.client.createReceiver(queues.lessonJobs, { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 1000 });
  await receiver.close();
  return messages.map(({ body }) => body.source.blobName);
}

test('an append blob that is empty yet is waited for, and is analysed when it is at rest', async () => {
  const blob = (await videos()).getAppendBlobClient('north/appended.mp4');
  await blob.create();
  const admitted = admitPatiently(reference('north/appended.mp4'), never, quick);
  await blob.appendBlock('part', 4);
  const { etag } = await blob.appendBlock('rest', 4);
  expect(await admitted).toMatchObject({ outcome: 'queued', revision: revisionOf(etag ?? '') });
  expect(await jobs()).toEqual(['north/appended.mp4']);
});

test('an append blob that nobody goes on with is given back in time, and at last is a failed lesson', async () => {
  await (await videos()).getAppendBlobClient('north/empty.mp4').create();
  const waiting = admitPatiently(reference('north/empty.mp4'), never, { ...quick, total: 300 });
  await expect(waiting).rejects.toMatchObject({ name: 'TransientError', code: 'timed-out' });
  expect(await findLessonAnywhere(lessonOf('north/empty.mp4').lessonId)).toBeNull();
  await recordGivenUp({ ContainerName: 'videos', BlobName: 'north/empty.mp4' });
  const found = await findLessonAnywhere(lessonOf('north/empty.mp4').lessonId);
  expect(found?.lesson).toMatchObject({ status: 'failed', failure: { code: 'file-empty', stage: 'videoUploaded' } });
  expect(await jobs()).toEqual([]);
});

test('while Service Bus is away an upload is not given up, and its analysis is asked for when it is back', async () => {
  await (await videos()).getBlockBlobClient('north/patient.mp4').upload('x', 1);
  await broker.stop();
  let settled = false;
  const admitted = admitPatiently(reference('north/patient.mp4'), never, quick).finally(() => {
    settled = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(settled).toBe(false);
  broker = await runBroker(entities, broker.port);
  expect(await admitted).toMatchObject({ outcome: 'queued' });
  expect(await jobs()).toEqual(['north/patient.mp4']);
});

test('the waiting ends with the host', async () => {
  await (await videos()).getAppendBlobClient('north/ending.mp4').create();
  const ending = new AbortController();
  const admitted = admitPatiently(reference('north/ending.mp4'), ending.signal);
  setTimeout(() => ending.abort(), 500);
  await expect(admitted).rejects.toMatchObject({ name: 'AbortError' });
});

test('an upload whose event was lost is told, and becomes a job or the reason why there is none', async () => {
  await (await videos()).getBlockBlobClient('lost/event.mp4').upload('x', 1);
  await (await videos()).getBlockBlobClient('lost/notes.txt').upload('x', 1);
  const told: string[] = [];
  const watch = {
    after: null,
    since: new Date(0),
    within: 60_000,
    onUnseen: (error: unknown) => expect.unreachable(String(error)),
  };
  // Fake: a hub that knows of nothing. In ten minutes the uploads are no longer young.
  const look = () =>
    tellMissed(
      { find: async () => null },
      { ...watch, onTold: ({ blobName }, outcome) => told.push(`${blobName} ${outcome}`) },
      new Date(Date.now() + 10 * 60_000),
    );
  await look();
  expect(told.filter((line) => line.startsWith('lost/')).sort()).toEqual([
    'lost/event.mp4 queued',
    'lost/notes.txt refused',
  ]);
  expect(await jobs()).toContain('lost/event.mp4');
  const refused = await findLessonAnywhere(lessonOf('lost/notes.txt').lessonId);
  expect(refused?.lesson).toMatchObject({ status: 'failed', failure: { code: 'unsupported-name' } });
  told.length = 0;
  await look();
  expect(told).not.toContain('lost/notes.txt refused');
});

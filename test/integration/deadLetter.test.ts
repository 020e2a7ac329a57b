import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBroker, runBroker } from '../../local/fixtures/servicebusBroker.ts';
import { queues } from '../../shared/messaging/messages.ts';
import { serviceBus } from '../../shared/messaging/sender.ts';
import { findLessonAnywhere } from '../../shared/results/lessons.ts';
import { recordDeadLetter } from '../../shared/stages/recordDeadLetter.ts';
import { container } from '../../shared/storage/blobs.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let broker: RunningBroker;

beforeAll(async () => {
  broker = await runBroker({ Queues: [{ Name: queues.lessonJobs }, { Name: queues.deadJobs }] });
  stores = await startStores({ AskwellServiceBus: broker.connectionString });
});
afterAll(async () => {
  await (await serviceBus()).close();
  await stores?.[Symbol.asyncDispose]();
  await broker?.stop();
});

/** As Azure's host gives it: what the broker says of the death is among the message's own properties. */
const metadataOf = (reason: unknown) => ({
  messageId: 'm',
  sequenceNumber: 1,
  enqueuedTime: '2026-11-03T09:00:00.1234567+00:00',
  enqueuedTimeUtc: '2026-11-03T09:00:00.1234567',
  applicationProperties: { deadLetterReason: reason, siteId: 'north' },
});

test.each([
  ['TTLExpiredException', 'timed-out'],
  ['MaxDeliveryCountExceeded', 'messaging-unavailable'],
])('a job that died of %s is a failed lesson (%s), and is put aside with that reason', async (reason, code) => {
  const blobName = `north/${reason}.mp4`;
  await (await container('videos')).getBlockBlobClient(blobName).upload('x', 1);
  const { source } = analysisOf(blobName);
  const said = await recordDeadLetter({ schemaVersion: 1, source }, metadataOf(reason));
  expect(said).toEqual({ lessonId: source.lessonId, reason });
  expect(await findLessonAnywhere(source.lessonId)).toMatchObject({ lesson: { status: 'failed', failure: { code } } });
  const receiver = broker.client.createReceiver(queues.deadJobs, { receiveMode: 'receiveAndDelete' });
  const [aside] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
  await receiver.close();
  expect(aside?.applicationProperties).toMatchObject({ reason, kind: 'job' });
});

test('what is no job is shown under the time at which it came, whatever its properties are', async () => {
  const { lessonId, reason } = await recordDeadLetter('no job', metadataOf(7));
  expect(reason).toBe('unknown');
  expect(await findLessonAnywhere(lessonId)).toMatchObject({ lesson: { uploadedAt: '2026-11-03T09:00:00.123Z' } });
});

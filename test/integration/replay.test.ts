import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningBroker, runBroker } from '../../local/fixtures/servicebusBroker.ts';
import {
  type DeadLetter,
  listDeadLetters,
  type Outcome,
  takeDeadLetters,
} from '../../scripts/operate/recovery/deadLetters.ts';
import { queues } from '../../shared/messaging/messages.ts';
import { analysisOf } from '../../testing/analysis.ts';

let broker: RunningBroker;
beforeEach(async () => {
  broker = await runBroker({
    Queues: [{ Name: queues.lessonJobs }, { Name: queues.deadJobs, Properties: { MaxDeliveryCount: 2 } }],
  });
});
afterEach(() => broker.stop());

const jobOf = (name: string) => {
  const { siteId, lessonId, revision } = analysisOf(name).source;
  return { schemaVersion: 1, siteId, lessonId, revision };
};

async function aside(name: string, reason = 'MaxDeliveryCountExceeded'): Promise<void> {
  const sender = broker.client.createSender(queues.deadJobs);
  await sender.sendMessages({ body: jobOf(name), applicationProperties: { reason } });
  await sender.close();
}

async function deadLettered(body: unknown, reason: string): Promise<void> {
  await broker.client.createSender(queues.lessonJobs).sendMessages({ body });
  const receiver = broker.client.createReceiver(queues.lessonJobs);
  for (const message of await receiver.receiveMessages(1)) {
    await receiver.deadLetterMessage(message, { deadLetterReason: reason, deadLetterErrorDescription: '' });
  }
  await receiver.close();
}

const everything = async () =>
  (await listDeadLetters(broker.client)).map(({ job, reason }) => [job?.lessonId ?? null, reason]);
const all = () => true;

async function take(isChosen: (letter: DeadLetter) => boolean, outcome: Outcome): Promise<DeadLetter[]> {
  const handled: DeadLetter[] = [];
  const handle = async (letter: DeadLetter) => {
    handled.push(letter);
    return outcome;
  };
  await takeDeadLetters(broker.client, isChosen, handle, () => undefined);
  return handled;
}

test('everything that was given up is listed, with its reason, and stays where it is', async () => {
  await aside('north/a.mp4');
  await deadLettered({ schemaVersion: 1, source: analysisOf('north/b.mp4').source }, 'TTLExpiredException');
  await deadLettered('no job', 'MaxDeliveryCountExceeded');
  const expected = [
    [jobOf('north/b.mp4').lessonId, 'TTLExpiredException'],
    [null, 'MaxDeliveryCountExceeded'],
    [jobOf('north/a.mp4').lessonId, 'MaxDeliveryCountExceeded'],
  ];
  expect(await everything()).toEqual(expected);
  expect(await everything()).toEqual(expected);
});

test('what is sent again leaves its queue; what is not chosen stays', async () => {
  for (const name of ['north/a.mp4', 'south/b.mp4', 'north/c.mp4']) await aside(name);
  const handled = await take(({ job }) => job?.siteId === 'north', { kind: 'sent' });
  expect(handled.map(({ job }) => job?.lessonId)).toEqual([
    jobOf('north/a.mp4').lessonId,
    jobOf('north/c.mp4').lessonId,
  ]);
  expect(await everything()).toEqual([[jobOf('south/b.mp4').lessonId, 'MaxDeliveryCountExceeded']]);
});

test('what is left stays', async () => {
  await deadLettered('no job', 'MaxDeliveryCountExceeded');
  expect(await take(all, { kind: 'left', why: 'it is no job' })).toHaveLength(1);
  expect(await everything()).toHaveLength(1);
});

test('a sending that fails loses nothing, however often it is tried', async () => {
  await aside('north/a.mp4');
  await aside('north/b.mp4');
  const fail = () => Promise.reject(new Error('storage is away'));
  for (let round = 0; round < 4; round += 1)
    await expect(takeDeadLetters(broker.client, all, fail, () => undefined)).rejects.toThrow('storage is away');
  // Given back more often than the queue allows, they lie among its own dead letters, which are gone through as well.
  expect(await everything()).toHaveLength(2);
  expect(await take(all, { kind: 'sent' })).toHaveLength(2);
  expect(await everything()).toEqual([]);
});

test('more than one batch is gone through once', async () => {
  const names = Array.from({ length: 45 }, (_, index) => `north/${index}.mp4`);
  for (const name of names) await aside(name);
  const handled = await take(all, { kind: 'left', why: 'for now' });
  expect(new Set(handled.map(({ job }) => job?.lessonId)).size).toBe(45);
  expect(handled).toHaveLength(45);
  expect(await everything()).toHaveLength(45);
});

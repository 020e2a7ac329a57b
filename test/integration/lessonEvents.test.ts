import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBroker, runBroker } from '../../local/fixtures/servicebusBroker.ts';
import type { LessonEvent } from '../../shared/messaging/messages.ts';
import { sendLessonEvent, serviceBus } from '../../shared/messaging/sender.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let broker: RunningBroker;
let stores: Stores;
beforeAll(async () => {
  const { UserConfig } = JSON.parse(await readFile('infra/servicebus.json', 'utf8'));
  broker = await runBroker(UserConfig.Namespaces[0]);
  stores = await startStores({ AskwellServiceBus: broker.connectionString });
});
afterAll(async () => {
  await (await serviceBus()).close();
  await stores?.[Symbol.asyncDispose]();
  await broker?.stop();
});

const event = (lessonId: string, type: LessonEvent['type']): LessonEvent => ({
  schemaVersion: 1,
  type,
  siteId: 'north',
  lessonId,
  revision: 'r1',
  at: '2026-11-29T00:00:00.000Z',
});

async function told(subscription: string, count: number) {
  const receiver = broker.client.createReceiver('lesson-events', subscription, { receiveMode: 'receiveAndDelete' });
  const received = await receiver.receiveMessages(count, { maxWaitTimeInMs: 5000 });
  return received.map(({ body }) => [body.lessonId, body.type]);
}

test('who subscribed to failed lessons is told of these alone', async () => {
  await sendLessonEvent(event('a', 'lesson.completed'));
  await sendLessonEvent(event('b', 'lesson.failed'));
  await sendLessonEvent(event('c', 'lesson.superseded'));
  await sendLessonEvent(event('d', 'lesson.failed'));
  expect(await told('failed', 2)).toEqual([
    ['b', 'lesson.failed'],
    ['d', 'lesson.failed'],
  ]);
  expect(await told('all', 4)).toEqual([
    ['a', 'lesson.completed'],
    ['b', 'lesson.failed'],
    ['c', 'lesson.superseded'],
    ['d', 'lesson.failed'],
  ]);
  expect(await broker.counts('lesson-events/Subscriptions/failed')).toMatchObject({ activeMessageCount: 0 });
});

import { delay, type PeekMessagesOptions } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, must, type RunningBroker, runBroker } from '../../fixtures/servicebusBroker.ts';

let broker: RunningBroker;

beforeAll(async () => {
  const plain = [
    'types',
    'batch',
    'stream',
    'peek',
    'light',
    'modes',
    'defer',
    'dead',
    'drain',
    'names',
    'closing',
    'shared',
  ];
  broker = await runBroker({
    Queues: [
      ...plain.map((Name) => ({ Name })),
      { Name: 'locks', Properties: { LockDuration: 'PT1S', MaxDeliveryCount: 3 } },
      { Name: 'twins', Properties: { RequiresDuplicateDetection: true } },
      { Name: 'expiring', Properties: { DeadLetteringOnMessageExpiration: true } },
      { Name: 'scheduled' },
    ],
    Topics: [{ Name: 'events', Subscriptions: [{ Name: 'all' }, { Name: 'audit' }] }],
  });
});
afterAll(() => broker.stop());

const soon = { maxWaitTimeInMs: 5000 };
const notNow = { maxWaitTimeInMs: 300 };

describe('the Service Bus SDK', () => {
  it('gets a message as it was sent, with what the broker adds', async () => {
    const before = Date.now();
    await broker.client.createSender('types').sendMessages({
      body: { lesson: 'a', list: [1, 2.5, 'ü'] },
      messageId: 'id-1',
      correlationId: 'c',
      subject: 's',
      contentType: 'application/json',
      partitionKey: 'p',
      timeToLive: 60_000,
      applicationProperties: { text: 't', number: 5, yes: true, big: 2 ** 40 },
    });
    const receiver = broker.client.createReceiver('types');
    const message = must((await receiver.receiveMessages(1, soon))[0]);
    expect(message).toMatchObject({
      body: { lesson: 'a', list: [1, 2.5, 'ü'] },
      messageId: 'id-1',
      correlationId: 'c',
      subject: 's',
      contentType: 'application/json',
      partitionKey: 'p',
      timeToLive: 60_000,
      applicationProperties: { text: 't', number: 5, yes: true, big: 2 ** 40 },
      deliveryCount: 0,
      state: 'active',
    });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(before);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now());
    expect(message.lockToken).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await receiver.completeMessage(message);
    expect(await receiver.receiveMessages(1, notNow)).toEqual([]);
  });

  it('sends arrays and batches up to 256 KB, in order', async () => {
    const sender = broker.client.createSender('batch');
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBe(262_144);
    let count = 0;
    while (batch.tryAddMessage({ body: `b${count}`, applicationProperties: { pad: 'x'.repeat(5000) } })) count += 1;
    expect(count).toBeGreaterThan(40);
    await sender.sendMessages(batch);
    await sender.sendMessages([{ body: 'last but one' }, { body: 'last' }]);
    const receiver = broker.client.createReceiver('batch', { receiveMode: 'receiveAndDelete' });
    const bodies: unknown[] = [];
    while (bodies.length < count + 2) {
      const received = await receiver.receiveMessages(100, notNow);
      if (received.length === 0) break;
      bodies.push(...received.map((message) => message.body));
    }
    expect(bodies).toEqual([...Array.from({ length: count }, (_, index) => `b${index}`), 'last but one', 'last']);
    expect(await broker.counts('batch')).toMatchObject({ activeMessageCount: 0 });
  });

  it('streams, a few at a time, each message once', async () => {
    const sender = broker.client.createSender('stream');
    await sender.sendMessages(Array.from({ length: 60 }, (_, index) => ({ body: index })));
    const receiver = broker.client.createReceiver('stream');
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    const done = new Promise<void>((resolve, reject) => {
      receiver.subscribe(
        {
          processMessage: async ({ body }) => {
            running += 1;
            most = Math.max(most, running);
            await delay(2);
            running -= 1;
            seen.push(body);
            if (seen.length === 60) resolve();
          },
          processError: async ({ error }) => reject(error),
        },
        { maxConcurrentCalls: 4 },
      );
    });
    await done;
    await receiver.close();
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
    expect(await broker.counts('stream')).toMatchObject({ activeMessageCount: 0 });
  });

  it('stands waiting and is woken by a message that comes', async () => {
    const receiver = broker.client.createReceiver('drain');
    const waiting = receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
    await broker.client.createSender('drain').sendMessages({ body: 'here' });
    expect((await waiting).map(({ body }) => body)).toEqual(['here']);
    await receiver.completeMessage(must((await waiting)[0]));
  });

  it('drains its credit between receives, so that nothing is sent to nobody', async () => {
    const sender = broker.client.createSender('drain');
    const receiver = broker.client.createReceiver('drain');
    expect(await receiver.receiveMessages(10, notNow)).toEqual([]);
    await sender.sendMessages({ body: 'late' });
    const other = broker.client.createReceiver('drain');
    const message = must((await other.receiveMessages(1, soon))[0]);
    expect(message).toMatchObject({ body: 'late', deliveryCount: 0 });
    await other.completeMessage(message);
    await sender.sendMessages([{ body: 'one' }, { body: 'two' }]);
    const both = await receiver.receiveMessages(10, notNow);
    expect(both.map(({ body }) => body)).toEqual(['one', 'two']);
    for (const one of both) await receiver.completeMessage(one);
  });

  it('peeks at messages without taking them, page by page', async () => {
    await broker.client.createSender('peek').sendMessages(['a', 'b', 'c'].map((body) => ({ body })));
    const receiver = broker.client.createReceiver('peek');
    expect((await receiver.peekMessages(2)).map(({ body }) => body)).toEqual(['a', 'b']);
    expect((await receiver.peekMessages(2)).map(({ body }) => body)).toEqual(['c']);
    expect(await receiver.peekMessages(2)).toEqual([]);
    expect(await broker.counts('peek')).toMatchObject({ activeMessageCount: 3 });
  });

  it('leaves out bodies where they are not asked for', async () => {
    await broker.client.createSender('light').sendMessages({ body: 'heavy', subject: 'kept' });
    const receiver = broker.client.createReceiver('light');
    // The SDK has the option, and its types leave it out.
    const withoutBody = { omitMessageBody: true } as PeekMessagesOptions;
    const [light] = await receiver.peekMessages(1, withoutBody);
    expect(light).toMatchObject({ subject: 'kept', state: 'active' });
    expect(light?.body).not.toBe('heavy');
    expect((await receiver.receiveMessages(1, soon)).map(({ body }) => body)).toEqual(['heavy']);
  });

  it('receives and deletes', async () => {
    await broker.client.createSender('modes').sendMessages({ body: 'gone' });
    const receiver = broker.client.createReceiver('modes', { receiveMode: 'receiveAndDelete' });
    const message = must((await receiver.receiveMessages(1, soon))[0]);
    expect(message).toMatchObject({ body: 'gone', lockToken: undefined });
    await receiver.close();
    expect(await broker.counts('modes')).toMatchObject({ activeMessageCount: 0 });
  });

  it('defers a message and fetches it by its number', async () => {
    await broker.client.createSender('defer').sendMessages({ body: 'd' });
    const receiver = broker.client.createReceiver('defer');
    const message = must((await receiver.receiveMessages(1, soon))[0]);
    await receiver.deferMessage(message, { why: 'order' });
    expect(await receiver.receiveMessages(1, notNow)).toEqual([]);
    const sequence = must(message.sequenceNumber);
    const [deferred] = await receiver.receiveDeferredMessages(sequence);
    // The SDK tells of the deliveries before this one, of which the one that was deferred is one.
    expect(deferred).toMatchObject({
      body: 'd',
      state: 'deferred',
      deliveryCount: 1,
      applicationProperties: { why: 'order' },
    });
    await receiver.completeMessage(must(deferred));
    await expect(receiver.receiveDeferredMessages(sequence)).rejects.toMatchObject({ code: 'MessageNotFound' });
  });

  it('finds an entity whatever the case of its name, and by localhost too', async () => {
    const client = connect(broker.connectionString.replace('127.0.0.1', 'localhost'));
    await client.createSender('NAMES').sendMessages({ body: 1 });
    const receiver = client.createReceiver('Names', { receiveMode: 'receiveAndDelete' });
    expect(await receiver.receiveMessages(1, soon)).toHaveLength(1);
    await client.close();
  });

  it('leaves a message locked when its receiver closes, to be settled by the management link', async () => {
    await broker.client.createSender('closing').sendMessages({ body: 'c' });
    const receiver = broker.client.createReceiver('closing');
    const message = must((await receiver.receiveMessages(1, soon))[0]);
    await receiver.close();
    const again = broker.client.createReceiver('closing');
    expect(await again.receiveMessages(1, notNow)).toEqual([]);
    await again.completeMessage(message);
    expect(await broker.counts('closing')).toMatchObject({ activeMessageCount: 0 });
  });
});

describe('locks over the wire', () => {
  it('end, can be renewed, and a message abandoned too often is dead-lettered', async () => {
    await broker.client.createSender('locks').sendMessages({ body: 'x' });
    const options = { maxAutoLockRenewalDurationInMs: 0 };
    const receiver = broker.client.createReceiver('locks', options);
    const first = must((await receiver.receiveMessages(1, soon))[0]);
    const until = await receiver.renewMessageLock(first);
    expect(until.getTime()).toBeGreaterThan(must(first.enqueuedTimeUtc).getTime());
    const second = must((await receiver.receiveMessages(1, soon))[0]);
    expect(second.deliveryCount).toBe(1);
    await expect(receiver.completeMessage(first)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await expect(receiver.renewMessageLock(first)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await receiver.abandonMessage(second, { hint: 'again' });
    const third = must((await receiver.receiveMessages(1, soon))[0]);
    expect(third).toMatchObject({ deliveryCount: 2, applicationProperties: { hint: 'again' } });
    await receiver.abandonMessage(third);
    const dead = broker.client.createReceiver('locks', { subQueueType: 'deadLetter' });
    const letter = must((await dead.receiveMessages(1, soon))[0]);
    expect(letter).toMatchObject({ body: 'x', deadLetterReason: 'MaxDeliveryCountExceeded', deliveryCount: 3 });
    await dead.abandonMessage(letter);
    const again = must((await dead.receiveMessages(1, soon))[0]);
    expect(again.deliveryCount).toBe(3);
    await dead.completeMessage(again);
    expect(await broker.counts('locks')).toMatchObject({ activeMessageCount: 0, deadLetterMessageCount: 0 });
  });

  it('are kept by the SDK for as long as a handler runs', async () => {
    await broker.client.createSender('locks').sendMessages({ body: 'slow' });
    const receiver = broker.client.createReceiver('locks');
    const deliveries = await new Promise<number>((resolve, reject) => {
      let count = 0;
      receiver.subscribe({
        processMessage: async () => {
          count += 1;
          await delay(2500);
          resolve(count);
        },
        processError: async ({ error }) => reject(error),
      });
    });
    await receiver.close();
    expect(deliveries).toBe(1);
    expect(await broker.counts('locks')).toMatchObject({ activeMessageCount: 0 });
  });
});

describe('dead letters', () => {
  it('carry the reason and description that the receiver gave', async () => {
    await broker.client.createSender('dead').sendMessages({ body: 'd', applicationProperties: { kept: 1 } });
    const receiver = broker.client.createReceiver('dead');
    const options = { deadLetterReason: 'BadVideo', deadLetterErrorDescription: 'moov missing', stage: 'probe' };
    await receiver.deadLetterMessage(must((await receiver.receiveMessages(1, soon))[0]), options);
    expect(await broker.counts('dead')).toMatchObject({ activeMessageCount: 0, deadLetterMessageCount: 1 });
    const dead = broker.client.createReceiver('dead', { subQueueType: 'deadLetter' });
    expect((await dead.peekMessages(5)).map(({ body }) => body)).toEqual(['d']);
    const letter = must((await dead.receiveMessages(1, soon))[0]);
    expect(letter).toMatchObject({
      deadLetterReason: 'BadVideo',
      deadLetterErrorDescription: 'moov missing',
      applicationProperties: { kept: 1, stage: 'probe' },
    });
    await dead.renewMessageLock(letter);
    await expect(dead.deadLetterMessage(letter)).rejects.toThrow(/dead-lettered again/);
    // The refusal ends the lock.
    expect((await dead.receiveMessages(1, soon)).map(({ body }) => body)).toEqual(['d']);
    expect(await broker.counts('dead')).toMatchObject({ deadLetterMessageCount: 1 });
  });

  it('are made of messages that expire, as the queue says', async () => {
    await broker.client.createSender('expiring').sendMessages({ body: 'e', timeToLive: 100 });
    const dead = broker.client.createReceiver('expiring', { subQueueType: 'deadLetter' });
    const letter = must((await dead.receiveMessages(1, soon))[0]);
    expect(letter).toMatchObject({ body: 'e', deadLetterReason: 'TTLExpiredException' });
  });
});

describe('duplicates and schedules', () => {
  it('keeps one of two messages with the same id', async () => {
    const sender = broker.client.createSender('twins');
    await sender.sendMessages({ body: 'first', messageId: 'same' });
    await sender.sendMessages([
      { body: 'twin', messageId: 'same' },
      { body: 'other', messageId: 'other' },
    ]);
    const receiver = broker.client.createReceiver('twins');
    expect((await receiver.peekMessages(10)).map(({ body }) => body)).toEqual(['first', 'other']);
  });

  it('delivers scheduled messages at their time, however they were scheduled, but not cancelled ones', async () => {
    const sender = broker.client.createSender('scheduled');
    const receiver = broker.client.createReceiver('scheduled', { receiveMode: 'receiveAndDelete' });
    const at = new Date(Date.now() + 3000);
    const [, cancelled] = await sender.scheduleMessages([{ body: 'a' }, { body: 'never' }], at);
    await sender.sendMessages({ body: 'b', scheduledEnqueueTimeUtc: at });
    await sender.cancelScheduledMessages(must(cancelled));
    await expect(sender.cancelScheduledMessages(must(cancelled))).rejects.toMatchObject({ code: 'MessageNotFound' });
    expect(await broker.counts('scheduled')).toMatchObject({ activeMessageCount: 0, scheduledMessageCount: 2 });
    expect((await receiver.peekMessages(5)).map(({ state }) => state)).toEqual(['scheduled', 'scheduled']);
    const received = [...(await receiver.receiveMessages(1, soon)), ...(await receiver.receiveMessages(1, soon))];
    expect(received.map(({ body }) => body)).toEqual(['a', 'b']);
    for (const { enqueuedTimeUtc } of received) {
      expect(must(enqueuedTimeUtc).getTime()).toBeGreaterThanOrEqual(at.getTime());
    }
  });
});

describe('topics', () => {
  it('give every subscription its own copy', async () => {
    const sender = broker.client.createSender('events');
    await sender.sendMessages([{ body: 1 }, { body: 2 }]);
    const all = broker.client.createReceiver('events', 'all', { receiveMode: 'receiveAndDelete' });
    expect((await all.receiveMessages(2, soon)).map(({ body }) => body)).toEqual([1, 2]);
    const audit = broker.client.createReceiver('events', 'audit');
    const [first] = await audit.receiveMessages(1, soon);
    await audit.deadLetterMessage(must(first), { deadLetterReason: 'no', deadLetterErrorDescription: 'never' });
    const dead = broker.client.createReceiver('events', 'audit', { subQueueType: 'deadLetter' });
    expect((await dead.receiveMessages(1, soon)).map(({ deadLetterReason }) => deadLetterReason)).toEqual(['no']);
    expect(await broker.counts('events/Subscriptions/audit')).toMatchObject({
      activeMessageCount: 1,
      deadLetterMessageCount: 1,
    });
  });
});

describe('several clients', () => {
  it('share a queue, each message going to one of them', async () => {
    const clients = Array.from({ length: 4 }, () => connect(broker.connectionString));
    const seen: unknown[] = [];
    const all = new Promise<void>((resolve, reject) => {
      for (const client of clients) {
        client.createReceiver('shared').subscribe({
          processMessage: async ({ body }) => {
            seen.push(body);
            if (seen.length === 200) resolve();
          },
          processError: async ({ error }) => reject(error),
        });
      }
    });
    const senders = clients.map((client) => client.createSender('shared'));
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => must(senders[index % senders.length]).sendMessages({ body: index })),
    );
    await all;
    await Promise.all(clients.map((client) => client.close()));
    expect(new Set(seen).size).toBe(200);
    expect(seen).toHaveLength(200);
  });
});

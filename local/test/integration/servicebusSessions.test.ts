import { rm } from 'node:fs/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connect,
  must,
  type RunningBroker,
  runBroker,
  spawnBroker,
  writeConfig,
} from '../../fixtures/servicebusBroker.ts';

const soon = { maxWaitTimeInMs: 5000 };
const notNow = { maxWaitTimeInMs: 300 };
const sessionful = (more: object = {}) => ({ RequiresSession: true, ...more });

let broker: RunningBroker;
beforeAll(async () => {
  const plain = ['order', 'next', 'state', 'wrong', 'closing', 'deferring', 'waiting'];
  broker = await runBroker({
    Queues: [
      ...plain.map((Name) => ({ Name, Properties: sessionful() })),
      { Name: 'short', Properties: sessionful({ LockDuration: 'PT1S', MaxDeliveryCount: 2 }) },
      { Name: 'renewed', Properties: sessionful({ LockDuration: 'PT2S' }) },
      { Name: 'without' },
    ],
    Topics: [{ Name: 'events', Subscriptions: [{ Name: 'sessions', Properties: sessionful() }, { Name: 'all' }] }],
  });
});
afterAll(() => broker.stop());

const send = (client: ServiceBusClient, queue: string, ...messages: [session: string, body: string][]) =>
  client.createSender(queue).sendMessages(messages.map(([sessionId, body]) => ({ sessionId, body })));

describe('a session', () => {
  it('gives its messages in order to the one receiver that holds it', async () => {
    await send(broker.client, 'order', ['a', 'a1'], ['b', 'b1'], ['a', 'a2'], ['b', 'b2'], ['a', 'a3']);
    const a = await broker.client.acceptSession('order', 'a');
    const b = await broker.client.acceptSession('order', 'b');
    expect([a.sessionId, b.sessionId]).toEqual(['a', 'b']);
    expect(a.sessionLockedUntilUtc.getTime()).toBeGreaterThan(Date.now() + 30_000);
    const [first, second] = await a.receiveMessages(2, soon);
    expect([first?.body, second?.body, first?.sessionId]).toEqual(['a1', 'a2', 'a']);
    await a.abandonMessage(must(first));
    expect((await a.receiveMessages(1, soon))[0]).toMatchObject({ body: 'a1', deliveryCount: 1 });
    await send(broker.client, 'order', ['a', 'a4']);
    expect((await a.receiveMessages(2, soon)).map(({ body }) => body)).toEqual(['a3', 'a4']);
    expect((await b.receiveMessages(5, notNow)).map(({ body }) => body)).toEqual(['b1', 'b2']);
    expect((await b.peekMessages(10)).map(({ body }) => body)).toEqual(['b1', 'b2']);
    await a.close();
    await b.close();
  });

  it('is held by one receiver at a time, and what it left unsettled comes again uncounted', async () => {
    await send(broker.client, 'closing', ['a', 'a1']);
    const first = await broker.client.acceptSession('closing', 'a');
    expect(await first.receiveMessages(1, soon)).toHaveLength(1);
    await expect(broker.client.acceptSession('closing', 'a')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
    await first.close();
    const second = await broker.client.acceptSession('closing', 'a');
    const [again] = await second.receiveMessages(1, soon);
    expect(again).toMatchObject({ body: 'a1', deliveryCount: 0 });
    await second.completeMessage(must(again));
    await second.close();
  });

  it('is the next one with waiting messages that nobody holds, or is waited for', async () => {
    await send(broker.client, 'next', ['late', 'l1'], ['early', 'e1']);
    const first = await broker.client.acceptNextSession('next');
    const second = await broker.client.acceptNextSession('next');
    expect([first.sessionId, second.sessionId]).toEqual(['late', 'early']);
    const waiting = broker.client.acceptNextSession('next');
    await send(broker.client, 'next', ['third', 't1']);
    const third = await waiting;
    expect(third.sessionId).toBe('third');
    expect((await third.receiveMessages(1, soon)).map(({ body }) => body)).toEqual(['t1']);
    const freed = broker.client.acceptNextSession('next');
    await first.close();
    expect((await freed).sessionId).toBe('late');
  });

  it('does not come within the time that the client gives it', async () => {
    const impatient = new ServiceBusClient(broker.connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 2000 },
    });
    const began = Date.now();
    await expect(impatient.acceptNextSession('waiting')).rejects.toMatchObject({ code: 'ServiceTimeout' });
    expect(Date.now() - began).toBeLessThan(5000);
    await impatient.close();
    // Nobody waits any more whom the session would be given to.
    await send(broker.client, 'waiting', ['a', 'a1']);
    expect((await broker.client.acceptNextSession('waiting')).sessionId).toBe('a');
  });

  it('has a state that stays with it', async () => {
    const receiver = await broker.client.acceptSession('state', 'cart');
    expect(await receiver.getSessionState()).toBeNull();
    await receiver.setSessionState({ items: [1, 'two'] });
    await receiver.close();
    const other = await broker.client.acceptSession('state', 'cart');
    expect(await other.getSessionState()).toEqual({ items: [1, 'two'] });
    await other.setSessionState(null);
    expect(await other.getSessionState()).toBeNull();
    await expect(other.setSessionState('x'.repeat(300_000))).rejects.toThrow(/exceeds the limit|at most 262144 bytes/);
    await other.close();
  });

  it('is lost when its lock ends, which counts a delivery', async () => {
    const client = connect(broker.connectionString);
    await send(client, 'short', ['a', 'a1']);
    const first = await client.acceptSession('short', 'a', { maxAutoLockRenewalDurationInMs: 0 });
    const [message] = await first.receiveMessages(1, soon);
    const next = await client.acceptNextSession('short', { maxAutoLockRenewalDurationInMs: 0 });
    expect(next.sessionId).toBe('a');
    await expect(first.completeMessage(must(message))).rejects.toThrow();
    expect((await next.receiveMessages(1, soon))[0]).toMatchObject({ body: 'a1', deliveryCount: 1 });
    const dead = client.createReceiver('short', { subQueueType: 'deadLetter' });
    expect(await dead.receiveMessages(1, soon)).toMatchObject([
      { body: 'a1', sessionId: 'a', deadLetterReason: 'MaxDeliveryCountExceeded' },
    ]);
    await client.close();
  });

  it('stays locked as long as it is renewed, its messages with it', async () => {
    await send(broker.client, 'renewed', ['a', 'a1']);
    const receiver = await broker.client.acceptSession('renewed', 'a', { maxAutoLockRenewalDurationInMs: 0 });
    const [message] = await receiver.receiveMessages(1, soon);
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const before = receiver.sessionLockedUntilUtc.getTime();
      expect((await receiver.renewSessionLock()).getTime()).toBeGreaterThan(before);
    }
    await receiver.completeMessage(must(message));
    expect(await receiver.peekMessages(1)).toEqual([]);
    await receiver.close();
  });

  it('keeps a deferred message for whoever holds it', async () => {
    await send(broker.client, 'deferring', ['a', 'a1']);
    const receiver = await broker.client.acceptSession('deferring', 'a');
    const [message] = await receiver.receiveMessages(1, soon);
    await receiver.deferMessage(must(message));
    const [deferred] = await receiver.receiveDeferredMessages(must(message?.sequenceNumber));
    await receiver.completeMessage(must(deferred));
    expect(await receiver.peekMessages(1)).toEqual([]);
    await receiver.close();
  });
});

describe('an entity with sessions', () => {
  it('refuses messages and receivers without one', async () => {
    const sender = broker.client.createSender('wrong');
    await expect(sender.sendMessages({ body: 'x' })).rejects.toThrow(/SessionId was not set/);
    await expect(sender.sendMessages({ body: 'x', sessionId: 's'.repeat(129) })).rejects.toThrow(/128 characters/);
    await expect(sender.scheduleMessages({ body: 'x' }, new Date(Date.now() + 60_000))).rejects.toThrow(
      /SessionId was not set/,
    );
    await expect(broker.client.createReceiver('wrong').receiveMessages(1, notNow)).rejects.toThrow(/requires sessions/);
    await expect(broker.client.acceptNextSession('without')).rejects.toThrow(/does not require sessions/);
  });

  it('as a subscription puts aside what has no session', async () => {
    const sender = broker.client.createSender('events');
    await sender.sendMessages([{ body: 'with', sessionId: 'a' }, { body: 'lost' }]);
    const receiver = await broker.client.acceptSession('events', 'sessions', 'a');
    expect((await receiver.receiveMessages(2, notNow)).map(({ body }) => body)).toEqual(['with']);
    await receiver.close();
    const dead = broker.client.createReceiver('events', 'sessions', { subQueueType: 'deadLetter' });
    expect(await dead.receiveMessages(1, soon)).toMatchObject([
      { body: 'lost', deadLetterReason: 'Session ID is null.' },
    ]);
    expect(await broker.client.createReceiver('events', 'all').receiveMessages(2, soon)).toHaveLength(2);
  });
});

describe('sessions of a broker that is killed', () => {
  it('have their messages, their order and their state when it comes back', async () => {
    const { directory, file } = await writeConfig({ Queues: [{ Name: 'q', Properties: sessionful() }] });
    const start = () => spawnBroker(directory, ['--port', '0', '--config', file]);
    const first = await start();
    const client = connect(first.connectionString);
    await send(client, 'q', ['a', 'a1'], ['b', 'b1'], ['a', 'a2'], ['a', 'a3']);
    const receiver = await client.acceptSession('q', 'a');
    const [message] = await receiver.receiveMessages(2, soon);
    await receiver.completeMessage(must(message));
    await receiver.setSessionState('one is done');
    await first.kill('SIGKILL');
    await client.close();

    const second = await start();
    const again = connect(second.connectionString);
    const a = await again.acceptSession('q', 'a');
    expect(await a.getSessionState()).toBe('one is done');
    const left = await a.receiveMessages(5, notNow);
    expect(left.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      ['a2', 1],
      ['a3', 0],
    ]);
    expect((await again.acceptNextSession('q')).sessionId).toBe('b');
    await again.close();
    await second.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });
});

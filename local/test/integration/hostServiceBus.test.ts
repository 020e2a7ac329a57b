import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must, type RunningBroker, runBroker } from '../../fixtures/servicebusBroker.ts';
import { type RunningHost, removeApp, runHost, writeApp } from './hostApp.ts';

const functions = `
import { app, output } from '@azure/functions';
const tell = (context, kind, more) => context.log(JSON.stringify({ kind, ...more }));
const connection = 'BUS';
const topic = output.serviceBusTopic({ topicName: 'events', connection });
app.serviceBusQueue('one', { queueName: '%ONE%', connection, extraOutputs: [topic],
  return: output.serviceBusQueue({ queueName: 'results', connection }), handler: (message, context) => {
  tell(context, 'one', { message, metadata: context.triggerMetadata });
  if (message.fail) throw new Error('asked to');
  if (message.slow) return new Promise((resolve) => setTimeout(resolve, message.slow));
  context.extraOutputs.set(topic, { about: message.id ?? message });
  return [{ number: 1 }, 'two'];
} });
app.serviceBusQueue('dead', { queueName: 'one/$deadletterqueue', connection, handler: (message, context) =>
  tell(context, 'dead', { message, metadata: context.triggerMetadata }) });
app.serviceBusTopic('event', { topicName: 'events', subscriptionName: 'all', connection, handler: (message, context) => tell(context, 'event', { message }) });
app.serviceBusQueue('many', { queueName: 'many', connection, cardinality: 'many', handler: (messages, context) =>
  tell(context, 'many', { messages, ids: context.triggerMetadata.messageIdArray }) });
app.serviceBusQueue('hang', { queueName: 'hang', connection, handler: (message, context) => { tell(context, 'hang', { deliveryCount: context.triggerMetadata.deliveryCount }); return new Promise(() => {}); } });
`;

let broker: RunningBroker;
let directory: string;
let host: RunningHost;
let environment: Record<string, string>;

beforeAll(async () => {
  broker = await runBroker({
    Queues: [
      { Name: 'one', Properties: { MaxDeliveryCount: 3, LockDuration: 'PT5S' } },
      { Name: 'results' },
      { Name: 'many' },
      { Name: 'hang' },
    ],
    Topics: [{ Name: 'events', Subscriptions: [{ Name: 'all' }] }],
  });
  directory = await writeApp({ 'dist/functions.js': functions });
  environment = { BUS: broker.connectionString, ONE: 'one' };
  host = await runHost(directory, { environment, args: ['--shutdown-seconds', '1'] });
});

afterAll(async () => {
  await host?.stop();
  await broker?.stop();
  await removeApp(directory);
});

describe('a Service Bus trigger', () => {
  it('gets the message and its properties under the names of Azure', async () => {
    await broker.client.createSender('one').sendMessages({
      body: { id: 'a' },
      messageId: 'message-a',
      correlationId: 'c',
      subject: 's',
      contentType: 'application/json',
      applicationProperties: { site: 'north' },
    });
    const [told] = await host.tell('one');
    expect(told).toMatchObject({
      message: { id: 'a' },
      metadata: {
        messageId: 'message-a',
        correlationId: 'c',
        subject: 's',
        contentType: 'application/json',
        deliveryCount: 1,
        applicationProperties: { site: 'north' },
        lockToken: expect.any(String),
        sequenceNumber: expect.any(Number),
        enqueuedTime: expect.stringMatching(/^\d{4}-.*Z$/),
        enqueuedTimeUtc: expect.stringMatching(/^\d{4}-.*\d$/),
      },
    });
  });

  it('completes the message, and what the function gave goes to its queue and topic', async () => {
    const receiver = broker.client.createReceiver('results', { receiveMode: 'receiveAndDelete' });
    const [first, second] = await receiver.receiveMessages(2, { maxWaitTimeInMs: 10_000 });
    // Text goes out as it is, not as JSON, so the SDK gives its bytes.
    expect([must(first).body, String(must(second).body)]).toEqual([{ number: 1 }, 'two']);
    expect([must(first).contentType, must(second).contentType]).toEqual(['application/json', 'text/plain']);
    const [event] = await host.tell('event');
    expect(event?.message).toEqual({ about: 'a' });
    expect(await broker.client.createReceiver('one').peekMessages(10)).toEqual([]);
  });

  it('takes a body that is not JSON as text', async () => {
    const sender = broker.client.createSender('one');
    await sender.sendMessages({ body: Buffer.from('just {text') });
    await host.tell('one', 2);
    expect(host.told('one').at(-1)?.message).toBe('just {text');
  });

  it('gives back what its function fails at, until the broker puts it aside, where another function finds it', async () => {
    await broker.client.createSender('one').sendMessages({ body: { fail: true, id: 'bad' }, messageId: 'bad' });
    const [dead] = await host.tell('dead');
    expect(dead).toMatchObject({
      message: { id: 'bad' },
      metadata: { messageId: 'bad', applicationProperties: { deadLetterReason: 'MaxDeliveryCountExceeded' } },
    });
    const notGiven = [
      'deadLetterReason',
      'deadLetterErrorDescription',
      'enqueuedSequenceNumber',
      'lockedUntil',
      'state',
    ];
    for (const name of [...notGiven, 'scheduledEnqueueTimeUtc']) expect(dead?.metadata).not.toHaveProperty(name);
    const tries = host.told('one').filter(({ message }) => (message as { fail?: boolean }).fail);
    expect(tries.map(({ metadata }) => (metadata as { deliveryCount: number }).deliveryCount)).toEqual([1, 2, 3]);
  });

  it('keeps the lock for as long as the function runs', async () => {
    await broker.client.createSender('one').sendMessages({ body: { slow: 12_000 }, messageId: 'slow' });
    await host.seen(({ event, reason }) => event === 'invocation.succeeded' && String(reason).includes('slow'));
    const runs = host.told('one').filter(({ metadata }) => (metadata as { messageId: string }).messageId === 'slow');
    expect(runs.length).toBe(1);
    expect(host.lines.some(({ event }) => event === 'message.not-settled')).toBe(false);
  });

  it('can take many at once', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => ({ body: { index }, messageId: `many-${index}` }));
    await broker.client.createSender('many').sendMessages(bodies);
    let told = await host.tell('many');
    while (told.flatMap(({ ids }) => ids).length < bodies.length) told = await host.tell('many', told.length + 1);
    expect(told.flatMap(({ ids }) => ids).toSorted()).toEqual(bodies.map(({ messageId }) => messageId).toSorted());
    expect(told.flatMap(({ messages }) => messages)).toContainEqual({ index: 7 });
  });

  it('gives a message back at once when the host stops before its function is done', async () => {
    await broker.client.createSender('hang').sendMessages({ body: 'x' });
    await host.tell('hang');
    await host.stop();
    host = await runHost(directory, { environment, args: ['--shutdown-seconds', '0'] });
    expect((await host.tell('hang'))[0]?.deliveryCount).toBe(2);
    expect(await host.stop()).toBe(0);
  });

  it('waits for a broker that is not there yet', async () => {
    const nobody = { ...environment, BUS: broker.connectionString.replace(/:\d+/, ':1') };
    const waiting = await runHost(directory, { environment: nobody });
    await waiting.seen(({ event }) => event === 'receive.failed');
    expect((await fetch(`${waiting.url}/admin/host/ping`)).status).toBe(200);
    expect(await waiting.stop()).toBe(0);
  });
});

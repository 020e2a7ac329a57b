import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import rhea, { type Connection, type EventContext } from 'rhea';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { must, type RunningBroker, runBroker } from '../../fixtures/servicebusBroker.ts';
import { startBroker } from '../../servicebus/broker.ts';

let broker: RunningBroker;
beforeAll(async () => {
  broker = await runBroker({ Queues: [{ Name: 'q' }], Topics: [{ Name: 't', Subscriptions: [{ Name: 's' }] }] });
});
afterAll(() => broker.stop());
afterEach(async () => {
  // Whatever the test did: everybody else is still served.
  await broker.client.createSender('q').sendMessages({ body: 'alive' });
  const receiver = broker.client.createReceiver('q', { receiveMode: 'receiveAndDelete' });
  expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })).toMatchObject([{ body: 'alive' }]);
  await receiver.close();
});

const header = (protocol: number) => Buffer.from([...Buffer.from('AMQP'), protocol, 1, 0, 0]);
const frame = (...content: number[]) => Buffer.from([0, 0, 0, 8 + content.length, 2, 0, 0, 0, ...content]);

function open(): Socket {
  const socket = createConnection(broker.port, '127.0.0.1');
  socket.on('error', () => undefined); // Being cut off is what these tests are about.
  return socket;
}

describe('bytes that are no AMQP', () => {
  it.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')],
    ['noise', randomBytes(5000)],
    ['another AMQP', Buffer.from([...Buffer.from('AMQP'), 0, 0, 9, 1])],
    ['noise behind a good start', Buffer.concat([header(0), randomBytes(5000)])],
    ['an endless frame', Buffer.concat([header(0), Buffer.from([0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0])])],
    ['a frame for a channel that is not open', Buffer.concat([header(0), frame(0x00, 0x53, 0x14, 0xc0, 1, 0)])],
    ['a performative that does not exist', Buffer.concat([header(0), frame(0x00, 0x53, 0x99, 0x45)])],
    ['an array of four billion nulls', Buffer.concat([header(0), frame(0xf0, 0, 0, 0, 5, 255, 255, 255, 255, 0x40)])],
  ])('close that connection: %s', async (_, bytes) => {
    const socket = open();
    socket.resume();
    socket.write(bytes);
    await once(socket, 'close');
  });

  it('are waited for in peace when they do not come', async () => {
    const socket = open();
    await once(socket, 'connect');
    socket.write(header(3).subarray(0, 5));
    socket.destroy();
    await once(socket, 'close');
  });
});

/** A client below the SDK, which would not do what these tests want to do. */
async function connectRaw(): Promise<Connection> {
  const connection = rhea.create_container().connect({ port: broker.port, host: '127.0.0.1', reconnect: false });
  await once(connection, 'connection_open');
  return connection;
}

const firstOf = (emitter: NodeJS.EventEmitter, ...names: string[]) =>
  Promise.race(names.map(async (name) => [name, (await once(emitter, name))[0] as EventContext] as const)); // rhea's events have one.

describe('a message', () => {
  it('of more than 256 KB is refused with its size, and the sender can go on', async () => {
    const sender = broker.client.createSender('q');
    const big = { body: Buffer.alloc(262_144) };
    await expect(sender.sendMessages(big)).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
      message: expect.stringMatching(/size:2621\d\d bytes\) exceeds the limit \(262144 bytes\)/),
    });
    await expect(sender.scheduleMessages(big, new Date(Date.now() + 60_000))).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages({ body: Buffer.alloc(261_000) });
    const receiver = broker.client.createReceiver('q', { receiveMode: 'receiveAndDelete' });
    const [kept] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
    expect(must(kept).body).toHaveLength(261_000);
    expect(await broker.counts('q')).toMatchObject({ activeMessageCount: 0, scheduledMessageCount: 0 });
  });

  it('that goes on for 30 MB is refused with that size', async () => {
    const connection = await connectRaw();
    const sender = connection.open_sender('q');
    await once(sender, 'sendable');
    sender.send(Buffer.alloc(30 * 1024 * 1024), 'tag', 0);
    const [, { delivery }] = await firstOf(sender, 'rejected');
    expect(delivery?.remote_state?.error).toMatchObject({
      condition: 'amqp:link:message-size-exceeded',
      description: expect.stringContaining('size:31457280 bytes'),
    });
    connection.close();
  });

  it.each([
    ['that is garbage', randomBytes(100), 0, 'amqp:decode-error'],
    ['in a batch that is garbage', randomBytes(100), 0x8001_3700, 'amqp:decode-error'],
    ['of an unknown format', Buffer.from([0x00, 0x53, 0x77, 0x40]), 77, 'amqp:not-implemented'],
  ])('%s is rejected, and the link stays', async (_, bytes, format, condition) => {
    const connection = await connectRaw();
    const sender = connection.open_sender('q');
    await once(sender, 'sendable');
    sender.send(bytes, 'bad', format);
    const [, { delivery }] = await firstOf(sender, 'rejected');
    expect(delivery?.remote_state?.error).toMatchObject({ condition });
    sender.send(rhea.message.encode({ body: rhea.message.data_section(Buffer.from('"good"')) }), 'good', 0);
    await once(sender, 'accepted');
    const receiver = broker.client.createReceiver('q', { receiveMode: 'receiveAndDelete' });
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })).toMatchObject([{ body: 'good' }]);
    connection.close();
  });
});

describe('a link', () => {
  it.each([
    ['sending to nothing', () => broker.client.createSender('no').sendMessages({ body: 1 })],
    ['receiving from nothing', () => broker.client.createReceiver('no').receiveMessages(1, { maxWaitTimeInMs: 500 })],
    ['peeking into nothing', () => broker.client.createReceiver('no').peekMessages(1)],
    ['of a subscription there is not', () => broker.client.createReceiver('t', 'no').peekMessages(1)],
    ['scheduling for nothing', () => broker.client.createSender('no').scheduleMessages({ body: 1 }, new Date())],
  ])('%s fails as not found', async (_, act) => {
    await expect(act()).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });

  it.each([
    [
      'that receives from a topic',
      () => broker.client.createReceiver('t').receiveMessages(1, { maxWaitTimeInMs: 500 }),
      /one of its subscriptions/,
    ],
    [
      'that sends to a subscription',
      () => broker.client.createSender('t/subscriptions/s').sendMessages({ body: 1 }),
      /send to its queue or topic/,
    ],
    [
      'that sends to a dead-letter queue',
      () => broker.client.createSender('q/$deadletterqueue').sendMessages({ body: 1 }),
      /send to its queue or topic/,
    ],
  ])('%s is told what to do instead', async (_, act, reason) => {
    await expect(act()).rejects.toThrow(reason);
  });

  it('that wants a session is refused', async () => {
    await expect(broker.client.acceptSession('q', 's1')).rejects.toMatchObject({ name: 'ServiceBusError' });
    const reason = expect.stringContaining('does not require sessions');
    expect(broker.events).toContainEqual({ event: 'link_refused', fields: expect.objectContaining({ reason }) });
  });

  it('to a coordinator of transactions is refused', async () => {
    const connection = await connectRaw();
    const sender = connection.open_sender({ target: {} });
    const [, { sender: refused }] = await firstOf(sender, 'sender_error');
    expect(refused?.error).toMatchObject({ condition: 'amqp:not-implemented' });
    connection.close();
  });
});

describe('a management request', () => {
  async function request(body: unknown, operation: string) {
    const connection = await connectRaw();
    const receiver = connection.open_receiver({ name: 'reply', source: { address: 'q/$management' }, target: 'reply' });
    const sender = connection.open_sender('q/$management');
    await Promise.all([once(sender, 'sendable'), once(receiver, 'receiver_open')]);
    const message = { message_id: 7, reply_to: 'reply', application_properties: { operation }, body };
    sender.send(message as unknown as Parameters<typeof sender.send>[0]); // rhea's declarations want a received one.
    const [, { message: response }] = await firstOf(receiver, 'message');
    connection.close();
    return response;
  }

  it.each([
    ['for an operation there is not', {}, 'com.microsoft:make-coffee', 501, 'amqp:not-implemented'],
    ['for an operation of every object', {}, 'toString', 501, 'amqp:not-implemented'],
    ['without a body', undefined, 'com.microsoft:peek-message', 400, 'com.microsoft:argument-error'],
    [
      'with a short lock token',
      { 'lock-tokens': [Buffer.alloc(3)] },
      'com.microsoft:renew-lock',
      400,
      'com.microsoft:argument-error',
    ],
    [
      'with a lock token of nobody',
      { 'lock-tokens': [Buffer.alloc(16)] },
      'com.microsoft:renew-lock',
      410,
      'com.microsoft:message-lock-lost',
    ],
    [
      'to schedule garbage',
      { messages: [{ message: Buffer.from('x') }] },
      'com.microsoft:schedule-message',
      400,
      'amqp:decode-error',
    ],
  ])('%s is answered with the reason', async (_, body, operation, statusCode, errorCondition) => {
    const response = await request(body, operation);
    expect(response).toMatchObject({ correlation_id: 7, application_properties: { statusCode, errorCondition } });
  });
});

describe('starting and asking', () => {
  it('fails with the port’s number when the port is taken, and leaves the state directory free', async () => {
    const stateDir = await mkdtemp(path.join(tmpdir(), 'servicebus-'));
    const config = { UserConfig: { Namespaces: [{ Name: 'n' }] } };
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = must(other.address() as { port: number } | undefined); // A TCP server's address has one.
    await expect(startBroker({ port, stateDir, config })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
    await expect(startBroker({ port: 0, adminPort: port, stateDir, config })).rejects.toThrow(`Port ${port}`);
    await (await startBroker({ port: 0, stateDir, config })).stop();
    other.close();
    await rm(stateDir, { recursive: true });
  });

  it('answers health and counts, and nothing else', async () => {
    expect(await (await broker.admin('/health')).json()).toEqual({ status: 'ok' });
    expect((await broker.admin('/entities')).status).toBe(200);
    expect((await broker.admin('/entities', 'DELETE')).status).toBe(405);
    expect((await broker.admin('/constructor')).status).toBe(404);
  });
});

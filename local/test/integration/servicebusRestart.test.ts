import { rm } from 'node:fs/promises';
import { ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, must, spawnBroker, writeConfig } from '../../fixtures/servicebusBroker.ts';

const soon = { maxWaitTimeInMs: 5000 };
const notNow = { maxWaitTimeInMs: 300 };

let directory: string;
let file: string;
beforeEach(async () => {
  const duplicates = { RequiresDuplicateDetection: true };
  const config = await writeConfig({
    Queues: [{ Name: 'jobs', Properties: duplicates }, { Name: 'load' }],
    Topics: [{ Name: 'events', Subscriptions: [{ Name: 's' }] }],
  });
  ({ directory, file } = config);
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs something against a broker process on the same state, which is then killed in mid-air or stopped in order. */
async function during<T>(end: 'SIGKILL' | 'SIGTERM', work: (client: ServiceBusClient) => Promise<T>): Promise<T> {
  const broker = await spawnBroker(directory, ['--port', '0', '--config', file]);
  const client = connect(broker.connectionString);
  const result = await work(client);
  const code = await broker.kill(end);
  if (end === 'SIGTERM') expect(code).toBe(0);
  await client.close();
  return result;
}

async function receiveAll(receiver: ServiceBusReceiver): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (;;) {
    const received = await receiver.receiveMessages(200, notNow);
    if (received.length === 0) return bodies;
    bodies.push(...received.map(({ body }) => body));
  }
}

describe('a broker killed with SIGKILL and started again', () => {
  it('has lost nothing that it acknowledged: messages, attempts, schedules, dead letters, numbers, ids', async () => {
    const at = new Date(Date.now() + 1500);
    await during('SIGKILL', async (client) => {
      const sender = client.createSender('jobs');
      await sender.sendMessages(['locked', 'dead', 'waiting'].map((body) => ({ body, messageId: body })));
      await sender.sendMessages({ body: 'later', messageId: 'later', scheduledEnqueueTimeUtc: at });
      await client.createSender('events').sendMessages({ body: 'event' });
      const receiver = client.createReceiver('jobs');
      const [, dead] = await receiver.receiveMessages(2, soon);
      await receiver.deadLetterMessage(must(dead), { deadLetterReason: 'r', deadLetterErrorDescription: 'd' });
    });
    await during('SIGTERM', async (client) => {
      const sender = client.createSender('jobs');
      await sender.sendMessages({ body: 'twin', messageId: 'waiting' });
      const receiver = client.createReceiver('jobs');
      const [first, second] = await receiver.receiveMessages(2, soon);
      expect(first).toMatchObject({ body: 'locked', deliveryCount: 1 });
      expect(second).toMatchObject({ body: 'waiting', deliveryCount: 0 });
      expect(first?.sequenceNumber?.toNumber()).toBe(1);
      await receiver.completeMessage(must(first));
      await receiver.completeMessage(must(second));
      const [third] = await receiver.receiveMessages(1, soon);
      expect(third).toMatchObject({ body: 'later', deliveryCount: 0 });
      expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
      await receiver.completeMessage(must(third));
      const dead = client.createReceiver('jobs', { subQueueType: 'deadLetter' });
      expect(await dead.receiveMessages(1, soon)).toMatchObject([{ body: 'dead', deadLetterReason: 'r' }]);
      const events = client.createReceiver('events', 's');
      expect(await events.receiveMessages(1, soon)).toMatchObject([{ body: 'event' }]);
    });
    await during('SIGTERM', async (client) => {
      expect(await client.createReceiver('jobs').receiveMessages(1, notNow)).toEqual([]);
    });
  });

  it('has every message whose sending was acknowledged when it is killed amid the load', async () => {
    const acknowledged: number[] = [];
    await during('SIGKILL', async (client) => {
      const sender = client.createSender('load');
      const enough = new Promise<void>((resolve) => {
        const send = async (lane: number) => {
          for (let index = lane; ; index += 8) {
            try {
              await sender.sendMessages({ body: index });
            } catch {
              return; // The broker is dead: what was under way may or may not be there.
            }
            acknowledged.push(index);
            if (acknowledged.length === 300) resolve();
          }
        };
        for (let lane = 0; lane < 8; lane += 1) void send(lane);
      });
      await enough;
    });
    const kept = await during('SIGTERM', (client) =>
      receiveAll(client.createReceiver('load', { receiveMode: 'receiveAndDelete' })),
    );
    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(kept).size).toBe(kept.length);
  });
});

describe('a client that stays while the broker is started again on its port', () => {
  it('goes on receiving and sending by itself', async () => {
    const first = await spawnBroker(directory, ['--port', '0', '--config', file]);
    const { port } = new URL(must(/Endpoint=([^;]+)/.exec(first.connectionString)?.[1]));
    const client = new ServiceBusClient(first.connectionString, {
      retryOptions: { maxRetries: 50, retryDelayInMs: 100 },
    });
    const sender = client.createSender('load');
    const seen: unknown[] = [];
    let arrived = (_: unknown): void => undefined;
    const receiver = client.createReceiver('load');
    receiver.subscribe({
      processMessage: async ({ body }) => {
        seen.push(body);
        arrived(body);
      },
      processError: async () => undefined, // It is told of the lost connection, and tries again.
    });
    const arrival = (body: string) =>
      new Promise<void>((resolve) => {
        arrived = (other) => other === body && resolve();
      });
    const before = arrival('before');
    await sender.sendMessages({ body: 'before' });
    await before;
    await first.kill('SIGKILL');
    const second = await spawnBroker(directory, ['--port', port, '--config', file]);
    const after = arrival('after');
    await sender.sendMessages({ body: 'after' });
    await after;
    await client.close();
    await second.kill('SIGTERM');
    expect(seen.filter((body) => body === 'after')).toHaveLength(1);
  });
});

describe('the broker program', () => {
  it.each([
    ['without a configuration', (_: string) => ['--port', '0'], /--config and --state are needed/],
    ['with a file that is not there', () => ['--config', '/nowhere/config.json'], /cannot be read/],
    [
      'with a port that is none',
      (config: string) => ['--config', config, '--port', '99999'],
      /--port 99999 is no port/,
    ],
  ])('%s ends with a sentence that says so', async (_, args, reason) => {
    await expect(spawnBroker(directory, args(file))).rejects.toThrow(reason);
  });

  it('refuses a state directory that another one uses', async () => {
    const broker = await spawnBroker(directory, ['--port', '0', '--config', file]);
    await expect(spawnBroker(directory, ['--port', '0', '--config', file])).rejects.toThrow(/used by another broker/);
    await broker.kill('SIGINT');
  });
});

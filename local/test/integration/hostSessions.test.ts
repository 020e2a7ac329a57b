import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningBroker, runBroker } from '../../fixtures/servicebusBroker.ts';
import { type RunningHost, refusalOf, removeApp, runHost, writeApp } from './hostApp.ts';

/** A restaurant of somebody else's: each table is a session, whose dishes are served in the order asked for. */
const restaurant = `
import { appendFile } from 'node:fs/promises';
import { app } from '@azure/functions';
const connection = 'BUS';
let serving = new Set();
app.serviceBusQueue('serve', { queueName: 'dishes', connection, isSessionsEnabled: true, handler: async (dish, context) => {
  const table = context.triggerMetadata.sessionId;
  if (serving.has(table)) await appendFile(process.env.FILE, table + ' overtaken\\n');
  serving.add(table);
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (dish.burnt && context.triggerMetadata.deliveryCount === 1) { serving.delete(table); throw new Error('burnt'); }
  await appendFile(process.env.FILE, table + ' ' + dish.number + '\\n');
  serving.delete(table);
} });
app.serviceBusTopic('bill', { topicName: 'bills', subscriptionName: 'all', connection, isSessionsEnabled: true, cardinality: 'many',
  handler: (bills, context) => context.log(JSON.stringify({ kind: 'bills', bills, sessions: context.triggerMetadata.sessionIdArray })) });
`;

let broker: RunningBroker;
let directory: string;
let file: string;
let host: RunningHost | undefined;
let environment: Record<string, string>;
beforeEach(async () => {
  const Properties = { RequiresSession: true, LockDuration: 'PT5S' };
  broker = await runBroker({
    Queues: [{ Name: 'dishes', Properties }],
    Topics: [{ Name: 'bills', Subscriptions: [{ Name: 'all', Properties }] }],
  });
  directory = await writeApp({
    'dist/restaurant.js': restaurant,
    'host.json': {
      version: '2.0',
      extensions: { serviceBus: { maxConcurrentSessions: 2, sessionIdleTimeout: '00:00:00.500' } },
    },
  });
  file = path.join(directory, 'served.txt');
  await writeFile(file, '');
  environment = { BUS: broker.connectionString, FILE: file };
});
afterEach(async () => {
  await host?.kill();
  await broker.stop();
  await removeApp(directory);
});

const served = async () => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
const of = (lines: readonly string[], table: string) =>
  lines.filter((line) => line.startsWith(`${table} `)).map((line) => line.split(' ')[1]);
async function untilServed(count: number): Promise<string[]> {
  // What a killed host did can be seen in its file alone.
  for (;;) {
    const lines = await served();
    if (lines.length >= count) return lines;
    await sleep(20);
  }
}

it('a function gets more tables than it serves at once, each in order, also when a dish is sent back', async () => {
  host = await runHost(directory, { environment });
  const dishes = ['a', 'b', 'c'].flatMap((sessionId) =>
    [1, 2, 3, 4].map((number) => ({ sessionId, body: { number, burnt: sessionId === 'b' && number === 2 } })),
  );
  await broker.client.createSender('dishes').sendMessages(dishes);
  const lines = await untilServed(12);
  for (const table of ['a', 'b', 'c']) expect(of(lines, table)).toEqual(['1', '2', '3', '4']);
});

it('a function that takes many gets those of one session together', async () => {
  host = await runHost(directory, { environment });
  await broker.client.createSender('bills').sendMessages([
    { sessionId: 'a', body: 1 },
    { sessionId: 'b', body: 2 },
    { sessionId: 'a', body: 3 },
  ]);
  const told = await host.tell('bills', 2);
  expect(told.map(({ bills, sessions }) => [bills, sessions]).toSorted()).toEqual([
    [
      [1, 3],
      ['a', 'a'],
    ],
    [[2], ['b']],
  ]);
});

it('goes on in order where a killed host stopped, and serves everything', async () => {
  host = await runHost(directory, { environment });
  const numbers = Array.from({ length: 25 }, (_, index) => index + 1);
  const dishes = ['a', 'b'].flatMap((sessionId) => numbers.map((number) => ({ sessionId, body: { number } })));
  await broker.client.createSender('dishes').sendMessages(dishes);
  await untilServed(10);
  await host.kill();
  await appendFile(file, 'killed\n');
  host = await runHost(directory, { environment });
  const done = (lines: string[]) => ['a', 'b'].every((table) => of(lines, table).at(-1) === '25');
  let lines = await served();
  while (!done(lines)) {
    await sleep(50);
    lines = await served();
  }
  for (const table of ['a', 'b']) {
    const sequence = of(lines, table).map(Number);
    expect(new Set(sequence)).toEqual(new Set(numbers));
    // The one that was under way at the kill may come twice; nothing comes before what was sent before it.
    expect(sequence.filter((number, index) => number < (sequence[index - 1] ?? 0))).toEqual([]);
    expect(sequence.length).toBeLessThanOrEqual(26);
  }
});

it('refuses several calls at once in one session', async () => {
  const app = await writeApp({
    'dist/restaurant.js': restaurant,
    'host.json': { version: '2.0', extensions: { serviceBus: { maxConcurrentCallsPerSession: 2 } } },
  });
  expect(await refusalOf(app, { environment })).toMatch(/maxConcurrentCallsPerSession: only 1 is supported/);
  await rm(app, { recursive: true });
});

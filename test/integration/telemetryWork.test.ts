import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../local/cosmos/server.ts';
import { type RunningBroker, runBroker } from '../../local/fixtures/servicebusBroker.ts';
import { createCosmosContainers, readResources } from '../../local/resources.ts';
import type { ProviderUse } from '../../shared/settings/providerUse.ts';
import { type FakeCollector, startFakeCollector } from '../../testing/fakeCollector.ts';
import { useSettings } from '../../testing/settings.ts';

let stateDir: string;
let cosmos: CosmosServer;
let broker: RunningBroker;
let collector: FakeCollector;

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'askwell-work-'));
  cosmos = await startCosmosServer({ port: 0, stateDir });
  broker = await runBroker({ Queues: [{ Name: 'lesson-jobs' }, { Name: 'lesson-jobs-dead' }] });
  collector = await startFakeCollector();
  useSettings({
    COSMOS_CONNECTION: cosmos.connectionString,
    AskwellServiceBus: broker.connectionString,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  await createCosmosContainers(cosmos.connectionString, (await readResources('infra/local.json')).cosmos);
  const lessons = new CosmosClient(cosmos.connectionString).database('askwell').container('lessons');
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await lessons.items.create({ id: 'a', siteId: 's', status: 'running', revision: 'r1', updatedAt: minutesAgo(30) });
  await lessons.items.create({ id: 'b', siteId: 't', status: 'running', revision: 'r1', updatedAt: minutesAgo(10) });
  await lessons.items.create({ id: 'c', siteId: 't', status: 'completed', updatedAt: minutesAgo(90) });
  // In the line since this morning, and one whose turn came after as long.
  for (const id of ['d', 'e'])
    await lessons.items.create({ id, siteId: 't', status: 'running', revision: 'r1', updatedAt: minutesAgo(300) });
});
afterAll(async () => {
  const { serviceBus } = await import('../../shared/messaging/sender.ts');
  await (await serviceBus()).close();
  await collector?.[Symbol.asyncDispose]();
  await broker?.stop();
  await cosmos?.stop();
  await rm(stateDir, { recursive: true, force: true });
});

test('what waits, is dead or runs is told, and a part that does not answer leaves the others', async () => {
  const { startExporting } = await import('../../shared/telemetry/exporting.ts');
  const { watchWork } = await import('../../shared/stages/watchWork.ts');
  const sender = broker.client.createSender('lesson-jobs');
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  const receiver = broker.client.createReceiver('lesson-jobs');
  const [first] = await receiver.receiveMessages(1);
  if (first === undefined) throw new Error('No message came.');
  await receiver.deadLetterMessage(first);
  await receiver.close();
  const exporting = await startExporting();
  const blind = vi.fn();
  const { jobId } = await import('../../shared/lessons/identity.ts');
  const analysis = (lessonId: string) => jobId({ lessonId, revision: 'r1' });
  const since = new Map([[analysis('e'), new Date(Date.now() - 60_000).toISOString()]]);
  const readTurns = async () => ({ waiting: new Set([analysis('d')]), since });
  const seen = await watchWork(readTurns, blind);
  expect(seen).toMatchObject({ dead: 1, running: 4 });
  expect(seen.oldestSeconds).toBeGreaterThan(0);
  // Every look begins at the front.
  const again = await watchWork(readTurns, blind);
  expect(again).toMatchObject({ dead: 1, aside: 0 });
  expect(again.oldestSeconds).toBeGreaterThan(seen.oldestSeconds ?? 0);
  expect(seen.oldestRunningSeconds).toBeGreaterThanOrEqual(30 * 60);
  expect(seen.oldestRunningSeconds).toBeLessThan(40 * 60);

  const { serviceBus } = await import('../../shared/messaging/sender.ts');
  const bus = await serviceBus();
  vi.spyOn(bus, 'createReceiver').mockImplementation(() => {
    throw new Error('down in a test');
  });
  expect(await watchWork(readTurns, blind)).toEqual({ running: 4, oldestRunningSeconds: expect.any(Number) });
  expect(blind).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'messaging-unavailable' }));

  await exporting.stop();
  const value = (name: string) => collector.points(name)[0]?.value;
  expect(value('askwell.analyses.running')).toBe(4);
  expect(value('askwell.analyses.oldest.age')).toBeGreaterThanOrEqual(30 * 60);
  expect(value('askwell.jobs.dead')).toBe(1);
  expect(value('askwell.jobs.oldest.age')).toBe(again.oldestSeconds);
});

test('of many additions at once exactly one passes each threshold of the budget', async () => {
  const { startExporting } = await import('../../shared/telemetry/exporting.ts');
  const { ledger } = await import('../../shared/providers/ledger.ts');
  const { dayInDatabase } = await import('../../shared/wiring/pools.ts');
  const exporting = await startExporting();
  const use: ProviderUse = {
    kind: 'openai',
    keyFrom: 'K',
    name: 'openai',
    service: 'chat',
    model: 'gpt-4.1',
    engine: 'openai',
    timeoutSeconds: 1,
    temperature: 0,
    limits: {},
  };
  // Ten additions of 0.2 dollars by three instances at once.
  const instances = [1, 2, 3].map(() => ledger({}, 2, dayInDatabase));
  const usage = { inputTokens: 100_000, outputTokens: 0, audioSeconds: 0 };
  await Promise.all(Array.from({ length: 10 }, (_, index) => instances[index % 3]?.record(use, usage)));
  await exporting.stop();
  const points = collector.points('askwell.budget.used').map(({ attributes, value }) => [attributes.threshold, value]);
  expect(points.sort()).toEqual([
    [100, 1],
    [50, 1],
    [80, 1],
  ]);
});

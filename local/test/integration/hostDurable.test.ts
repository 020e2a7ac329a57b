import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { type RunningHost, refusalOf, removeApp, runHost, writeApp } from './hostApp.ts';

const functions = `
import { app, output } from '@azure/functions';
import * as df from 'durable-functions';
df.app.orchestration('greetAll', function* (context) {
  const { names, fail } = context.df.getInput();
  context.df.setCustomStatus({ total: names.length });
  const greetings = yield context.df.Task.all(names.map((name) => context.df.callActivity('greet', { name, fail })));
  return { greetings };
});
df.app.activity('greet', { handler: async ({ name, fail }, context) => {
  context.log(JSON.stringify({ kind: 'greet', name, instanceId: context.triggerMetadata.instanceId }));
  if (fail) throw new Error('no greeting for ' + name);
  return 'Hello ' + name;
} });
const kept = output.storageBlob({ path: 'kept/{who.name}.txt', connection: 'AzureWebJobsStorage' });
df.app.activity('keep', { extraOutputs: [kept], handler: (input, context) => {
  context.log(JSON.stringify({ kind: 'keep', input }));
  context.extraOutputs.set(kept, 'from ' + input.who.name);
} });
df.app.activity('say', { handler: (input, context) => context.log(JSON.stringify({ kind: 'say', input })) });
app.http('start', { route: 'start/{id}', methods: ['POST'], extraInputs: [df.input.durableClient()], handler: async (request, context) => {
  const client = df.getClient(context);
  await client.startNew('greetAll', { instanceId: request.params.id, input: await request.json() });
  return client.createCheckStatusResponse(request, request.params.id);
} });
`;

interface Status {
  readonly runtimeStatus: string;
  readonly customStatus: unknown;
  readonly output: unknown;
}

let azurite: Azurite;
let directory: string;
let host: RunningHost;
let environment: Record<string, string>;

beforeAll(async () => {
  azurite = await startAzurite();
  directory = await writeApp({
    'dist/functions.js': functions,
    'host.json': { version: '2.0', extensions: { durableTask: { hubName: '%HUB%' } } },
  });
  environment = { AzureWebJobsStorage: azurite.connectionString, HUB: 'HostTest' };
  host = await runHost(directory, { environment });
});

afterAll(async () => {
  await host?.stop();
  await azurite?.stop();
  await removeApp(directory);
});

async function start(id: string, input: unknown): Promise<string> {
  const response = await fetch(`${host.url}/api/start/${id}`, { method: 'POST', body: JSON.stringify(input) });
  expect(response.status).toBe(202);
  const links = (await response.json()) as { statusQueryGetUri: string };
  return links.statusQueryGetUri;
}

async function ended(uri: string): Promise<Status> {
  for (;;) {
    const status = (await (await fetch(uri)).json()) as Status;
    if (!['Pending', 'Running'].includes(status.runtimeStatus)) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an activity that a person runs by hand', () => {
  const run = (name: string, body: unknown) =>
    host.admin(`functions/${name}`, { method: 'POST', body: JSON.stringify(body) });

  it('gets its input, for its bindings, too', async () => {
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('kept');
    await container.createIfNotExists();
    expect((await run('keep', { input: { who: { name: 'ada' } } })).status).toBe(202);
    expect(await host.tell('keep')).toMatchObject([{ input: { who: { name: 'ada' } } }]);
    const blob = container.getBlobClient('ada.txt');
    await vi.waitUntil(() => blob.exists(), { timeout: 10_000 });
    expect((await blob.downloadToBuffer()).toString()).toBe('from ada');
  });

  it('gets text as text', async () => {
    expect((await run('say', { input: 'hello' })).status).toBe(202);
    expect(await host.tell('say')).toMatchObject([{ input: 'hello' }]);
  });
});

describe('a durable app', () => {
  it('runs its orchestration and activities, and its links lead to this host', async () => {
    const uri = await start('all', { names: ['Ada', 'Grace', 'ü'] });
    expect(uri.startsWith(`${host.url}/runtime/webhooks/durabletask/`)).toBe(true);
    expect(await ended(uri)).toMatchObject({
      runtimeStatus: 'Completed',
      customStatus: { total: 3 },
      output: { greetings: ['Hello Ada', 'Hello Grace', 'Hello ü'] },
    });
    expect(host.told('greet')[0]).toMatchObject({ instanceId: 'all' });
  });

  it('says why its orchestration failed', async () => {
    const status = await ended(await start('bad', { names: ['Nobody'], fail: true }));
    expect(status.runtimeStatus).toBe('Failed');
    expect(String(status.output)).toContain('no greeting for Nobody');
  });

  it('asks for its key where keys are asked for', async () => {
    const locked = await runHost(directory, { environment: { ...environment, HUB: 'Locked' }, args: ['--auth'] });
    const links = (await (
      await fetch(`${locked.url}/api/start/x`, { method: 'POST', body: JSON.stringify({ names: ['Ada'] }) })
    ).json()) as { statusQueryGetUri: string };
    expect((await ended(links.statusQueryGetUri)).runtimeStatus).toBe('Completed');
    expect((await fetch(links.statusQueryGetUri.replace(/code=[^&]+/, 'code=wrong'))).status).toBe(401);
    await locked.stop();
  });

  it('is refused without a storage account', async () => {
    expect(await refusalOf(directory, { environment: { HUB: 'x' } })).toContain('AzureWebJobsStorage');
  });
});

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, startPage } from '../../../page/server.ts';
import { stackCloud } from '../../../page/stackCloud.ts';
import { readResources } from '../../../resources.ts';
import { type Stack, startStack } from '../../../stack.ts';
import { removeApp, writeApp } from '../hostApp.ts';

/** A bakery: an app that is not ours, with something of everything that the page shows and does. */
const bakery = `
import { app, output } from '@azure/functions';
import * as df from 'durable-functions';

app.timer('tick', { schedule: '0 0 3 * * *', handler: (_, context) => context.log('ticked') });

df.app.activity('oven', { handler: (dough) => 'bread of ' + dough });
df.app.activity('unsteady', { handler: (tries) => {
  globalThis.tries = (globalThis.tries ?? 0) + 1;
  if (globalThis.tries < tries) throw new Error('the oven is cold');
  return 'warm';
} });
df.app.activity('slow', { handler: () => new Promise((done) => { globalThis.finish = done; }) });
df.app.orchestration('bake', function* (context) {
  return yield context.df.callActivity('oven', context.df.getInput());
});
df.app.orchestration('order', function* (context) {
  const dough = yield context.df.waitForExternalEvent('dough');
  return yield context.df.callSubOrchestrator('bake', dough.kind);
});
df.app.orchestration('heat', function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 10));
  return yield context.df.callActivityWithRetry('unsteady', new df.RetryOptions(1, 5), 2);
});
df.app.orchestration('rise', function* (context) { return yield context.df.callActivity('slow'); });

const starts = { extraInputs: [df.input.durableClient()] };
app.http('begin', { route: 'begin/{name}/{id}', methods: ['POST'], ...starts, handler: async (request, context) => {
  const { name, id } = request.params;
  await df.getClient(context).startNew(name, { instanceId: id, input: await request.json() });
  return { status: 202 };
} });
app.http('finish', { route: 'finish', methods: ['POST'], handler: () => { globalThis.finish('risen'); return { status: 204 }; } });

app.storageQueue('crumbs', { queueName: 'crumbs', connection: 'AzureWebJobsStorage', handler: (crumb, context) => {
  if (crumb === 'stale' && !globalThis.tolerant) throw new Error('it is stale');
  context.log('ate ' + JSON.stringify(crumb));
} });
app.http('tolerate', { route: 'tolerate', methods: ['POST'], handler: () => { globalThis.tolerant = true; return { status: 204 }; } });

const toSales = output.serviceBusQueue({ queueName: 'sales', connection: 'BUS' });
app.http('sell', { route: 'sell', methods: ['POST'], extraOutputs: [toSales], handler: async (request, context) => {
  context.extraOutputs.set(toSales, await request.text());
  return { status: 202 };
} });
`;

const queue = (name: string, properties: object = {}) => ({
  Name: name,
  Properties: { MaxDeliveryCount: 5, RequiresSession: false, ...properties },
});

/** The bakery on a local cloud of its own with its page, on free ports. */
export interface ForeignCloud extends AsyncDisposable {
  readonly page: Page;
  readonly stack: Stack;
  readonly storage: string;
  readonly serviceBus: string;
  readonly cosmos: string;
  readonly host: string;
}

export async function startForeignCloud(): Promise<ForeignCloud> {
  const directory = await writeApp({
    'dist/app.js': bakery,
    'host.json': {
      version: '2.0',
      extensions: { queues: { maxPollingInterval: '00:00:00.2', visibilityTimeout: '00:00:00' } },
    },
    'infra/local.json': {
      app: { folder: '..' },
      ...{ storage: 'storage.json', cosmos: 'cosmos.json', serviceBus: 'bus.json' },
      settings: { AzureWebJobsStorage: '{storage}', BUS: '{serviceBus}' },
    },
    'infra/storage.json': { containers: ['shelf'], tables: ['stock'] },
    'infra/cosmos.json': {
      database: 'bakery',
      containers: [{ id: 'breads', partitionKey: { paths: ['/kind'], kind: 'Hash' }, indexingPolicy: {} }],
    },
    'infra/bus.json': {
      UserConfig: {
        Namespaces: [
          {
            Name: 'bakery',
            Queues: [queue('sales'), queue('tables', { RequiresSession: true })],
            Topics: [{ Name: 'news', Properties: {}, Subscriptions: [{ Name: 'all', Properties: {} }] }],
          },
        ],
      },
    },
  });
  let stack: Stack | undefined;
  const cloud = stackCloud(
    () => stack,
    async () => undefined,
  );
  const page = await startPage({ port: 0, cloud });
  const started = await startStack({
    stateDir: join(directory, 'state'),
    ports: {},
    resources: await readResources(join(directory, 'infra/local.json')),
    spansTo: page.spansTo,
    onPart: (name, state, pid) => page.parts.changed(name, state, pid),
    log: (name, line) => page.parts.said(name, line),
  });
  stack = started;
  const { storage = '', serviceBus = '', cosmos = '', host = '' } = started.endpoints;
  return {
    ...{ page, stack: started, storage, serviceBus, cosmos, host },
    async [Symbol.asyncDispose]() {
      await started.stop();
      await page.close();
      await rm(join(directory, 'state'), { recursive: true, force: true });
      await removeApp(directory);
    },
  };
}

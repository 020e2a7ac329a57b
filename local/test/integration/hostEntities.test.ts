import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { type RunningHost, removeApp, runHost, writeApp } from './hostApp.ts';

/** A shop of somebody else's: what comes in is signalled, what goes out is taken under a lock of stock and till. */
const shop = `
import { app } from '@azure/functions';
import * as df from 'durable-functions';
const list = (context) => context.df.getState(() => []);
df.app.entity('Stock', (context) => {
  if (context.df.operationName === 'get') return context.df.return(list(context).length);
  context.df.setState([...list(context), context.df.getInput()]);
});
df.app.entity('Till', (context) => context.df.setState([...list(context), context.df.getInput()]));
df.app.orchestration('sell', function* (context) {
  const [stock, till] = [new df.EntityId('Stock', 'main'), new df.EntityId('Till', 'main')];
  const lock = yield context.df.lock(stock, till);
  const before = yield context.df.callEntity(stock, 'get');
  yield context.df.callEntity(stock, 'out', 'sold ' + context.df.instanceId);
  const after = yield context.df.callEntity(stock, 'get');
  yield context.df.callEntity(till, 'paid', context.df.instanceId);
  lock.release();
  context.df.signalEntity(new df.EntityId('Till', 'receipts'), 'print', context.df.instanceId);
  return after - before;
});
const client = { extraInputs: [df.input.durableClient()], authLevel: 'anonymous' };
app.http('deliver', { ...client, methods: ['POST'], handler: async (request, context) => {
  await df.getClient(context).signalEntity(new df.EntityId('Stock', 'main'), 'in', await request.text());
  return { status: 202 };
} });
app.http('order', { ...client, methods: ['POST'], handler: async (request, context) => {
  const instanceId = await request.text();
  await df.getClient(context).startNew('sell', { instanceId });
  return { status: 202 };
} });
app.http('look', { ...client, route: 'look/{name}/{key}', methods: ['GET'], handler: async ({ params }, context) => {
  const { entityState } = await df.getClient(context).readEntityState(new df.EntityId(params.name, params.key));
  return { jsonBody: entityState ?? [] };
} });
app.http('status', { ...client, route: 'status/{id}', methods: ['GET'], handler: async ({ params }, context) =>
  ({ jsonBody: await df.getClient(context).getStatus(params.id) }) });
`;

let azurite: Azurite;
let directory: string;
let host: RunningHost;
let environment: Record<string, string>;
beforeAll(async () => {
  azurite = await startAzurite();
  environment = { AzureWebJobsStorage: azurite.connectionString };
  directory = await writeApp({
    'dist/shop.js': shop,
    'host.json': { version: '2.0', extensions: { durableTask: { hubName: 'Shop', maxConcurrentEntityFunctions: 5 } } },
  });
  host = await runHost(directory, { environment });
});
afterAll(async () => {
  await host?.kill();
  await azurite?.stop();
  await removeApp(directory);
});

const post = (path: string, body: string) => fetch(`${host.url}/api/${path}`, { method: 'POST', body });
const look = async (path: string) => (await (await fetch(`${host.url}/api/${path}`)).json()) as string[];

async function untilSold(id: string): Promise<{ runtimeStatus: string; output: unknown }> {
  for (;;) {
    const answer = await fetch(`${host.url}/api/status/${id}`);
    const status = (await answer.json()) as { runtimeStatus: string; output: unknown };
    if (['Completed', 'Failed'].includes(status.runtimeStatus)) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('an app with entities counts each thing once, also when the host is killed in the middle', async () => {
  const delivered: string[] = [];
  const sold: string[] = [];
  const some = new Promise<void>((resolve) => {
    const lane = async (path: 'deliver' | 'order', done: string[], number: number) => {
      for (let index = number; index < 40; index += 2) {
        const id = `${path}${index}`;
        const answer = await post(path, id).catch(() => undefined);
        if (!answer) return; // The host is dead: what was under way may or may not have been taken in.
        expect(answer.status).toBe(202);
        done.push(id);
        if (delivered.length + sold.length === 40) resolve();
      }
    };
    for (const number of [0, 1]) {
      void lane('deliver', delivered, number);
      void lane('order', sold, number);
    }
  });
  await some;
  await host.kill();
  host = await runHost(directory, { environment });

  for (const id of sold) {
    // One more than before while nobody else was let in.
    expect(await untilSold(id)).toMatchObject({ runtimeStatus: 'Completed', output: 1 });
  }
  const stock = await look('look/Stock/main');
  expect(stock).toEqual(expect.arrayContaining([...delivered, ...sold.map((id) => `sold ${id}`)]));
  expect(new Set(stock).size).toBe(stock.length);
  const paid = await look('look/Till/main');
  expect(paid).toEqual(expect.arrayContaining(sold));
  expect(new Set(paid).size).toBe(paid.length);
  let receipts = await look('look/Till/receipts');
  while (receipts.length < sold.length) receipts = await look('look/Till/receipts');
  expect(new Set(receipts).size).toBe(receipts.length);
});

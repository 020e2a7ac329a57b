import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { type RunningHost, refusalOf, removeApp, runHost, writeApp } from './hostApp.ts';

/** Somebody's lists of things to do, in a table: a list is a partition, a thing is a row. */
const todos = `
import { app, input, output } from '@azure/functions';
const place = { tableName: '%TABLE%', connection: 'STORE' };
const added = output.table({ ...place, partitionKey: '{list}' });
app.http('add', { route: 'lists/{list}', methods: ['POST'], authLevel: 'anonymous', extraOutputs: [added], handler: async (request, context) => {
  context.extraOutputs.set(added, await request.json());
  return { status: 201 };
} });
const keyed = output.table({ ...place, partitionKey: '{list}', rowKey: '{row}' });
app.http('addWithKeys', { route: 'keys/{list}/{row}', methods: ['POST'], authLevel: 'anonymous', extraOutputs: [keyed], handler: async (request, context) => {
  context.extraOutputs.set(keyed, await request.json());
  return { status: 201 };
} });
const one = input.table({ ...place, partitionKey: '{list}', rowKey: '{row}' });
app.http('one', { route: 'lists/{list}/{row}', authLevel: 'anonymous', extraInputs: [one], handler: (_, context) => {
  const entity = context.extraInputs.get(one);
  return entity ? { jsonBody: entity } : { status: 404 };
} });
const all = input.table({ ...place, partitionKey: '{list}' });
app.http('all', { route: 'lists/{list}', methods: ['GET'], authLevel: 'anonymous', extraInputs: [all],
  handler: (_, context) => ({ jsonBody: context.extraInputs.get(all) }) });
const next = input.table({ ...place, partitionKey: '{list}', filter: "Done eq false or Who eq '{query.who}'", take: 2 });
app.http('next', { route: 'next/{list}', authLevel: 'anonymous', extraInputs: [next],
  handler: (_, context) => ({ jsonBody: context.extraInputs.get(next) }) });
const anywhere = input.table({ ...place, filter: "Who eq '{query.who}'" });
app.http('anywhere', { authLevel: 'anonymous', extraInputs: [anywhere],
  handler: (_, context) => ({ jsonBody: context.extraInputs.get(anywhere).map(({ RowKey }) => RowKey) }) });
`;

let azurite: Azurite;
let directory: string;
let host: RunningHost;
let environment: Record<string, string>;
beforeAll(async () => {
  azurite = await startAzurite();
  environment = { STORE: azurite.connectionString, AzureWebJobsStorage: azurite.connectionString, TABLE: 'todos' };
  directory = await writeApp({ 'dist/todos.js': todos });
  host = await runHost(directory, { environment });
});
afterAll(async () => {
  await host?.stop();
  await azurite?.stop();
  await removeApp(directory);
});

const get = (path: string) => fetch(`${host.url}/api/${path}`);
const post = (path: string, body: unknown) =>
  fetch(`${host.url}/api/${path}`, { method: 'POST', body: JSON.stringify(body) });
const rowKeys = async (answer: Response) => ((await answer.json()) as { RowKey: string }[]).map(({ RowKey }) => RowKey);
const table = () =>
  TableClient.fromConnectionString(azurite.connectionString, 'todos', { allowInsecureConnection: true });

describe('a table binding', () => {
  it('reads nothing where there is no table yet, and makes it at the first write', async () => {
    expect((await get('lists/early/a')).status).toBe(404);
    expect(await (await get('lists/early')).json()).toEqual([]);
    expect((await post('lists/early', { RowKey: 'a' })).status).toBe(201);
    expect(await rowKeys(await get('lists/early'))).toEqual(['a']);
  });

  it('writes an entity, its keys in any case, and reads it by both keys, with its types', async () => {
    const entity = { rowKey: 'paint', Done: false, Priority: 2 ** 40, Weight: 2.5, Who: 'Ada', Gone: null };
    expect((await post('lists/home', entity)).status).toBe(201);
    expect(await (await get('lists/home/paint')).json()).toEqual({
      'odata.etag': expect.stringMatching(/^W\//),
      PartitionKey: 'home',
      RowKey: 'paint',
      Timestamp: expect.stringMatching(/^\d{4}-/),
      Done: false,
      Priority: 2 ** 40,
      Weight: 2.5,
      Who: 'Ada',
    });
    const stored = await table().getEntity('home', 'paint');
    expect(stored).toMatchObject({ Priority: 2n ** 40n, Weight: 2.5 });
    expect((await get('lists/home/other')).status).toBe(404);
  });

  it("takes the binding's keys where the entity has none", async () => {
    expect((await post('keys/home/shop', { Done: true })).status).toBe(201);
    expect(await (await get('lists/home/shop')).json()).toMatchObject({ RowKey: 'shop', Done: true });
    expect((await post('keys/home/shop2', { PartitionKey: 'garden', RowKey: 'dig' })).status).toBe(201);
    expect(await (await get('lists/garden/dig')).json()).toMatchObject({ PartitionKey: 'garden' });
  });

  it('writes many of several partitions, more than one transaction takes', async () => {
    const many = Array.from({ length: 230 }, (_, index) => ({
      RowKey: String(index).padStart(3, '0'),
      Done: index % 2 === 0,
    }));
    expect((await post('lists/work', [...many, { PartitionKey: 'play', RowKey: 'chess' }])).status).toBe(201);
    const keys = await rowKeys(await get('lists/work'));
    expect([keys.length, keys[0], keys[229]]).toEqual([230, '000', '229']);
    expect((await get('lists/play/chess')).status).toBe(200);
  });

  it('reads a partition by a filter, and as many as are to be taken', async () => {
    expect(await rowKeys(await get('next/work?who=nobody'))).toEqual(['001', '003']);
  });

  it('keeps what a caller gives inside its place in the filter', async () => {
    await post('lists/quotes', [
      { RowKey: 'a', Who: "O'Brien", Done: true },
      { RowKey: 'b', Who: 'x', Done: true },
    ]);
    expect(await rowKeys(await get(`next/quotes?who=${encodeURIComponent("O'Brien")}`))).toEqual(['a']);
    expect(await rowKeys(await get(`next/quotes?who=${encodeURIComponent("x' or Done eq true or Who eq '")}`))).toEqual(
      [],
    );
    expect(await (await get(`anywhere?who=${encodeURIComponent("O'Brien")}`)).json()).toEqual(['a']);
  });

  it.each([
    ['an entity that is there already', { RowKey: 'paint' }, /EntityAlreadyExists|already exists/],
    ['no row key', { Done: true }, /has no rowKey/],
    ['a key with a slash', { RowKey: 'a/b' }, /"a\/b" cannot be a rowKey/],
    ['a list as a property', { RowKey: 'n', Tags: ['x'] }, /The property "Tags" is a list or an object/],
    ['no object', ['text'], /An entity for a table is an object, not "text"/],
  ])('fails at %s, with the reason in the log', async (_, body, reason) => {
    expect((await post('lists/home', body)).status).toBe(500);
    const failed = host.lines.filter(({ event }) => event === 'invocation.failed').at(-1);
    expect(failed?.error).toMatch(reason);
  });

  it('has written what it said it did when the host is killed in the middle', async () => {
    const acknowledged: string[] = [];
    const enough = new Promise<void>((resolve) => {
      const send = async (lane: number) => {
        for (let index = lane; ; index += 4) {
          const RowKey = `n${index}`;
          const answer = await post('lists/killed', { RowKey }).catch(() => undefined);
          if (!answer) return; // The host is dead: what was under way may or may not be there.
          expect(answer.status).toBe(201);
          acknowledged.push(RowKey);
          if (acknowledged.length === 60) resolve();
        }
      };
      for (let lane = 0; lane < 4; lane += 1) void send(lane);
    });
    await enough;
    await host.kill();
    host = await runHost(directory, { environment });
    const kept = await rowKeys(await get('lists/killed'));
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(kept).size).toBe(kept.length);
  });
});

describe('an app with a table binding that cannot be', () => {
  it.each([
    [
      'a row without its partition',
      "{ tableName: 't', connection: 'STORE', rowKey: 'r' }",
      /a rowKey needs a partitionKey/,
    ],
    [
      'a row and a filter',
      "{ tableName: 't', connection: 'STORE', partitionKey: 'p', rowKey: 'r', take: 5 }",
      /take and filter are for many entities/,
    ],
    [
      'an option of nobody',
      "{ tableName: 't', connection: 'STORE', orderBy: 'x' }",
      /orderBy: not supported by this host/,
    ],
  ])('is refused: %s', async (_, options, reason) => {
    const app = await writeApp({
      'dist/f.js': `import { app, input } from '@azure/functions';
        app.http('f', { extraInputs: [input.table(${options})], handler: () => ({}) });`,
    });
    expect(await refusalOf(app, { environment })).toMatch(reason);
    await removeApp(app);
  });
});

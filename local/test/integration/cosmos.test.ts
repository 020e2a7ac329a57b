import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../cosmos/server.ts';

let stateDir: string;
let server: CosmosServer;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'askwell-cosmos-'));
  server = await startCosmosServer({ port: 0, stateDir });
});
afterEach(async () => {
  await server.stop();
  await rm(stateDir, { recursive: true, force: true });
});

async function containers() {
  const client = new CosmosClient(server.connectionString);
  const { database } = await client.databases.createIfNotExists({ id: 'askwell' });
  const { container: lessons } = await database.containers.createIfNotExists({
    id: 'lessons',
    partitionKey: '/siteId',
  });
  const { container: questions } = await database.containers.createIfNotExists({
    id: 'questions',
    partitionKey: { paths: ['/siteId', '/lessonId'], kind: 'MultiHash', version: 2 } as never,
  });
  return { lessons, questions };
}

async function restart() {
  await server.stop();
  server = await startCosmosServer({ port: 0, stateDir });
}

test('what was written is there after a restart, and what was deleted is not', async () => {
  const before = await containers();
  await before.lessons.items.create({ id: 'a', siteId: 'école "1"/%', title: 'first' });
  await before.lessons.items.create({ id: 'b', siteId: 's', title: 'doomed' });
  await before.lessons
    .item('a', 'école "1"/%')
    .patch({ operations: [{ op: 'set', path: '/title', value: 'patched' }] });
  await before.questions.items.create({ id: 'q/ 1'.replace('/', '-'), siteId: 's', lessonId: 'l', text: 'Why?' });
  await before.lessons.item('b', 's').delete();
  await restart();
  const after = await containers();
  expect((await after.lessons.item('a', 'école "1"/%').read()).resource).toMatchObject({ title: 'patched' });
  expect((await after.lessons.item('b', 's').read()).statusCode).toBe(404);
  const found = await after.questions.items
    .query('SELECT * FROM c WHERE c.lessonId = "l"', { partitionKey: ['s', 'l'] })
    .fetchAll();
  expect(found.resources).toHaveLength(1);
});

test('a refused write is not remembered', async () => {
  const before = await containers();
  await before.lessons.items.create({ id: 'a', siteId: 's', title: 'kept' });
  const stale = before.lessons
    .item('a', 's')
    .replace({ id: 'a', siteId: 's', title: 'late' }, { accessCondition: { type: 'IfMatch', condition: 'old' } });
  await expect(stale).rejects.toMatchObject({ code: 412 });
  await restart();
  const after = await containers();
  expect((await after.lessons.item('a', 's').read()).resource).toMatchObject({ title: 'kept' });
});

test('a taken port is named', async () => {
  await expect(startCosmosServer({ port: server.port, stateDir: join(stateDir, 'other') })).rejects.toThrow(
    `Port ${server.port}`,
  );
});

test('who asks while it comes up waits, and neither misses what is there nor has a write forgotten', async () => {
  const { lessons } = await containers();
  for (let index = 0; index < 150; index += 1) await lessons.items.create({ id: `l${index}`, siteId: 's' });
  const { port } = server;
  await server.stop();
  const starting = startCosmosServer({ port, stateDir });
  // As soon as somebody takes the connection, in the middle of what is put back.
  const asked = async () => {
    for (;;) {
      try {
        const read = await lessons.item('l149', 's').read();
        await lessons.items.upsert({ id: 'new', siteId: 's' });
        return read.statusCode;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) throw error;
      }
    }
  };
  const [status, again] = await Promise.all([asked(), starting]);
  server = again;
  expect(status).toBe(200);
  await restart();
  expect((await (await containers()).lessons.item('new', 's').read()).statusCode).toBe(200);
});

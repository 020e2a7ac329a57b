import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { azuriteReady } from '../../azuriteReady.ts';
import { type Part, startPart } from '../../part.ts';

const ours = fileURLToPath(new URL('../../azurite/main.ts', import.meta.url));
const plain = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');

let folder: string;
let part: Part;
let blobs: BlobServiceClient;
let queues: QueueServiceClient;
let connection: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azurite-kill-'));
});
afterEach(async () => {
  await part?.kill();
  await rm(folder, { recursive: true, force: true });
});

async function start(script = ours): Promise<void> {
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const args = ['--location', folder, '--skipApiVersionCheck', '--disableTelemetry', ...ports];
  const log = () => undefined;
  part = await startPart({ name: 'azurite', script, args, ready: azuriteReady(), log, timeoutSeconds: 60 });
  connection = String(part.said.connectionString);
  blobs = BlobServiceClient.fromConnectionString(connection);
  queues = QueueServiceClient.fromConnectionString(connection);
}

async function killAndStart(): Promise<void> {
  await part.kill();
  await start();
}

const tables = (name: string) => TableClient.fromConnectionString(connection, name, { allowInsecureConnection: true });
const text = async (container: string, name: string) =>
  (await blobs.getContainerClient(container).getBlobClient(name).downloadToBuffer()).toString();

it('has after a kill every blob whose upload was answered, in one piece or in blocks, and none that was deleted', async () => {
  await start();
  const container = blobs.getContainerClient('videos');
  await container.create();
  await container.getBlockBlobClient('gone').upload('gone', 4);
  await container.deleteBlob('gone');
  const blocks = container.getBlockBlobClient('blocks');
  await blocks.stageBlock(Buffer.from('a').toString('base64'), 'in ', 3);
  await blocks.stageBlock(Buffer.from('b').toString('base64'), 'blocks', 6);
  await blocks.commitBlockList(['a', 'b'].map((id) => Buffer.from(id).toString('base64')));
  const { etag } = await container.getBlockBlobClient('whole').upload('whole', 5, { metadata: { title: 'A lesson' } });
  await killAndStart();
  const names: string[] = [];
  for await (const { name } of blobs.getContainerClient('videos').listBlobsFlat()) names.push(name);
  expect(names).toEqual(['blocks', 'whole']);
  expect(await text('videos', 'whole')).toBe('whole');
  expect(await text('videos', 'blocks')).toBe('in blocks');
  const kept = await blobs.getContainerClient('videos').getBlobClient('whole').getProperties();
  expect(kept).toMatchObject({ etag, metadata: { title: 'A lesson' } });
  await blobs.getContainerClient('videos').getBlockBlobClient('whole').upload('anew', 4);
  await killAndStart();
  expect(await text('videos', 'whole')).toBe('anew');
});

it('goes on with blocks that were staged before a kill', async () => {
  await start();
  await blobs.getContainerClient('videos').create();
  const id = Buffer.from('a').toString('base64');
  await blobs.getContainerClient('videos').getBlockBlobClient('paused').stageBlock(id, 'first', 5);
  await killAndStart();
  const blob = blobs.getContainerClient('videos').getBlockBlobClient('paused');
  expect((await blob.getBlockList('uncommitted')).uncommittedBlocks).toEqual([{ name: id, size: 5 }]);
  await blob.commitBlockList([id]);
  expect(await text('videos', 'paused')).toBe('first');
});

it('has after a kill the rows and messages that were answered, and hides a message as long as was asked', async () => {
  await start();
  await TableServiceClient.fromConnectionString(connection, { allowInsecureConnection: true }).createTable('rows');
  const row = (rowKey: string, value: number) => ({ partitionKey: 'p', rowKey, value });
  await tables('rows').createEntity(row('kept', 1));
  await tables('rows').createEntity(row('removed', 1));
  await tables('rows').submitTransaction([
    ['update', row('kept', 2)],
    ['delete', { partitionKey: 'p', rowKey: 'removed' }],
    ['create', row('new', 3)],
  ]);
  await queues.getQueueClient('jobs').create();
  for (const message of ['done', 'hidden', 'waiting']) await queues.getQueueClient('jobs').sendMessage(message);
  const [done, hidden] = (
    await queues.getQueueClient('jobs').receiveMessages({ numberOfMessages: 2, visibilityTimeout: 600 })
  ).receivedMessageItems;
  expect(hidden?.messageText).toBe('hidden');
  await queues.getQueueClient('jobs').deleteMessage(done?.messageId ?? '', done?.popReceipt ?? '');
  await killAndStart();
  const rows: unknown[] = [];
  for await (const { rowKey, value } of tables('rows').listEntities()) rows.push([rowKey, value]);
  expect(rows).toEqual([
    ['kept', 2],
    ['new', 3],
  ]);
  const left = await queues.getQueueClient('jobs').receiveMessages({ numberOfMessages: 8 });
  expect(left.receivedMessageItems.map(({ messageText }) => messageText)).toEqual(['waiting']);
  expect((await queues.getQueueClient('jobs').getProperties()).approximateMessagesCount).toBe(2);
});

it('takes back the whole of a group of rows of which one is refused', async () => {
  await start();
  await TableServiceClient.fromConnectionString(connection, { allowInsecureConnection: true }).createTable('rows');
  await tables('rows').createEntity({ partitionKey: 'p', rowKey: 'there', value: 1 });
  const group = tables('rows').submitTransaction([
    ['update', { partitionKey: 'p', rowKey: 'there', value: 2 }],
    ['create', { partitionKey: 'p', rowKey: 'first', value: 2 }],
    ['delete', { partitionKey: 'p', rowKey: 'missing' }],
  ]);
  await expect(group).rejects.toThrow();
  await killAndStart();
  const rows: unknown[] = [];
  for await (const { rowKey, value } of tables('rows').listEntities()) rows.push([rowKey, value]);
  expect(rows).toEqual([['there', 1]]);
});

it('takes over what an earlier version left, and leaves its files behind', async () => {
  await start(plain);
  await blobs.getContainerClient('videos').create();
  await blobs.getContainerClient('videos').getBlockBlobClient('old').upload('old', 3);
  await queues.getQueueClient('jobs').create();
  await queues.getQueueClient('jobs').sendMessage('old');
  await part.stop();
  expect(existsSync(join(folder, '__azurite_db_blob__.json'))).toBe(true);
  await start();
  expect(existsSync(join(folder, '__azurite_db_blob__.json'))).toBe(false);
  await blobs.getContainerClient('videos').getBlockBlobClient('new').upload('new', 3);
  await killAndStart();
  expect([await text('videos', 'old'), await text('videos', 'new')]).toEqual(['old', 'new']);
  expect((await queues.getQueueClient('jobs').peekMessages()).peekedMessageItems[0]?.messageText).toBe('old');
});

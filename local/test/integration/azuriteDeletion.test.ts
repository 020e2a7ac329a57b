import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { azuriteReady } from '../../azuriteReady.ts';
import { type Part, startPart } from '../../part.ts';

const script = fileURLToPath(new URL('../../azurite/main.ts', import.meta.url));
let folder: string;
let part: Part;
let videos: ReturnType<BlobServiceClient['getContainerClient']>;
let connection: string;

async function start(): Promise<void> {
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const args = ['--location', folder, '--skipApiVersionCheck', '--disableTelemetry', ...ports];
  const log = () => undefined;
  part = await startPart({ name: 'azurite', script, args, ready: azuriteReady(), log, timeoutSeconds: 60 });
  connection = String(part.said.connectionString);
  videos = BlobServiceClient.fromConnectionString(connection).getContainerClient('videos');
  await videos.createIfNotExists();
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azurite-deletion-'));
  await start();
});
afterEach(async () => {
  await part.kill();
  await rm(folder, { recursive: true, force: true });
});

/** The files below the state folder in which a text stands, as they are on disk. */
async function holding(text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // Between the listing and now Azurite may have removed it.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(text)) found.push(path);
  }
  return found;
}
const put = (name: string, text: string) => videos.getBlockBlobClient(name).upload(text, text.length);
const gone = { timeout: 40_000, interval: 500 };

test('bytes and names of what was deleted or replaced leave the files, and what is in use stays', async () => {
  await put('Maya.mp4', 'what Maya said');
  await put('replaced.json', 'what Tunde said');
  await put('copied.json', 'what both said');
  await (
    await videos.getBlobClient('copy.json').beginCopyFromURL(videos.getBlobClient('copied.json').url)
  ).pollUntilDone();
  const blocks = videos.getBlockBlobClient('blocks.mp4');
  const id = Buffer.from('a').toString('base64');
  await blocks.stageBlock(id, 'never committed', 15);
  await blocks.stageBlock(id, 'in a block', 10);
  await blocks.commitBlockList([id]);
  const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient('jobs');
  await queue.create();
  await queue.sendMessage('a message of Maya');
  expect((await holding('Maya')).length).toBeGreaterThan(2);

  for (const name of ['Maya.mp4', 'copied.json']) await videos.deleteBlob(name);
  await put('replaced.json', 'anew');
  const [message] = (await queue.receiveMessages()).receivedMessageItems;
  await queue.deleteMessage(message?.messageId ?? '', message?.popReceipt ?? '');
  for (const text of ['Maya', 'what Tunde said', 'never committed'])
    await expect.poll(() => holding(text), gone).toEqual([]);
  const text = async (name: string) => (await videos.getBlobClient(name).downloadToBuffer()).toString();
  expect([await text('copy.json'), await text('blocks.mp4'), await text('replaced.json')]).toEqual([
    'what both said',
    'in a block',
    'anew',
  ]);
});

test('what a killed upload left, and what was deleted just before a kill, goes at the next start', async () => {
  await put('kept.mp4', 'what is kept');
  await put('deleted.mp4', 'what is deleted');
  await videos.deleteBlob('deleted.mp4');
  await part.kill();
  const bytes = join(folder, '__blobstorage__');
  const [file = ''] = await readdir(bytes);
  await appendFile(join(bytes, file), 'half of an upload');
  await start();
  for (const text of ['what is deleted', 'half of an upload']) await expect.poll(() => holding(text), gone).toEqual([]);
  expect((await videos.getBlobClient('kept.mp4').downloadToBuffer()).toString()).toBe('what is kept');
});

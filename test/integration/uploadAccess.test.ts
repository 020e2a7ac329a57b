import { BlobServiceClient, BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allowOrigins, readResources } from '../../local/resources.ts';
import { type Role, uploadRequestSchema } from '../../shared/api/contract.ts';
import { planUpload } from '../../shared/api/upload.ts';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { changeLesson, withUpload } from '../../shared/results/lessons.ts';
import { readUrl, uploadUrl } from '../../shared/storage/access.ts';
import { deleteUpload, findUpload } from '../../shared/storage/blobs.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const origin = 'http://localhost:7071';
let stores: Stores;
let blobs: BlobServiceClient;

beforeAll(async () => {
  process.env.MAX_VIDEO_BYTES = '3000000000';
  stores = await startStores();
  const { cors } = await readResources('infra/local.json');
  if (cors === undefined) throw new Error('infra/storage.json declares no CORS.');
  await allowOrigins(stores.storage, [origin], cors);
  blobs = BlobServiceClient.fromConnectionString(stores.storage);
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const as = (role: Role) => ({ name: 'Ana Ortiz', id: '42', roles: [role] });
const planAs = (role: Role, request: object) => planUpload(uploadRequestSchema.parse(request), as(role));
const plan = async (request: object) => (await planAs('uploader', request)).plan;
const id = (index: number) => Buffer.from(`block-${String(index).padStart(5, '0')}`).toString('base64');

test('an upload that was interrupted goes on with the blocks that are there, and brings its details', async () => {
  const request = {
    site: 'R\u00edo "1" & %2F',
    fileName: 'Sand #1?.mp4',
    sizeBytes: 6,
    details: { title: 'Ärger', consent: 'given' },
  };
  const first = await plan(request);
  expect(first).toMatchObject({
    stagedBlocks: [],
    contentType: 'video/mp4',
    blobName: 'R\u00edo "1" & %2F/Sand #1?.mp4',
  });
  await new BlockBlobClient(first.url).stageBlock(id(0), 'abc', 3);

  const again = await plan(request);
  expect(again).toMatchObject({ stagedBlocks: [{ id: id(0), sizeBytes: 3 }], lessonId: first.lessonId });
  expect(again.blockBytes).toBe(first.blockBytes);
  const client = new BlockBlobClient(again.url);
  await client.stageBlock(id(1), 'def', 3);
  await client.commitBlockList([id(0), id(1)], {
    metadata: again.metadata,
    blobHTTPHeaders: { blobContentType: again.contentType },
  });
  expect(await findUpload(again.blobName)).toMatchObject({
    sizeBytes: 6,
    metadata: { title: '%C3%84rger', consent: 'given' },
  });
  await expect(plan(request)).rejects.toMatchObject({ status: 409, code: 'already-there' });
  await expect(planAs('uploader', { ...request, replace: true })).rejects.toMatchObject({
    status: 403,
    why: 'Replacing a lesson needs admin',
  });
  const replacing = await planAs('admin', { ...request, replace: true });
  expect(replacing).toMatchObject({ replaces: true, plan: { blobName: again.blobName } });
});

test('a lesson whose video is gone is still one, and given way to by nobody without the right', async () => {
  const request = { site: 'north', fileName: 'kept.mp4', sizeBytes: 5 };
  const { plan: first, replaces } = await planAs('uploader', request);
  expect(replaces).toBe(false);
  const source = sourceOf({ blobName: first.blobName, etag: '"1"', sizeBytes: 5, uploadedAt: new Date() });
  await changeLesson('north', first.lessonId, () => withUpload(null, source, new Date()));
  await expect(planAs('uploader', request)).rejects.toMatchObject({ status: 409, code: 'already-there' });
  await expect(planAs('uploader', { ...request, replace: true })).rejects.toMatchObject({ status: 403 });
  expect((await planAs('admin', { ...request, replace: true })).replaces).toBe(true);
});

test('a video that its uploader leased, and took a snapshot of, is deleted all the same', async () => {
  const { url, blobName } = await plan({ fileName: 'leased.mp4', sizeBytes: 1 });
  const client = new BlockBlobClient(url);
  await client.upload('x', 1);
  await client.createSnapshot();
  await client.getBlobLeaseClient().acquireLease(-1);
  expect(await deleteUpload(blobName)).toBe(1);
  expect(await findUpload(blobName)).toBeNull();
});

test.each([
  ['notes.txt', 5, 'unsupported-name'],
  ['lesson.mp4', 0, 'file-empty'],
  ['lesson.mp4', 3_000_000_001, 'file-too-large'],
  ['lesson.mp4', Number.MAX_SAFE_INTEGER, 'file-too-large'],
])('%s of %i bytes is refused before a byte is sent', async (fileName, sizeBytes, code) => {
  await expect(plan({ fileName, sizeBytes })).rejects.toMatchObject({ status: 400, code });
});

test.each([
  { site: '..', fileName: 'a.mp4' },
  { site: 'a/b', fileName: 'a.mp4' },
  { site: 'a\\b', fileName: 'a.mp4' },
  { site: '', fileName: 'a.mp4' },
  { site: 'a\u0000', fileName: 'a.mp4' },
  { site: 'a', fileName: '../b.mp4' },
  { site: 'a', fileName: 'x\ud800.mp4' },
  { site: 'a', fileName: `${'x'.repeat(500)}.mp4` },
  { site: 'a', fileName: 'a.mp4', sizeBytes: -1 },
  { site: 'a', fileName: 'a.mp4', sizeBytes: 1.5 },
  { site: 'a', fileName: 'a.mp4', sizeBytes: '6' },
  { site: 'a', fileName: 'a.mp4', details: { title: '' } },
  { site: 'a', fileName: 'a.mp4', rights: 'all' },
  { site: 'a', fileName: 'a.mp4', details: { hold: false } },
  { site: 'a', fileName: 'a.mp4', details: { retainUntil: '2020-01-01' } },
])('%j is no upload', (request) => {
  expect(uploadRequestSchema.safeParse({ sizeBytes: 6, ...request }).success).toBe(false);
});

test("'; DROP TABLE lessons; -- is a site like any other, and stays in its own blob", async () => {
  const { url, blobName } = await plan({ site: "'; DROP TABLE lessons; --", fileName: 'a.mp4', sizeBytes: 1 });
  await new BlockBlobClient(url).upload('x', 1);
  expect(await blobs.getContainerClient('videos').getBlobClient(blobName).exists()).toBe(true);
});

describe('an address for writing', () => {
  const write = async () => new URL((await uploadUrl('rights/a.mp4')).url);
  const status = async (url: URL, init: RequestInit) => (await fetch(url, init)).status;
  const put = { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'x' };

  test('writes its blob', async () => {
    expect(await status(await write(), put)).toBe(201);
  });

  test('reads nothing, deletes nothing, lists nothing, and writes no other blob', async () => {
    const url = await write();
    await status(url, put);
    expect(await status(url, { method: 'GET' })).toBe(403);
    expect(await status(url, { method: 'DELETE' })).toBe(403);
    const other = new URL(url);
    other.pathname = other.pathname.replace('a.mp4', 'b.mp4');
    expect(await status(other, put)).toBe(403);
    const list = new URL(url);
    list.pathname = list.pathname.replace('/rights/a.mp4', '');
    list.searchParams.set('restype', 'container');
    list.searchParams.set('comp', 'list');
    expect(await status(list, { method: 'GET' })).toBe(403);
    const widened = new URL(url);
    widened.searchParams.set('sp', 'rwdl');
    expect(await status(widened, { method: 'GET' })).toBe(403);
  });

  test('ends after two hours at most', async () => {
    const { url, expiresAt } = await uploadUrl('rights/a.mp4', new Date(Date.now() - 2 * 3_600_000 - 1000));
    expect(await status(new URL(url), put)).toBe(403);
    expect(new URL(url).searchParams.get('se')).toBe(
      expiresAt
        .toISOString()
        .replace('.000Z', 'Z')
        .replace(/\.\d+Z/, 'Z'),
    );
  });
});

describe('an address for reading', () => {
  beforeAll(async () => {
    const text = '<script>alert(1)</script>';
    await blobs
      .getContainerClient('videos')
      .getBlockBlobClient('read.mp4')
      .upload(text, text.length, { blobHTTPHeaders: { blobContentType: 'text/html' } });
  });

  test('gives ranges of its blob, under the type that we name and not the one that an uploader chose', async () => {
    const { url } = await readUrl('videos', 'read.mp4', 'video/mp4');
    const answer = await fetch(url, { headers: { range: 'bytes=1-6', origin } });
    expect([answer.status, await answer.text()]).toEqual([206, 'script']);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toContain('content-range');
    expect((await fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'x' })).status).toBe(
      403,
    );
  });

  test('is the same within half an hour, ends half an hour to an hour later, and is refused then', async () => {
    const at = (time: string) => readUrl('videos', 'read.mp4', 'video/mp4', new Date(`2026-11-21T${time}Z`));
    expect((await at('10:00:00')).url).toBe((await at('10:29:59')).url);
    expect((await at('10:29:59')).expiresAt.toISOString()).toBe('2026-11-21T11:00:00.000Z');
    expect((await at('10:30:00')).expiresAt.toISOString()).toBe('2026-11-21T11:30:00.000Z');
    const { url } = await readUrl('videos', 'read.mp4', 'video/mp4', new Date(Date.now() - 3_600_000));
    expect((await fetch(url)).status).toBe(403);
  });
});

test('a page of the studio may upload from a browser, a page of another origin may not', async () => {
  const ask = async (from: string) => {
    const headers = {
      origin: from,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-ms-meta-title,x-ms-blob-content-type,content-type,if-none-match',
    };
    return fetch((await uploadUrl('page.mp4')).url, { method: 'OPTIONS', headers });
  };
  const answer = await ask(origin);
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect((await ask('http://evil.example')).status).toBe(403);
});

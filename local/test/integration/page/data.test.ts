import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { CosmosClient } from '@azure/cosmos';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataShown } from '../../../page/shown.ts';
import { memoryBytes } from '../../../processes.ts';
import { type ForeignCloud, startForeignCloud } from './foreignCloud.ts';
import { enterPage, type PageClient } from './pageClient.ts';

let cloud: ForeignCloud;
let page: PageClient;
beforeAll(async () => {
  cloud = await startForeignCloud();
  page = await enterPage(cloud.page.address);
});
afterAll(async () => cloud?.[Symbol.asyncDispose]());

const at = (what: string, name: string) => `/api/data/${what}?${new URLSearchParams({ place: 'shelf', name })}`;
const upload = (name: string, body: NonNullable<RequestInit['body']>, type = 'text/plain') =>
  page.fetch(at('blob', name), { method: 'PUT', body, headers: { 'content-type': type } });
const preview = async (name: string) => JSON.parse(await (await page.fetch(at('preview', name))).text());

test.each([
  'plain.txt',
  'a folder/with spaces/and ümlauts é 日本.txt',
  'q?x=1&place=other#frag%2F%00.txt',
  `quotes'"();filename="evil.html`,
  'line\nx-other: a',
  '..hidden/...txt',
  '\u202Etxt.exe',
  'ends/with/slash/',
])('a file of the name %j is uploaded, listed, seen and downloaded as it is', async (name) => {
  expect((await upload(name, 'crumb')).status).toBe(200);
  const { blobs } = await page.shown<DataShown>('data', { kind: 'blobs', place: 'shelf', prefix: name });
  expect(blobs).toMatchObject([{ name, sizeBytes: 5, type: 'text/plain' }]);
  expect(await preview(name)).toMatchObject({ kind: 'text', text: 'crumb', contentLength: 5 });
  const answer = await page.fetch(at('download', name));
  expect(await answer.text()).toBe('crumb');
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9._~!%-]+$/);
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test.each(['../breads/x', 'a/../../x', './x', '..', 'a\\..\\..\\x'])(
  'the name %j, which leads elsewhere in an address, is refused',
  async (name) => {
    expect((await upload(name, 'crumb')).status).toBe(400);
    expect((await page.fetch(at('download', name))).status).toBe(400);
  },
);

test('what would run as a page is never sent as one', async () => {
  const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  await upload('evil.svg', script, 'image/svg+xml');
  await upload('evil.html', '<script>alert(1)</script>', 'text/html');
  for (const name of ['evil.svg', 'evil.html']) {
    expect((await page.fetch(at('picture', name))).status).toBe(415);
    const answer = await page.fetch(at('download', name));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    await answer.arrayBuffer();
    expect((await preview(name)).kind).toBe('text');
  }
});

test('an empty blob, a long one, bytes and a picture are each previewed as what they are', async () => {
  await upload('empty', '');
  expect(await preview('empty')).toMatchObject({ kind: 'text', text: '', contentLength: 0 });
  await upload('long', 'ü'.repeat(100_000));
  const long = await preview('long');
  expect(long.kind).toBe('text');
  expect(long.text.length).toBeLessThan(40_000);
  await upload('bytes', new Uint8Array([0, 1, 2, 255]));
  expect(await preview('bytes')).toMatchObject({ kind: 'bytes', text: '' });
  await upload('dot.png', new Uint8Array([137, 80, 78, 71]), 'image/png');
  expect(await preview('dot.png')).toMatchObject({ kind: 'picture' });
  expect((await page.fetch(at('picture', 'dot.png'))).headers.get('content-type')).toBe('image/png');
});

test('a blob that is not there is said to be not there', async () => {
  const answer = await page.fetch(at('preview', 'nothing'));
  expect(answer.status).toBe(404);
  expect((await page.fetch('/api/data/preview?place=nowhere&name=x')).status).toBe(404);
  expect((await page.fetch('/api/data/preview?place=shelf')).status).toBe(400);
});

test('a huge file goes through in both directions, whole, without being held in memory', async () => {
  const piece = randomBytes(1024 * 1024);
  const pieces = 300;
  const own = createHash('sha256');
  for (let each = 0; each < pieces; each += 1) own.update(piece);
  const before = (await memoryBytes(process.pid)) ?? 0;
  let most = 0;
  const measure = async () => {
    most = Math.max(most, ((await memoryBytes(process.pid)) ?? 0) - before);
  };
  async function* content() {
    for (let each = 0; each < pieces; each += 1) {
      if (each % 20 === 0) await measure();
      yield piece;
    }
  }
  const init = {
    method: 'PUT',
    body: Readable.toWeb(Readable.from(content())) as NonNullable<RequestInit['body']>,
    headers: { 'content-length': String(pieces * piece.length), 'content-type': 'video/mp4' },
    duplex: 'half' as const,
  };
  expect((await page.fetch(at('blob', 'huge.mp4'), init)).status).toBe(200);
  const answer = await page.fetch(at('download', 'huge.mp4'));
  expect(answer.headers.get('content-length')).toBe(String(pieces * piece.length));
  const came = createHash('sha256');
  let chunks = 0;
  for await (const chunk of answer.body ?? []) {
    came.update(chunk);
    chunks += 1;
    if (chunks % 400 === 0) await measure();
  }
  expect(came.digest('hex')).toBe(own.digest('hex'));
  // This process holds the page, the sender and the reader.
  expect(most).toBeLessThan(200 * 1024 * 1024);
});

/** Sends the head of a request and maybe some of its body, and says what the page answers first. */
async function raw(head: string, body: string, then: 'wait' | 'leave'): Promise<string> {
  const { port, host } = new URL(cloud.page.address);
  const cookie = (await fetch(cloud.page.address, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0];
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`PUT ${at('blob', 'cut')} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n${head}\r\n\r\n${body}`);
  if (then === 'leave') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.destroy();
    return '';
  }
  for await (const data of socket) {
    socket.destroy();
    return String(data).split('\r\n')[0] ?? '';
  }
  return '';
}

test('an upload that is too large, or does not say how large it is, is refused before it is sent', async () => {
  expect(await raw('Content-Length: 10737418241', '', 'wait')).toContain('413');
  expect(await raw('Transfer-Encoding: chunked', '', 'wait')).toContain('413');
});

test('of an upload that broke off nothing is left, and the page goes on', async () => {
  await raw('Content-Length: 1000', 'only the beginning', 'leave');
  expect((await page.fetch(at('preview', 'cut'))).status).toBe(404);
  const { blobs } = await page.shown<DataShown>('data', { kind: 'blobs', place: 'shelf', prefix: 'cut' });
  expect(blobs).toEqual([]);
});

test('a table is asked by a filter, and a wrong filter says what is wrong', async () => {
  const stock = TableClient.fromConnectionString(cloud.storage, 'stock', { allowInsecureConnection: true });
  for (let number = 0; number < 205; number += 1)
    await stock.createEntity({ partitionKey: number < 3 ? 'rye' : 'oat', rowKey: String(number), loaves: number });
  const ask = (query: string, place = 'stock') => page.act('data', 'table', { place, query });
  const rye = await ask("PartitionKey eq 'rye' and loaves gt 0");
  expect(rye.body.rows).toMatchObject([{ rowKey: '1' }, { rowKey: '2' }]);
  const all = await ask('');
  expect(all.body.rows).toHaveLength(200);
  expect(all.body.more).toBe(true);
  const wrong = await ask('loaves gt');
  expect(wrong.status).toBe(400);
  expect(String(wrong.body.error).length).toBeGreaterThan(5);
  expect((await ask('', 'nothing')).status).toBe(404);
});

test('Cosmos DB is asked by a query, and a wrong query says what is wrong', async () => {
  const client = new CosmosClient(cloud.cosmos);
  const breads = client.database('bakery').container('breads');
  for (let number = 0; number < 205; number += 1)
    await breads.items.create({ id: String(number), kind: 'rye', number });
  client.dispose();
  const ask = (query: string) => page.act('data', 'cosmos', { place: 'bakery/breads', query });
  expect((await ask('SELECT c.id FROM c WHERE c.number >= 203 ORDER BY c.number')).body).toEqual({
    rows: [{ id: '203' }, { id: '204' }],
    more: false,
  });
  const all = await ask('');
  expect(all.body.rows).toHaveLength(200);
  expect(all.body.more).toBe(true);
  const wrong = await ask('SELECT FROM WHERE');
  expect(wrong.status).toBe(400);
  expect(wrong.body.error).toMatch(/syntax|expected/i);
});

test('every place is listed', async () => {
  const { places } = await page.shown<DataShown>('data');
  expect(places).toEqual(
    expect.arrayContaining([
      { kind: 'blobs', name: 'shelf' },
      { kind: 'table', name: 'stock' },
      { kind: 'cosmos', name: 'bakery/breads' },
    ]),
  );
});

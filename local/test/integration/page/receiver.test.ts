import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, startPage } from '../../../page/server.ts';
import type { TracesShown } from '../../../page/shown.ts';
import { enterPage, type PageClient } from './pageClient.ts';

let served: Page;
let page: PageClient;
beforeAll(async () => {
  served = await startPage({ port: 0, cloud: { addresses: () => ({}) } });
  page = await enterPage(served.address);
});
afterAll(async () => served?.close());

const json = { 'content-type': 'application/json' };
const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = json, path = '/v1/traces') =>
  fetch(`${served.spansTo}${path}`, { method: 'POST', body, headers });
const hex = (digits: number, number: number) => number.toString(16).padStart(digits, '0');

interface SpanOf {
  readonly trace: number;
  readonly span?: number;
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const request = (spans: readonly SpanOf[], scope = 'test') =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'bakery' } }] },
        scopeSpans: [
          {
            scope: { name: scope },
            spans: spans.map(({ trace, span = 1, name = 'bake', attributes = {} }) => ({
              traceId: hex(32, trace),
              spanId: hex(16, span),
              name,
              startTimeUnixNano: '1000000000',
              endTimeUnixNano: '1500000000',
              attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
            })),
          },
        ],
      },
    ],
  });
const seen = async (trace: number) => (await page.shown<TracesShown>('traces', { id: hex(32, trace) })).spans;

test('spans are taken as JSON, also packed by gzip', async () => {
  expect((await send(request([{ trace: 1, name: 'knead' }]))).status).toBe(200);
  const packed = gzipSync(request([{ trace: 2, name: 'rest' }]));
  expect((await send(packed, { ...json, 'content-encoding': 'gzip' })).status).toBe(200);
  expect(await seen(1)).toMatchObject([{ name: 'knead', service: 'bakery', startMs: 1000, endMs: 1500 }]);
  expect(await seen(2)).toMatchObject([{ name: 'rest' }]);
});

test('an empty request is taken, and metrics and logs are heard', async () => {
  expect((await send('', { 'content-type': 'application/x-protobuf' })).status).toBe(200);
  expect((await send('{}', json, '/v1/metrics')).status).toBe(200);
  expect((await send('{}', json, '/v1/logs')).status).toBe(200);
});

test.each<[string, string | Buffer<ArrayBuffer>, Record<string, string>, number]>([
  ['no JSON', '{"resourceSpans":', json, 400],
  ['another shape', '{"resourceSpans":{"a":1}}', json, 400],
  ['an id that is none', request([{ trace: 1 }]).replace(/"traceId":"\w+"/, '"traceId":"x"'), json, 400],
  ['a time that is none', request([{ trace: 1 }]).replace('"1000000000"', '"soon"'), json, 400],
  ['protobuf that breaks off', Buffer.from([10, 255, 1]), { 'content-type': 'application/x-protobuf' }, 400],
  ['protobuf of something else', Buffer.from('not protobuf at all'), { 'content-type': 'application/x-protobuf' }, 400],
  ['what is not gzip', Buffer.from('x'), { ...json, 'content-encoding': 'gzip' }, 400],
  ['another packing', '{}', { ...json, 'content-encoding': 'br' }, 415],
  ['a body that is too large', Buffer.alloc(9 * 1024 * 1024, 32), json, 413],
  [
    'too much when unpacked',
    gzipSync(Buffer.alloc(64 * 1024 * 1024, 32)),
    { ...json, 'content-encoding': 'gzip' },
    413,
  ],
])('%s is refused, and the page goes on', async (_, body, headers, status) => {
  const answer = await send(body, headers);
  expect(answer.status).toBe(status);
  expect(JSON.parse(await answer.text()).error.length).toBeGreaterThan(5);
  expect((await send(request([{ trace: 3 }]))).status).toBe(200);
});

test('a body without a length is not read beyond the bound', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1;
      controller.enqueue(Buffer.alloc(1024 * 1024, 32));
    },
  });
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, headers: json, duplex: 'half' };
  // The answer may be lost as the connection is closed on whoever goes on sending.
  const status = await fetch(`${served.spansTo}/v1/traces`, init).then(
    (answer) => answer.status,
    () => 413,
  );
  expect(status).toBe(413);
  expect(given).toBeLessThan(64);
});

test('another path, another method, and a page are refused', async () => {
  expect((await send('{}', json, '/v1/profiles')).status).toBe(404);
  expect((await fetch(`${served.spansTo}/v1/traces`)).status).toBe(405);
  expect((await send(request([{ trace: 4 }]), { ...json, origin: 'https://evil.example' })).status).toBe(403);
  expect(await seen(4)).toEqual([]);
});

test('of a flood the newest is kept, and whoever looks sees it', async () => {
  const attributes = { text: 'x'.repeat(5000) };
  for (let round = 0; round < 40; round += 1) {
    const spans = Array.from({ length: 250 }, (_, index) => ({ trace: 1000 + round * 250 + index, attributes }));
    expect((await send(request(spans))).status).toBe(200);
  }
  const { traces } = await page.shown<TracesShown>('traces');
  expect(traces).toHaveLength(2000);
  const [last] = await seen(1000 + 40 * 250 - 1);
  expect(String(last?.attributes.text)).toHaveLength(4000);
  expect(await seen(1000)).toEqual([]);
});

test('secrets in headers, addresses, connection strings and JSON are masked in traces', async () => {
  const secret = 's3cr3tValue0123456789';
  const attributes = {
    'faas.invocation_id': 'i-1',
    input: `GET http://a/api?code=${secret}\nx-functions-key: ${secret}\ncookie: session=${secret}`,
    result: JSON.stringify({ apiKey: secret, url: `http://a/b?sv=1&sig=${secret}` }),
    'http.request.header.authorization': `SharedKey ${secret}`,
    'url.full': `http://storage/blob?sv=2024&sig=${secret}&se=1`,
    connection: `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${secret}==;`,
    'db.url': `postgres://user:${secret}@host/db`,
  };
  await send(request([{ trace: 9, name: 'masked', attributes }], 'local-cloud.host'));
  const spans = JSON.stringify(await seen(9));
  expect(spans).toContain('AccountName=a');
  expect(spans.match(/•••/g)?.length).toBe(9);
  expect(spans).not.toContain(secret);
});

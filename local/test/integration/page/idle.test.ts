import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, startPage } from '../../../page/server.ts';
import type { FunctionsShown } from '../../../page/shown.ts';
import { enterPage, type PageClient } from './pageClient.ts';

/** A functions host at the page's seam, which counts how often it is asked. */
let fakeHost: Server;
let asked = 0;
let names = ['bake'];
let answersAfter = 0;
let served: Page;
let page: PageClient;

beforeAll(async () => {
  fakeHost = createServer(async (_, response) => {
    asked += 1;
    await delay(answersAfter);
    const bindings = [{ type: 'queueTrigger' }];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(names.map((name) => ({ name, isDisabled: false, config: { bindings } }))));
  }).listen(0, '127.0.0.1');
  await once(fakeHost, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = fakeHost.address() as AddressInfo;
  served = await startPage({ port: 0, cloud: { addresses: () => ({ host: `http://127.0.0.1:${port}` }) } });
  page = await enterPage(served.address);
});
afterAll(async () => {
  await served?.close();
  fakeHost?.close();
});

/** How often the host is asked while a view is followed for so long, and how many events the reader is sent. */
async function followed(seconds: number, readers = 1): Promise<{ asked: number; events: number }> {
  const gone = new AbortController();
  const before = asked;
  let events = 0;
  const reading = Array.from({ length: readers }, async () => {
    const answer = await page.fetch('/api/functions', { signal: gone.signal });
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? [])
      events += chunk.split('data: ').length - 1;
  });
  await delay(seconds * 1000);
  gone.abort();
  await Promise.allSettled(reading);
  return { asked: asked - before, events };
}

test('who follows a view in which nothing happens is told once, and asks for it ever more rarely', async () => {
  const idle = await followed(10);
  expect(idle.events).toBe(1);
  expect(idle.asked).toBeGreaterThanOrEqual(3);
  expect(idle.asked).toBeLessThanOrEqual(6);
});

test('nobody is asked while nobody looks', async () => {
  // What was under way when the reader went.
  await delay(200);
  const before = asked;
  await delay(3000);
  expect(asked).toBe(before);
});

test('of slow answers few are asked for, however many look', async () => {
  answersAfter = 300;
  try {
    const { asked: times } = await followed(8, 4);
    // 0.3 s of looking by each of four, in a fiftieth of the time of all: each looks once in 60 s.
    expect(times).toBeLessThanOrEqual(8);
  } finally {
    answersAfter = 0;
  }
});

test('what changes is told, and what is done through the page has it looked at once', async () => {
  const began = performance.now();
  await page.until<FunctionsShown>('functions', {}, ({ functions }) => {
    if (functions.length === 1) {
      names = ['bake', 'sell'];
      void page.act('functions', 'run', { name: 'bake' });
    }
    return functions.length === 2;
  });
  expect(performance.now() - began).toBeLessThan(900);
});

test('more readers than a person has tabs are refused', async () => {
  const gone = new AbortController();
  const open = await Promise.all(Array.from({ length: 30 }, () => page.fetch('/api/parts', { signal: gone.signal })));
  expect(open.map(({ status }) => status)).toEqual(Array(30).fill(200));
  expect((await page.fetch('/api/parts')).status).toBe(429);
  gone.abort();
});

test('secrets in what parts say are masked', async () => {
  served.parts.changed('host', 'running', process.pid);
  served.parts.said(
    'host',
    '{"level":"info","message":"GET http://a/b?sv=1&sig=s3cr3tValue0123 by AccountKey=s3cr3tValue0123;"}',
  );
  served.parts.said('host', 'SPEECH_API_KEY=s3cr3tValue0123');
  const { lines } = await page.shown<{ lines: { text: string }[] }>('parts', { name: 'host' });
  expect(lines.map(({ text }) => text)).toEqual([
    '{"level":"info","message":"GET http://a/b?sv=1&sig=••• by AccountKey=•••;"}',
    'SPEECH_API_KEY=•••',
  ]);
});

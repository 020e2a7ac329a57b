import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchPatiently } from '../../shared/fetchPatiently.ts';

const patience = { times: 3, seconds: 0.01 };
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A status with the body "said", nothing with 200, half a body, or a connection that breaks. */
type Answer = number | 'empty' | 'broken' | null;

/** A server that answers with these, one after the other, the last one again and again. */
async function server(...answers: Answer[]) {
  const seen = { calls: 0 };
  const http = createServer((request, response) => {
    const status = answers[Math.min(seen.calls, answers.length - 1)];
    seen.calls += 1;
    if (status === null || status === undefined) request.socket.destroy();
    else if (status === 'empty') response.writeHead(200).end();
    else if (status === 'broken') {
      response.writeHead(200, { 'content-length': '4' }).write('sa', () => request.socket.destroy());
    } else response.writeHead(status).end('said');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    http.closeAllConnections();
    http.close();
  });
  // A TCP server's address is always an AddressInfo.
  return { seen, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/` };
}

test.each<[string, Answer[], number]>([
  ['one that is there', [200], 1],
  ['one that is busy at first', [503, 503, 200], 3],
  ['one that comes up meanwhile', [null, null, 200], 3],
  ['one that says no is not asked again', [404], 1],
  ['one that fails at first', [500, 502, 200], 3],
])('%s answers', async (_, answers, calls) => {
  const { seen, url } = await server(...answers);
  const answer = await fetchPatiently(url, patience);
  expect(answer.status).toBe(answers[calls - 1]);
  expect(await answer.text()).toBe('said');
  expect(seen.calls).toBe(calls);
});

test('an answer without a body is asked for again where one is wanted, and only there', async () => {
  const { seen, url } = await server('empty', 200);
  expect(await (await fetchPatiently(url, { ...patience, wantsBody: true })).text()).toBe('said');
  expect(seen.calls).toBe(2);
  const other = await server('empty', 200);
  expect(await (await fetchPatiently(other.url, patience)).text()).toBe('');
  expect(other.seen.calls).toBe(1);
});

test('a body that breaks off is asked for again', async () => {
  const { seen, url } = await server('broken', 200);
  expect(await (await fetchPatiently(url, patience)).text()).toBe('said');
  expect(seen.calls).toBe(2);
});

test('one that stays busy says so in the end', async () => {
  const { seen, url } = await server(503);
  expect((await fetchPatiently(url, patience)).status).toBe(503);
  expect(seen.calls).toBe(4);
});

test('one that never comes up is told', async () => {
  const { seen, url } = await server(null);
  await expect(fetchPatiently(url, patience)).rejects.toThrow('fetch failed');
  expect(seen.calls).toBe(4);
});

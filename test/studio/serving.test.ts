import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage, sidewaysScroll } from '../../testing/studio/browser.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(cloud.host + path, { headers });

test.each(['/', '/lessons/0123456789abcdef01234567', '/lessons/0123456789abcdef01234567/summary', '/progress'])(
  'the page is at %s, is asked for anew each time, and may run nothing but its own files',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<div id="app">');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
    });
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('unsafe');
    const storage = new URL(cloud.blobs.url).origin;
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        `connect-src 'self' ${storage}`,
      ]),
    );
  },
);

test('its files are kept for ever, and small where the browser can unpack them', async () => {
  const page = await (await get('/')).text();
  const [, script = ''] = /src="(\/assets\/app-[^"]+)"/.exec(page) ?? [];
  const answer = await get(script, { 'accept-encoding': 'gzip' });
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(await answer.text()).toBe(await (await get(script, { 'accept-encoding': 'identity' })).text());
});

test.each([
  '/nowhere',
  '/manifest.json',
  '/package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/manifest.json',
  '/lessons/..%2Fsecret',
  '/api/v1/nowhere',
  '/api/nowhere',
  '/toString',
])('%s is a problem 404, whatever lies on the disk', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});

test.each([
  ['PUT', '/api/v1/lessons'],
  ['GET', '/api/v1/predictions'],
  ['DELETE', '/'],
  ['POST', '/nowhere'],
])('%s %s, which nothing is meant for, is a problem 404', async (method, path) => {
  const answer = await fetch(cloud.host + path, { method });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'not-found' });
});

test('the routes of the API, of the webhooks and of the administration go before the page', async () => {
  expect(await (await get('/api/v1/lessons')).json()).toEqual({ lessons: [] });
  expect((await cloud.admin('functions')).headers.get('content-type')).toContain('json');
});

describeInBrowser('in a browser', () => {
  test('an empty library says how to begin', async () => {
    const page = await openPage(cloud.host);
    await page.getByRole('heading', { name: 'Begin with a lesson' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });
});

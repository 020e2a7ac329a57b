import { expect, test } from 'vitest';
import { createGuard } from '../../../page/guard.ts';

const port = 7070;
const guard = createGuard(port);

function check(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const all = { host: `127.0.0.1:${port}`, ...headers };
  return guard.check({ method, headers: all }, new URL(path, `http://127.0.0.1:${port}`));
}

function enter(): string {
  const verdict = check(`/?token=${guard.token}`);
  if (verdict.kind !== 'enter') throw new Error('The token did not open the page.');
  return verdict.cookie;
}
const cookie = enter().split(';')[0] ?? '';

test('the token is taken for a cookie that no script reads and no other site sends, and that is not the token', () => {
  expect(enter()).toMatch(/^local-cloud-7070=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(enter()).not.toContain(guard.token);
});

test('who has the cookie passes, and nobody else', () => {
  expect(check('/api/parts', { cookie: `theme=dark; ${cookie}` }).kind).toBe('pass');
  expect(check('/api/parts')).toMatchObject({ kind: 'refuse', status: 401 });
  expect(check('/', { cookie: `${cookie}x` })).toMatchObject({ kind: 'refuse', status: 401 });
  expect(check('/', { cookie: cookie.replace('7070', '7071') })).toMatchObject({ kind: 'refuse', status: 401 });
});

test('a wrong token opens nothing, and the right one opens by GET of the page alone', () => {
  expect(check('/?token=guess')).toMatchObject({ kind: 'refuse', status: 403 });
  expect(check('/?token=')).toMatchObject({ kind: 'refuse', status: 403 });
  expect(check(`/?token=${guard.token}`, {}, 'POST')).toMatchObject({ kind: 'refuse', status: 401 });
  expect(check(`/api/parts?token=${guard.token}`)).toMatchObject({ kind: 'refuse', status: 401 });
});

test.each(['evil.example:7070', '127.0.0.1', '127.0.0.1:80', 'localhost.evil.example:7070', ''])(
  'a request for the name "%s" is refused, whatever it brings',
  (host) => {
    expect(check(`/?token=${guard.token}`, { host, cookie })).toMatchObject({ kind: 'refuse', status: 403 });
    expect(check('/v1/traces', { host }, 'POST')).toMatchObject({ kind: 'refuse', status: 403 });
  },
);

test.each(['127.0.0.1:7070', 'localhost:7070', 'LOCALHOST:7070', '[::1]:7070'])('%s is this machine', (host) => {
  expect(check('/', { host, cookie }).kind).toBe('pass');
});

test('a page of another origin is refused, also one of this machine', () => {
  for (const origin of ['http://127.0.0.1:7071', 'https://127.0.0.1:7070', 'https://evil.example', 'null'])
    expect(check('/api/parts/stop', { cookie, origin }, 'POST')).toMatchObject({ kind: 'refuse', status: 403 });
  expect(check('/api/parts/stop', { cookie, origin: 'http://127.0.0.1:7070' }, 'POST').kind).toBe('pass');
  for (const site of ['same-site', 'cross-site'])
    expect(check('/api/data/blob', { cookie, 'sec-fetch-site': site })).toMatchObject({ kind: 'refuse', status: 403 });
  expect(check('/api/data/blob', { cookie, 'sec-fetch-site': 'same-origin' }).kind).toBe('pass');
});

test('spans are taken of programs without a cookie, and of no page', () => {
  expect(check('/v1/traces', {}, 'POST').kind).toBe('pass');
  expect(check('/v1/traces', { origin: 'http://127.0.0.1:7070', cookie }, 'POST')).toMatchObject({ kind: 'refuse' });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { access, type GuardedFunction } from '../../shared/api/access.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';

let cloud: TestCloud;
let routes: Map<string, { method: string; path: string }>;

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: { SIGN_IN: 'entra' },
  });
  const functions = (await (await fetch(`${cloud.host}/admin/functions`)).json()) as {
    name: string;
    config: { bindings: { type: string; route?: string; methods?: string[] }[] };
  }[];
  routes = new Map(
    functions.flatMap(({ name, config }) => {
      const http = config.bindings.find(({ type }) => type === 'httpTrigger');
      return http === undefined
        ? []
        : [[name, { method: http.methods?.[0] ?? 'GET', path: `/${http.route}` }] as const];
    }),
  );
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const principal = (...roles: string[]) =>
  Buffer.from(
    JSON.stringify({
      auth_typ: 'aad',
      name_typ: 'name',
      role_typ: 'roles',
      claims: [
        { typ: 'oid', val: '42' },
        { typ: 'name', val: 'Ana Ortiz' },
        ...roles.map((val) => ({ typ: 'roles', val })),
      ],
    }),
  ).toString('base64');

async function statusOf(name: string, as: string | null): Promise<number> {
  const { method = '', path = '' } = routes.get(name) ?? {};
  const address = path
    .replace('{id}', '0'.repeat(24))
    .replace('{questionId}', 'q1')
    .replace('{format}', 'json')
    .replace('{site}', 'north');
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
  const headers = { 'content-type': 'application/json', ...(as === null ? {} : { 'x-ms-client-principal': as }) };
  const answer = await fetch(cloud.host + address, { method, headers, ...body });
  await answer.body?.cancel();
  return answer.status;
}

test('every HTTP function is in the table of who may call it, or meant for the world', () => {
  const open = ['health', 'openapi', 'studio'];
  expect([...routes.keys()].toSorted()).toEqual([...Object.keys(access), ...open].toSorted());
});

const names = Object.keys(access) as GuardedFunction[]; // Object.keys widens the names.
const visitors = ['uploader', 'coach', 'admin', 'stranger'] as const;

describe.each(names)('%s', (name) => {
  test('asks whoever has not signed in to do so', async () => {
    expect(await statusOf(name, null)).toBe(401);
    expect(await statusOf(name, 'bm90aGluZw==')).toBe(401);
  });

  test.each(visitors)('answers a signed-in %s as the table says', async (role) => {
    const roles: readonly string[] | 'anybody' = access[name];
    const may = role === 'admin' || roles === 'anybody' || roles.includes(role);
    const status = await statusOf(name, principal(role));
    if (may) expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
  });
});

test('the page is told who has signed in', async () => {
  const answer = await fetch(`${cloud.host}/api/v1/me`, {
    headers: { 'x-ms-client-principal': principal('coach', 'nonsense') },
  });
  expect(await answer.json()).toMatchObject({ name: 'Ana Ortiz', roles: ['coach'] });
});

test('what is open says nothing of anybody', async () => {
  for (const path of ['/api/v1/health', '/api/openapi.json']) expect((await fetch(cloud.host + path)).status).toBe(200);
});

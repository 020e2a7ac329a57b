import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { rights, visitors } from '../../testing/rights.ts';

let cloud: TestCloud;
let routes: Map<string, { method: string; path: string }>;

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: { SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  const functions = (await (await cloud.admin('functions')).json()) as {
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
    .replace('{site}', 'north')
    .replace('{*path}', '');
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: '{}' } : {};
  const headers = { 'content-type': 'application/json', ...(as === null ? {} : { 'x-ms-client-principal': as }) };
  const answer = await fetch(cloud.host + address, { method, headers, ...body });
  await answer.body?.cancel();
  return answer.status;
}

test('it is written down of every HTTP function who may call it', () => {
  expect([...routes.keys()].toSorted()).toEqual(Object.keys(rights).toSorted());
});

describe.each(Object.entries(rights))('%s', (name, may) => {
  test.each(Object.entries(visitors))('is as written down for %s (%s)', async (letter, role) => {
    const status = await statusOf(name, role === null ? null : principal(role));
    if (may.includes(letter)) expect([401, 403]).not.toContain(status);
    else expect(status).toBe(role === null ? 401 : 403);
  });

  test('takes what no platform wrote for nobody', async () => {
    const status = await statusOf(name, 'bm90aGluZw==');
    if (may.includes('a')) expect(status).not.toBe(401);
    else expect(status).toBe(401);
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

import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Standing } from '../../local/frontDoor/callers.ts';
import { startFrontDoor } from '../../local/frontDoor/server.ts';
import { readPrincipal } from '../../shared/api/principal.ts';

// A fake host and a fake storage account, which tell what came through the door.
const inside = (name: string) =>
  createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ name, method, url, headers, body: await text(incoming) }));
  });
const app = inside('app');
const storage = inside('storage');
let standing: Standing;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
const failures: string[] = [];

const listening = async (server: typeof app) => {
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  door = await startFrontDoor({
    address: '127.0.0.1',
    port: 0,
    appUrl: await listening(app),
    blobUrl: `${await listening(storage)}/devstoreaccount1`,
    containers: ['videos', 'media'],
    callers: async () => standing,
    log: (event) => failures.push(event),
  });
});
afterAll(async () => {
  await door.close(0);
  for (const server of [app, storage]) server.close();
});

interface Came {
  readonly name: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By hand: `fetch` would not send such a Host. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  return new Promise<{ status: number; came: () => Came; said: string }>((done, failed) => {
    const host = { host: 'askwell.school.org' };
    const call = request({ port: door.port, path, method, headers: { ...host, ...headers } }, async (answer) => {
      const said = await text(answer);
      done({ status: answer.statusCode ?? 0, said, came: () => JSON.parse(said) });
    });
    call.on('error', failed).end(body);
  });
}

const forged = {
  'x-ms-client-principal': Buffer.from('{"auth_typ":"aad","claims":[{"typ":"oid","val":"me"}]}').toString('base64'),
  'x-ms-client-principal-name': 'me',
  'x-forwarded-user': 'someone',
  'x-forwarded-groups': 'admin',
};

test('a request reaches the functions as it was sent, with the name by which the machine was called', async () => {
  standing = 'nobody';
  const { came } = await ask('/api/v1/lessons?site=a%20b', { 'content-type': 'text/plain' }, 'POST', 'hello');
  expect(came()).toMatchObject({ name: 'app', method: 'POST', url: '/api/v1/lessons?site=a%20b', body: 'hello' });
  expect(came().headers).toMatchObject({ host: 'askwell.school.org', 'content-type': 'text/plain' });
});

test('nobody but the proxy says who has signed in', async () => {
  standing = 'nobody';
  const { headers } = (await ask('/api/v1/me', forged)).came();
  expect(Object.keys(headers).filter((name) => /principal|forwarded/.test(name))).toEqual([]);
});

test('whom the proxy names the app takes for signed in, with groups as roles, and not whom a caller names to the proxy', async () => {
  standing = 'signs-in';
  const told = {
    'x-forwarded-user': '42',
    'x-forwarded-email': 'ana@school.org',
    'x-forwarded-groups': 'coach, staff',
  };
  const { headers } = (await ask('/api/v1/me', { ...forged, ...told })).came();
  const principal = readPrincipal(String(headers['x-ms-client-principal']));
  expect(principal).toEqual({ id: '42', name: 'ana@school.org', roles: ['coach', 'staff'], accounts: ['42'] });
  expect(Object.keys(headers).filter((name) => name.startsWith('x-forwarded'))).toEqual([]);
  const unnamed = (await ask('/api/v1/me', { 'x-ms-client-principal': forged['x-ms-client-principal'] })).came();
  expect(unnamed.headers).not.toHaveProperty('x-ms-client-principal');
});

test('a signed address goes to storage under its own host, and carries nothing else that could open it', async () => {
  standing = 'nobody';
  const path = '/devstoreaccount1/videos/a/b%20c.mp4?comp=block&sig=x';
  const { came } = await ask(path, { authorization: 'SharedKey x', cookie: 'a=b' }, 'PUT', 'film');
  expect(came()).toMatchObject({ name: 'storage', url: path, body: 'film' });
  expect(came().headers.host).toMatch(/^127\.0\.0\.1:/);
  expect(came().headers).not.toHaveProperty('authorization');
  expect(came().headers).not.toHaveProperty('cookie');
});

test('who may not call is told why, and reaches nothing', async () => {
  standing = 'refused';
  expect(await ask('/')).toMatchObject({ status: 403, said: expect.stringContaining('only this machine') });
});

test('a part that does not answer is a 502 that says so', async () => {
  standing = 'nobody';
  await new Promise((closed) => storage.close(closed).closeAllConnections());
  expect((await ask('/devstoreaccount1/media/a?sig=x')).status).toBe(502);
  expect(failures).toEqual(['request.failed']);
});

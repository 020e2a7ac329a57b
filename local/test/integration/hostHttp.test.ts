import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHost, refusalOf, removeApp, runHost, writeApp } from './hostApp.ts';

const functions = `
import { app, output } from '@azure/functions';
const describe = async (request, context) => ({
  status: 201,
  jsonBody: {
    method: request.method, url: request.url, params: request.params, query: Object.fromEntries(request.query),
    header: request.headers.get('x-mine'), body: await request.text(), trace: context.traceContext.traceParent,
  },
  headers: { 'x-yours': 'a' },
  cookies: [{ name: 'one', value: '1', httpOnly: true, sameSite: 'Lax', path: '/' }, { name: 'two', value: 'a b', maxAge: 5 }],
});
app.http('lesson', { route: 'lessons/{id:int}/{part?}', methods: ['GET', 'PUT'], handler: describe });
app.http('newest', { route: 'lessons/newest', methods: ['GET'], handler: () => ({ body: 'newest' }) });
app.http('echo', { methods: ['POST'], handler: async (request) => ({ body: new Uint8Array(await request.arrayBuffer()) }) });
app.http('silent', { handler: () => undefined });
app.http('broken', { handler: () => { throw new Error('secret detail'); } });
app.http('wrongAnswer', { handler: () => 'text' });
app.http('guarded', { authLevel: 'function', handler: () => ({ body: 'in' }) });
app.http('admins', { authLevel: 'admin', handler: () => ({ body: 'in' }) });
app.http('off', { handler: () => ({ body: 'on' }) });
`;

interface Listed {
  readonly name: string;
  readonly config: { readonly bindings: readonly unknown[] };
}

/** What a function of this file answered; its shape is known here. */
async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

let directory: string;
let host: RunningHost;
let locked: RunningHost;

beforeAll(async () => {
  directory = await writeApp({
    'dist/functions.js': functions,
    'local.settings.json': { Values: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000', 'AzureWebJobs.off.Disabled': true } },
  });
  host = await runHost(directory);
  locked = await runHost(directory, { args: ['--auth'] });
});

afterAll(async () => {
  await Promise.all([host?.stop(), locked?.stop()]);
  await removeApp(directory);
});

describe('an HTTP function', () => {
  it('gets the request as it was sent, and its answer is sent as given', async () => {
    const response = await fetch(`${host.url}/api/lessons/7/a%20b?q=1&q=2&empty=`, {
      method: 'PUT',
      headers: { 'x-mine': 'yes' },
      body: 'text',
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      method: 'PUT',
      url: `${host.url}/api/lessons/7/a%20b?q=1&q=2&empty=`,
      params: { id: '7', part: 'a b' },
      query: { q: '1,2', empty: '' },
      header: 'yes',
      body: 'text',
    });
    expect(response.headers.get('x-yours')).toBe('a');
    expect(response.headers.getSetCookie()).toEqual([
      'one=1; Path=/; HttpOnly; SameSite=Lax',
      'two=a%20b; Max-Age=5; Path=/',
    ]);
  });

  it('continues the trace of its caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await fetch(`${host.url}/api/lessons/7`, { headers: { traceparent } });
    expect((await json<{ trace: string }>(response)).trace).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[\da-f]{16}-01$/,
    );
  });

  it('is found by its most literal route', async () => {
    expect(await (await fetch(`${host.url}/api/lessons/newest`)).text()).toBe('newest');
  });

  it('gets bytes as they are', async () => {
    const bytes = randomBytes(500);
    const response = await fetch(`${host.url}/api/echo`, { method: 'POST', body: bytes });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  it('answers in chunks, without a length, and nothing to HEAD', async () => {
    const response = await fetch(`${host.url}/api/lessons/newest`);
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(response.headers.get('content-length')).toBeNull();
    expect(await response.text()).toBe('newest');
  });

  it('that answers nothing answers 204', async () => {
    expect((await fetch(`${host.url}/api/silent`)).status).toBe(204);
  });

  it.each(['broken', 'wrongAnswer'])('%s answers 500 and keeps its error to the log', async (name) => {
    const response = await fetch(`${host.url}/api/${name}`);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    await host.seen(({ event, category }) => event === 'invocation.failed' && category === `Function.${name}`);
  });
});

describe('a request that no function is meant for', () => {
  it('is 404 for an unknown path, a broken constraint, or a disabled function', async () => {
    for (const path of ['/api/nothing', '/api/lessons/x', '/lessons/newest', '/api/off', '/api/lessons/1/2/3']) {
      expect((await fetch(host.url + path)).status, path).toBe(404);
    }
  });

  it('is 404 and empty with another method, OPTIONS too, and with a name that is empty', async () => {
    const calls = [
      ['DELETE', '/api/lessons/7'],
      ['OPTIONS', '/api/lessons/7'],
      ['GET', '//api/lessons/7'],
      ['GET', '/api//lessons/7'],
      ['GET', '/api/lessons/7//'],
    ] as const;
    for (const [method, path] of calls) {
      const response = await fetch(host.url + path, { method });
      expect([response.status, await response.text()], `${method} ${path}`).toEqual([404, '']);
    }
    expect((await fetch(`${host.url}/api/lessons/newest/`)).status).toBe(200);
  });

  it('is 413 when its body is above the limit, whether it says its length or not', async () => {
    const over = Buffer.alloc(1001);
    expect((await fetch(`${host.url}/api/echo`, { method: 'POST', body: over })).status).toBe(413);
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(over);
        controller.close();
      },
    });
    const init = { method: 'POST', body: chunked, duplex: 'half' as const };
    expect((await fetch(`${host.url}/api/echo`, init)).status).toBe(413);
  });

  it('is 404 for a path with an escape that is none, and 400 for such a Host header', async () => {
    expect((await fetch(`${host.url}/api/%E0%A4%A`)).status).toBe(404);
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(`${host.url}/api/silent`, { headers: { host: 'a b' } }, ({ statusCode }) =>
        resolve(statusCode),
      );
      sent.on('error', reject).end();
    });
    expect(status).toBe(400);
  });
});

describe('keys', () => {
  it('are not asked for on a machine of one’s own', async () => {
    expect((await fetch(`${host.url}/api/guarded`)).status).toBe(200);
    expect((await fetch(`${host.url}/api/admins`)).status).toBe(200);
  });

  it('open what they are for, by header or by query', async () => {
    const file = path.join(directory, 'state', 'keys.json');
    const keys = JSON.parse(await readFile(file, 'utf8'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const get = async (name: string, key?: string) => {
      const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': key };
      return (await fetch(`${locked.url}/api/${name}`, { headers })).status;
    };
    const own = keys.functionKeys.default;
    expect(await get('silent')).toBe(204);
    expect(await get('guarded')).toBe(401);
    expect(await get('guarded', `${own}x`)).toBe(401);
    expect(await get('guarded', own)).toBe(200);
    expect(await get('guarded', keys.masterKey)).toBe(200);
    expect(await get('admins', own)).toBe(401);
    expect(await get('admins', keys.masterKey)).toBe(200);
    expect((await fetch(`${locked.url}/api/guarded?code=${own}`)).status).toBe(200);
    expect((await fetch(`${locked.url}/admin/functions`)).status).toBe(401);
    expect((await fetch(`${locked.url}/admin/functions?code=${keys.masterKey}`)).status).toBe(200);
  });
});

describe('the admin API', () => {
  it('lists the functions as Core Tools does', async () => {
    const list = await json<Listed[]>(await host.admin('functions'));
    const lesson = list.find(({ name }) => name === 'lesson');
    expect(lesson).toMatchObject({
      invoke_url_template: `${host.url}/api/lessons/{id:int}/{part?}`,
      isDisabled: false,
    });
    expect(lesson?.config.bindings).toContainEqual(
      expect.objectContaining({ type: 'httpTrigger', methods: ['GET', 'PUT'] }),
    );
    expect((await json<{ state: string }>(await host.admin('host/status'))).state).toBe('Running');
    expect((await fetch(`${host.url}/admin/host/ping`)).status).toBe(200);
  });

  it('says what is wrong with a run by hand', async () => {
    const post = (name: string, body: string) => host.admin(`functions/${name}`, { method: 'POST', body });
    expect((await post('nobody', '{}')).status).toBe(404);
    expect((await post('lesson', '{}')).status).toBe(400);
    expect((await post('lesson', '{')).status).toBe(400);
    expect((await post('lesson', '[]')).status).toBe(400);
  });
});

describe('a page of somebody else in the user’s browser', () => {
  const ask = (url: string, headers: Record<string, string>, method = 'POST') =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(url, { method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });
  const port = () => new URL(host.url).port;

  it('does not reach the host under a name of its own that leads here', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${port()}`,
      'localhost.evil.example',
      '10.0.0.1',
      '127.evil.example',
    ])
      expect(await ask(`${host.url}/api/silent`, { host: name }, 'GET'), name).toBe(403);
    for (const name of [`localhost:${port()}`, 'LOCALHOST', '[::1]', '127.0.0.2', 'studio.localhost'])
      expect(await ask(`${host.url}/api/silent`, { host: name }, 'GET'), name).toBe(204);
  });

  it('does not reach functions, the admin API or webhooks from its origin', async () => {
    const type = { 'content-type': 'text/plain' };
    for (const path of ['api/silent', 'admin/functions/silent', 'runtime/webhooks/blobs', 'nothing']) {
      for (const origin of ['https://evil.example', 'null', 'http://localhost:1', 'http://evil.example'])
        expect(await ask(`${host.url}/${path}`, { ...type, origin }), `${path} from ${origin}`).toBe(403);
    }
    expect(await ask(`${host.url}/api/silent`, { origin: 'https://evil.example' }, 'OPTIONS')).toBe(403);
  });

  it('is let in where it is the host’s own, or is named by the user', async () => {
    expect(await ask(`${host.url}/api/silent`, { origin: host.url })).toBe(204);
    const named = await runHost(directory, { args: ['--allow-host', 'Studio.Example'] });
    expect(await ask(`${named.url}/api/silent`, { host: 'studio.example', origin: 'https://studio.example' })).toBe(
      204,
    );
    expect(await ask(`${named.url}/api/silent`, { origin: 'https://studio.example:8443' })).toBe(204);
    expect(await ask(`${named.url}/api/silent`, { host: 'evil.example' })).toBe(403);
    await named.stop();
  });

  it('reaches what CORS opens to it, and with * the functions alone', async () => {
    const app = (CORS: string) =>
      writeApp({ 'dist/functions.js': functions, 'local.settings.json': { Host: { CORS } } });
    const directories = await Promise.all([app('https://friend.example'), app('*')]);
    const [some, all] = await Promise.all(directories.map((each) => runHost(each)));
    if (!some || !all) throw new Error('Two were started.');
    const hook = 'runtime/webhooks/nothing';
    expect(await ask(`${some.url}/api/silent`, { origin: 'https://friend.example' })).toBe(204);
    expect(await ask(`${some.url}/${hook}`, { origin: 'https://friend.example' })).toBe(404);
    expect(await ask(`${some.url}/api/silent`, { origin: 'https://evil.example' })).toBe(403);
    expect(await ask(`${all.url}/api/silent`, { origin: 'https://evil.example' })).toBe(204);
    for (const path of [hook, 'admin/functions', '//runtime/webhooks/nothing'])
      expect(await ask(`${all.url}/${path}`, { origin: 'https://evil.example' }), path).not.toBe(204);
    expect(await ask(`${all.url}/${hook}`, { origin: 'https://evil.example' })).toBe(403);
    for (const each of [some, all]) await each.stop();
    for (const each of directories) await removeApp(each);
  });

  it('needs the key to have a function run by hand', async () => {
    expect((await fetch(`${host.url}/admin/functions/silent`, { method: 'POST' })).status).toBe(401);
    expect((await fetch(`${host.url}/admin/functions`)).status).toBe(401);
    expect((await fetch(`${host.url}/admin/host/status`)).status).toBe(401);
    const open = await runHost(directory, { args: ['--no-auth'] });
    expect((await fetch(`${open.url}/admin/functions`)).status).toBe(200);
    await open.stop();
  });
});

describe('the host', () => {
  it('names a taken port and the flag that moves it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const said = await refusalOf(directory, { args: ['--port', String(port)] });
    server.close();
    expect(said).toContain(`Port ${port}`);
    expect(said).toContain('--port');
  });

  it('lets a running request end when it is stopped, and takes no new one', async () => {
    const app = await writeApp({
      'dist/slow.js': `
        import { app } from '@azure/functions';
        app.http('slow', { handler: async (request, context) => {
          context.log(JSON.stringify({ kind: 'began' }));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { body: 'done' };
        } });`,
    });
    const slow = await runHost(app);
    const answer = fetch(`${slow.url}/api/slow`).then((response) => response.text());
    await slow.tell('began');
    const stopped = slow.stop();
    expect(await answer).toBe('done');
    expect(await stopped).toBe(0);
    await expect(fetch(`${slow.url}/api/slow`)).rejects.toThrow();
    await removeApp(app);
  });

  it('ends with an error when the app throws outside of any function', async () => {
    const app = await writeApp({
      'dist/crash.js': `
        import { app } from '@azure/functions';
        app.http('crash', { handler: () => { setTimeout(() => { throw new Error('nobody catches this'); }); } });`,
    });
    const crashing = await runHost(app);
    await fetch(`${crashing.url}/api/crash`).catch(() => undefined);
    expect(await crashing.ended).toBe(1);
    expect(crashing.lines.find(({ event }) => event === 'uncaughtException')?.error).toContain('nobody catches this');
    await removeApp(app);
  });
});

describe('streamed bodies', () => {
  const streaming = `
import { createHash } from 'node:crypto';
import { app, input } from '@azure/functions';
app.setup({ enableHttpStream: true });
app.http('upload', { route: 'upload/{name}', methods: ['PUT'], handler: async (request) => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of request.body) { hash.update(chunk); size += chunk.length; }
  return { jsonBody: { name: request.params.name, q: request.query.get('q'), header: request.headers.get('x-mine'), size, hash: hash.digest('hex'), rss: process.memoryUsage().rss } };
} });
async function* pieces(count, context) {
  let given = 0;
  try { for (; given < count; given += 1) yield new Uint8Array(65536).fill(given % 256); }
  finally { context.log(JSON.stringify({ kind: 'given', given, rss: process.memoryUsage().rss })); }
}
app.http('download', { handler: (request, context) => ({ body: pieces(Number(request.query.get('pieces')), context) }) });
app.http('params', { route: 'params/{id}', handler: (request) => ({ jsonBody: request.params }) });
app.http('small', { handler: () => ({ jsonBody: { ok: true }, cookies: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }] }) });
app.http('silent', { handler: () => undefined });
app.http('broken', { methods: ['GET', 'POST'], handler: () => { throw new Error('no'); } });
app.http('pre', { handler: () => ({ body: 'never' }) });
app.http('post', { handler: () => ({ body: 'never' }) });
app.hook.preInvocation(({ invocationContext }) => { if (invocationContext.functionName === 'pre') throw new Error('before'); });
app.hook.postInvocation(({ invocationContext }) => { if (invocationContext.functionName === 'post') throw new Error('after'); });
app.http('unbound', { extraInputs: [input.storageBlob({ path: 'a/{nothing}', connection: 'STORE' })], handler: () => ({ body: 'never' }) });
app.http('midway', { handler: () => ({ body: (async function* () { yield new Uint8Array(4_000_000); throw new Error('torn'); })() }) });
`;
  let app: string;
  let streams: RunningHost;

  beforeAll(async () => {
    app = await writeApp({ 'dist/streaming.js': streaming });
    streams = await runHost(app);
  });
  afterAll(async () => {
    await streams?.stop();
    await removeApp(app);
  });

  it('go to the function without being kept', async () => {
    const piece = randomBytes(1_048_576);
    const count = 300;
    const hash = createHash('sha256');
    for (let index = 0; index < count; index += 1) hash.update(piece);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent === count) controller.close();
        else controller.enqueue(piece);
        sent += 1;
      },
    });
    const init = { method: 'PUT', body, duplex: 'half' as const, headers: { 'x-mine': 'yes' } };
    const answer = await json<{ rss: number }>(await fetch(`${streams.url}/api/upload/a%20b?q=1`, init));
    expect(answer).toMatchObject({
      name: 'a b',
      q: '1',
      header: 'yes',
      size: count * piece.length,
      hash: hash.digest('hex'),
    });
    expect(answer.rss).toBeLessThan(300_000_000);
  });

  it('come from the function at the pace of the caller', async () => {
    const response = await fetch(`${streams.url}/api/download?pieces=10000`);
    const reader = response.body?.getReader();
    await reader?.read();
    // The caller takes no more; were the function not held back it would have given all 640 MB by now.
    await (await fetch(`${streams.url}/api/small`)).text();
    await reader?.cancel();
    const [given] = await streams.tell('given');
    expect(given?.given).toBeLessThan(1000);
  });

  it('arrive whole', async () => {
    const response = await fetch(`${streams.url}/api/download?pieces=320`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(320 * 65_536);
    expect(bytes[65_536 * 7]).toBe(7);
  });

  it('leave the query among the parameters, as in Azure, where the path goes before it', async () => {
    const told = await (await fetch(`${streams.url}/api/params/path?id=query&q=1`)).json();
    expect(told).toMatchObject({ id: 'path', q: '1' });
  });

  it('do not stand in the way of small answers', async () => {
    const response = await fetch(`${streams.url}/api/small`);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect((await fetch(`${streams.url}/api/silent`)).status).toBe(204);
  });

  it('end with 500 when the function throws, also when it left a body unread', async () => {
    expect((await fetch(`${streams.url}/api/broken`)).status).toBe(500);
    // Often enough that the caller uses a connection again on which there is a body that nobody wants.
    for (let count = 0; count < 20; count += 1) {
      const post = await fetch(`${streams.url}/api/broken`, { method: 'POST', body: Buffer.alloc(5_000_000) });
      expect(post.status).toBe(500);
      expect((await fetch(`${streams.url}/api/small`)).status).toBe(200);
    }
  });

  it.each(['pre', 'post', 'unbound'])('end with 500 at once when it fails outside its handler (%s)', async (name) => {
    const response = await fetch(`${streams.url}/api/${name}`, { signal: AbortSignal.timeout(5000) });
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect((await fetch(`${streams.url}/api/small`)).status).toBe(200);
  });

  it('break off when the function fails in the middle, so that nobody takes a part for the whole', async () => {
    const response = await fetch(`${streams.url}/api/midway`);
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect((await fetch(`${streams.url}/api/small`)).status).toBe(200);
  });
});

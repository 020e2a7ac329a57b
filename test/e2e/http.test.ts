import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const json = { 'content-type': 'application/json' };
const predict = (body: string, headers: Record<string, string> = json) =>
  fetch(`${cloud.host}/api/v1/predictions`, { method: 'POST', headers, body });

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) };
}

describe('POST /predictions', () => {
  test('codes questions in their order', async () => {
    const answer = await predict('{"questions":["Why did it sink?","Is it red?"]}');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      predictions: [
        { question: 'Why did it sink?', label: 'OEQ', subtype: 'explain', modelVersion: expect.any(String) },
        { question: 'Is it red?', label: 'CEQ', subtype: 'yes-no', confidence: expect.any(Number) },
      ],
    });
  });

  test.each([
    ['another type', 'questions=why', { 'content-type': 'text/plain' }, 415, 'wrong-type'],
    ['nothing', '', json, 400, 'empty-body'],
    ['broken JSON', '{"questions": [', json, 400, 'malformed-json'],
    ['no questions', '{}', json, 400, 'invalid-request'],
    ['an empty list', '{"questions":[]}', json, 400, 'invalid-request'],
    ['a blank question', '{"questions":["  "]}', json, 400, 'invalid-request'],
    ['a number', '{"questions":[7]}', json, 400, 'invalid-request'],
    ['a word nobody knows', '{"questions":["Why?"],"model":"x"}', json, 400, 'invalid-request'],
    ['too many', JSON.stringify({ questions: Array(201).fill('Why?') }), json, 400, 'invalid-request'],
    ['one too long', JSON.stringify({ questions: ['x'.repeat(1001)] }), json, 400, 'invalid-request'],
    ['a body too large', JSON.stringify({ questions: ['x'.repeat(600_000)] }), json, 413, 'too-large'],
  ])('answers %s with problem details', async (_, body, headers, status, code) => {
    const problem = await problemOf(await predict(body, headers));
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail.length).toBeGreaterThan(10);
  });
});

describe('lessons', () => {
  test.each([
    ['/lessons/000000000000000000000000', 404, 'unknown-lesson'],
    ['/lessons/000000000000000000000000/questions', 404, 'unknown-lesson'],
    ['/lessons/..%2F..%2Fetc/questions', 400, 'invalid-request'],
    ["/lessons/' OR 1=1 --", 400, 'invalid-request'],
    ['/lessons/000000000000000000000000/transcript.pdf', 400, 'invalid-request'],
    ['/lessons?limit=0', 400, 'invalid-request'],
    ['/lessons?limit=many', 400, 'invalid-request'],
    ['/lessons?sort=secret', 400, 'invalid-request'],
    ['/lessons?from=yesterday', 400, 'invalid-request'],
    ['/lessons?site=a/b', 400, 'invalid-request'],
    ['/lessons?continuation=x', 400, 'invalid-request'],
    ['/lessons/000000000000000000000000/media', 404, 'unknown-lesson'],
    ['/lessons/%ZZ', 400, 'malformed-path'],
    ['/sites/%FF/roster', 400, 'malformed-path'],
  ])('GET %s is %i', async (path, status, code) => {
    expect(await problemOf(await fetch(`${cloud.host}/api/v1${path}`))).toMatchObject({ status, code });
  });

  test.each([
    ['/lessons/77', 'id: a lesson id'],
    ['/lessons/000000000000000000000000/export.pdf', 'format: '],
    ['/sites/a%5Cb/roster', 'site: '],
    ['/lessons?limit=0', 'limit: '],
  ])('GET %s is told what is wrong by its name (%s)', async (path, told) => {
    const problem = await problemOf(await fetch(`${cloud.host}/api/v1${path}`));
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining(told) });
    expect(problem.detail).not.toContain('the body');
  });

  test('a site without lessons has an empty list', async () => {
    const answer = await fetch(`${cloud.host}/api/v1/lessons?site=nowhere`);
    expect(await answer.json()).toEqual({ lessons: [] });
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${cloud.host}/api/v1/lessons?site=nowhere`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

test('health names the parts and says ok', async () => {
  const answer = await fetch(`${cloud.host}/api/v1/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ status: 'ok', parts: { storage: 'ok', database: 'ok' } });
});

test('where nobody signs in, a header that says otherwise is not looked at', async () => {
  const userRoles = ['authenticated'];
  const nobody = { identityProvider: 'aad', userId: '1', userDetails: 'Somebody Else', userRoles };
  const header = Buffer.from(JSON.stringify(nobody)).toString('base64');
  const answer = await fetch(`${cloud.host}/api/v1/me`, { headers: { 'x-ms-client-principal': header } });
  expect(await answer.json()).toMatchObject({ name: null, roles: ['uploader', 'coach', 'educator', 'admin'] });
});

test('health in depth says which part does not answer', async () => {
  // No speech engine is set here.
  const answer = await fetch(`${cloud.host}/api/v1/health/parts`);
  expect(answer.status).toBe(503);
  const ok = { status: 'ok', milliseconds: expect.any(Number) };
  expect(await answer.json()).toEqual({
    status: 'down',
    parts: {
      storage: ok,
      database: ok,
      messaging: ok,
      taskHub: ok,
      speech: { status: 'down', milliseconds: expect.any(Number) },
    },
  });
});

test('the API describes itself, with every route and method that it has', async () => {
  const answer = await fetch(`${cloud.host}/api/openapi.json`);
  const { openapi, paths } = (await answer.json()) as { openapi: string; paths: Record<string, object> };
  expect(openapi).toBe('3.1.0');
  const functions = (await (await cloud.admin('functions')).json()) as {
    config: { bindings: { type: string; route?: string; methods?: string[] }[] };
  }[];
  const base = 'api/v1/';
  const routes = functions
    .flatMap(({ config }) => config.bindings)
    .filter(({ type, route }) => type === 'httpTrigger' && route?.startsWith(base))
    .flatMap(({ route = '', methods = [] }) =>
      methods.map((method) => `${method.toLowerCase()} /${route.slice(base.length)}`),
    );
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(routes.length).toBeGreaterThan(5);
  expect(described.toSorted()).toEqual(routes.toSorted());
});

test('an upload whose event the runtime gave up on is taken up from its poison queue', async () => {
  // No Event Grid runs here: but for the poison message nobody would ever hear of the blob.
  const uploaded = await cloud.upload('given up/notes.mp4', Buffer.from('no video'));
  const queue = QueueServiceClient.fromConnectionString(cloud.stack.endpoints.storage ?? '').getQueueClient(
    'webjobs-blobtrigger-poison',
  );
  await queue.createIfNotExists();
  const message = {
    FunctionId: 'Host.Functions.videoUploaded',
    ContainerName: 'videos',
    BlobName: 'given up/notes.mp4',
  };
  await queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'));
  expect(await cloud.ended(uploaded, 60)).toMatchObject({ status: 'failed', failure: { code: 'not-a-video' } });
});

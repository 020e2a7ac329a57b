import { HttpRequest, InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { Problem } from '../../../shared/api/problem.ts';
import { answering } from '../../../shared/api/route.ts';
import { TransientError } from '../../../shared/errors.ts';

const lessonId = '0123456789abcdef01234567';

async function ask(handler: () => Promise<never>, path = `/api/v1/lessons/${lessonId}`) {
  const lines: string[] = [];
  const context = new InvocationContext({
    functionName: 'lesson',
    logHandler: (_level, ...said) => lines.push(said.join(' ')),
  });
  const request = new HttpRequest({ method: 'GET', url: `http://localhost${path}`, params: { id: lessonId } });
  const { status, headers, body } = await answering(handler)(request, context);
  return { status, type: new Headers(headers).get('content-type'), body: String(body), lines };
}

function readTheRoster(): never {
  const quoted = 'Unexpected token "Mia Rossi said:\n    at home (/maria.mp4:1:1)" is not JSON';
  throw new SyntaxError(quoted, { cause: Object.assign(new Error('maria.mp4 is not there'), { code: 'ENOENT' }) });
}

test('an answer is kept nowhere, unless it says for itself how long, and has its other headers as they were', async () => {
  const headersOf = async (handler: Parameters<typeof answering>[0]) => {
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/' });
    const { headers } = await answering(handler)(request, new InvocationContext({ functionName: 'lesson' }));
    return Object.fromEntries(new Headers(headers));
  };
  const transcript = { 'content-type': 'text/vtt', vary: 'accept' };
  expect(await headersOf(async () => ({ headers: transcript }))).toEqual({
    ...transcript,
    'cache-control': 'no-store',
  });
  expect(await headersOf(async () => ({ jsonBody: {} }))).toEqual({ 'cache-control': 'no-store' });
  expect(await headersOf(async () => ({ headers: { 'Cache-Control': 'no-cache' } }))).toEqual({
    'cache-control': 'no-cache',
  });
  expect(await headersOf(() => Promise.reject(new Problem(404, 'a', 'b', 'c')))).toMatchObject({
    'cache-control': 'no-store',
  });
});

test('of what nobody expected the caller learns nothing', async () => {
  const { status, type, body } = await ask(async () => readTheRoster());
  expect([status, type]).toEqual([500, 'application/problem+json']);
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank',
    title: 'Askwell failed',
    status: 500,
    detail: 'This is our fault; the logs say more under this invocation.',
    code: 'internal',
  });
});

test('the log has its name, its stack, its causes and the ids, and no word of what was said', async () => {
  const { lines } = await ask(async () => readTheRoster());
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '') as Record<string, string>;
  expect(line).toMatchObject({ event: 'request.failed', function: 'lesson', lessonId, error: 'SyntaxError' });
  expect(line.stack).toMatch(/^SyntaxError\n\s+at readTheRoster \(.*answering\.test\.ts:\d+:\d+\)/);
  expect(line.stack).toMatch(/\ncaused by Error\n\s+at readTheRoster /);
  expect(lines[0]).not.toMatch(/Mia|maria|home|token/);
});

test('an error with a code has it in the log, and what is thrown without being an error is named by its type', async () => {
  const failing = await ask(() => Promise.reject(Object.assign(new TypeError('Maria'), { code: 'ERR_INVALID_URL' })));
  expect(JSON.parse(failing.lines[0] ?? '')).toMatchObject({ error: 'TypeError', code: 'ERR_INVALID_URL' });
  const odd = await ask(() => Promise.reject('Maria'));
  expect(odd.status).toBe(500);
  expect(JSON.parse(odd.lines[0] ?? '')).toMatchObject({ error: 'string' });
  expect(odd.lines[0]).not.toContain('Maria');
});

test('a stack that does not begin with the message is not written down, for nobody knows where its words end', async () => {
  const error = new Error('x');
  error.stack = 'Error: Mia said:\n    at home (/maria.mp4:1:1)';
  const { lines } = await ask(() => Promise.reject(error));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: 'Error', stack: 'Error' });
});

test('a name or a code that is no word of a program is not written down', async () => {
  const error = Object.assign(new Error(''), { name: 'Mia Rossi', code: 'she said: why?' });
  const { lines } = await ask(() => Promise.reject(error));
  expect(lines[0]).not.toMatch(/Mia|she/);
});

test('what is down is 503 with when to ask again, and a problem is told as it is', async () => {
  const down = await ask(() => Promise.reject(new TransientError('database-unavailable', 'The database is away.')));
  expect([down.status, down.type]).toEqual([503, 'application/problem+json']);
  const gone = await ask(() => Promise.reject(new Problem(404, 'unknown-lesson', 'No such lesson', 'None.')));
  expect(gone).toMatchObject({ status: 404, type: 'application/problem+json', lines: [] });
  expect(JSON.parse(gone.body)).toMatchObject({ code: 'unknown-lesson', detail: 'None.' });
});

test.each(['/api/v1/sites/%ZZ/roster', '/api/v1/lessons/%', '/%E4%F6'])(
  'a path that is not properly percent-encoded (%s) is told so, and reaches no function',
  async (path) => {
    const { status, type, body } = await ask(async () => readTheRoster(), path);
    expect([status, type]).toEqual([400, 'application/problem+json']);
    expect(JSON.parse(body)).toMatchObject({ code: 'malformed-path' });
  },
);

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Api } from '../../../cli/api.ts';
import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import { analysisOf } from '../../../testing/analysis.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** The API of a host that gives these bodies with these statuses, one after the other, the last again and again. */
async function apiThatSays(...answers: readonly [status: number, body: string][]): Promise<Api> {
  let calls = 0;
  const http = createServer((_, response) => {
    const [status, body] = answers[Math.min(calls, answers.length - 1)] ?? [500, ''];
    calls += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    http.closeAllConnections();
    http.close();
  });
  // A TCP server's address is always an AddressInfo.
  return new Api(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { times: 3, seconds: 0.01 });
}

test('a host that fails, or answers with nothing, is asked again', async () => {
  const { result, questions } = analysisOf('north/monday.mp4');
  const { revision, metrics, reviewedCount } = result;
  const withTags = questions.map((question) => ({ ...question, etag: '"1"' }));
  const said = {
    lessonId: 'a'.repeat(24),
    revision,
    metrics,
    reviewedCount,
    questions: withTags,
    codebook: ownCodebook,
  };
  const api = await apiThatSays([500, ''], [200, ''], [502, '<html>'], [200, JSON.stringify(said)]);
  expect(await api.questions('a')).toEqual({ questions });
});

test('subtitles without a line are an answer', async () => {
  expect(await (await apiThatSays([200, ''], [200, 'late'])).file('a', 'transcript.srt')).toBe('');
});

test.each([
  ['which keeps failing', [500, ''], 'The API answered 500.'],
  ['which says why', [409, '{"detail":"It is being deleted."}'], 'The API answered 409: It is being deleted.'],
  ['which never says anything', [200, ''], 'The API answered 200 without a result.'],
  ['which is no API', [200, '<html>'], 'The API answered 200 without a result.'],
] as const)('of a host %s a sentence is told', async (_, answer, message) => {
  const api = await apiThatSays([...answer]);
  await expect(api.questions('a')).rejects.toThrow(message);
});

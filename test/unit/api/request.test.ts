import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { askedOf } from '../../../shared/api/request.ts';

const json = { 'content-type': 'application/json' };
const posted = (body: string, headers: Record<string, string> = json) =>
  askedOf(
    'predictions',
    new HttpRequest({ method: 'POST', url: 'http://localhost/', headers, body: { string: body } }),
  );
const listed = (query: string) =>
  askedOf('lessons', new HttpRequest({ method: 'GET', url: `http://localhost/?${query}` }));
const limit = endpoints.predictions.maxBodyBytes;
const asked = JSON.stringify({ questions: ['Why did it sink?'] });

describe('a body', () => {
  test.each([
    ['as JSON', json],
    ['as JSON in a character set', { 'content-type': 'Application/JSON; charset=utf-8' }],
  ])('%s is read, with what it leaves out', async (_, headers) => {
    expect(await posted(asked, headers)).toMatchObject({ body: { questions: ['Why did it sink?'], evidence: false } });
  });

  test.each([
    ['nothing that says what it is', {}],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', { 'content-type': 'text/plain;application/json' }],
  ])('that comes as %s is not taken', async (_, headers) => {
    const problem = { status: 415, code: 'wrong-type', title: 'Unsupported media type' };
    await expect(posted(asked, headers)).rejects.toMatchObject({
      ...problem,
      message: 'Send the header "content-type: application/json".',
    });
  });

  test.each([
    ['by its own account, before it is read', asked, { ...json, 'content-length': String(limit + 1) }],
    ['in fact, counted in bytes and not in characters', `"${'é'.repeat(limit / 2)}"`, json],
  ])('that is too large is not taken: %s', async (_, body, headers) => {
    await expect(posted(body, headers)).rejects.toMatchObject({
      ...{ status: 413, code: 'too-large', title: 'Content too large' },
      message: `The body may have at most ${limit} bytes.`,
    });
  });

  test('of just the largest size is read', async () => {
    const filled = asked.padEnd(limit);
    expect(await posted(filled, { ...json, 'content-length': String(limit) })).toHaveProperty('body');
  });

  test.each([
    ['nothing', '', 'empty-body', /^Send a JSON object\.$/],
    ['white space', ' \n', 'empty-body', /^Send a JSON object\.$/],
    ['no JSON', '{"questions": [', 'malformed-json', /^The body is not JSON: .+\.$/],
    ['something else', '[]', 'invalid-request', /^the body: /],
    ['too much', JSON.stringify({ questions: ['Why?'], color: 1 }), 'invalid-request', /color/],
    ['too little', '{"questions":[]}', 'invalid-request', /^questions: send at least one question\.$/],
  ])('of %s is told what is wrong with it', async (_, body, code, message) => {
    const problem = { status: 400, code, message: expect.stringMatching(message) };
    await expect(posted(body)).rejects.toMatchObject(problem);
  });
});

describe('a query', () => {
  test('is read, with what it leaves out; of a name that stands twice the first counts', async () => {
    expect(await listed('site=north&site=south')).toMatchObject({
      query: { site: 'north', sort: 'uploadedAt', order: 'desc' },
      body: undefined,
      path: undefined,
    });
  });

  test('that is not as it should be is told where', async () => {
    const problem = { status: 400, code: 'invalid-request', message: expect.stringMatching(/^from: .*; order: /) };
    await expect(listed('from=yesterday&order=up')).rejects.toMatchObject(problem);
  });
});

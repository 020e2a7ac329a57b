import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { answerUnlessKnown, basisOf, etagOf } from '../../../shared/api/conditional.ts';

const asking = (headers: Record<string, string>) =>
  new HttpRequest({ method: 'GET', url: 'http://localhost/api/v1/lessons', headers });
const body = { title: 'Boats' };
const etag = etagOf(body);

describe('what the caller has already', () => {
  test.each([
    ['the same', `"${etag}"`],
    ['the same, weak', `W/"${etag}"`],
    ['the same among others', `"other" , "${etag}"`],
    ['anything', '*'],
  ])('is not sent again: %s', (_, known) => {
    const { status, headers, jsonBody } = answerUnlessKnown(asking({ 'if-none-match': known }), body);
    expect({ status, headers, jsonBody }).toEqual({
      status: 304,
      headers: { etag: `"${etag}"`, 'cache-control': 'no-store' },
      jsonBody: undefined,
    });
  });
});

describe('what the caller has not', () => {
  test.each([
    ['nothing', {}],
    ['an older one', { 'if-none-match': '"older"' }],
    ['only its beginning', { 'if-none-match': `"${etag.slice(0, -1)}"` }],
  ])('is sent, to be kept by the caller alone and asked for again: %s', (_, headers) => {
    expect(answerUnlessKnown(asking(headers), body)).toEqual({
      headers: { etag: `"${etag}"`, 'cache-control': 'no-store' },
      jsonBody: body,
    });
  });

  test('has the ETag that it is given, where there is one', () => {
    expect(answerUnlessKnown(asking({}), body, 'of the document').headers).toMatchObject({ etag: '"of the document"' });
  });
});

test('an ETag is the same for the same and another for something else', () => {
  expect(etagOf({ title: 'Boats' })).toBe(etag);
  expect(etagOf({ title: 'Boat' })).not.toBe(etag);
  expect(etag).toMatch(/^[\w-]{22}$/);
});

describe('a change', () => {
  test.each([
    ['"0x8D"', '0x8D'],
    ['0x8D', '0x8D'],
    [' "0x8D" ', '0x8D'],
    ['W/"0x8D"', '0x8D'],
  ])('with If-Match: %s is based on that', (given, basis) => {
    expect(basisOf(asking({ 'if-match': given }))).toBe(basis);
  });

  test.each([[{}], [{ 'if-match': '' }], [{ 'if-match': '*' }]])('with %o is based on whatever there is', (headers) => {
    expect(basisOf(asking(headers))).toBeUndefined();
  });
});

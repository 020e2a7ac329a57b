import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { type EndpointName, endpointOf, endpoints } from '../../../shared/api/endpoints.ts';
import { askedOf } from '../../../shared/api/request.ts';

const names = Object.keys(endpoints) as EndpointName[]; // Object.keys widens the names.
const id = '0123456789abcdef01234567';

const ask = (name: EndpointName, params: Record<string, string>) =>
  askedOf(name, new HttpRequest({ method: 'GET', url: 'http://localhost/', params }));
const refused = (detail: RegExp) => expect.objectContaining({ status: 400, message: expect.stringMatching(detail) });

test.each(names)('every part of the route of %s is checked', (name) => {
  const { route, path } = endpointOf(name);
  const parts = [...route.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
  expect(Object.keys(path?.shape ?? {}).toSorted()).toEqual(parts.toSorted());
});

describe.each(names.filter((name) => 'path' in endpoints[name] && endpointOf(name).route.includes('{id}')))(
  'the id of %s',
  (name) => {
    test.each(['', '77', id.toUpperCase(), `${id}0`, '../etc', "' OR 1=1 --"])(
      'is not %j, and is told so by its name',
      async (wrong) => {
        const params = { id: wrong, questionId: 'q001', study: id, format: 'json' };
        await expect(ask(name, params)).rejects.toEqual(refused(/^id: a lesson id has 24/));
      },
    );
  },
);

test.each(['../q001', 'a/b', 'q?', '#', '', "' OR 1=1", 'x'.repeat(65)])(
  '%j is no id of a question',
  async (questionId) => {
    const asked = ask('questionReviewUndo', { id, questionId });
    await expect(asked).rejects.toEqual(refused(/^questionId: /));
  },
);

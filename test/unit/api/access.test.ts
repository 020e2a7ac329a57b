import { describe, expect, test } from 'vitest';
import { assertMayCall, seesContent } from '../../../shared/api/access.ts';
import { type EndpointName, endpoints } from '../../../shared/api/endpoints.ts';
import { rights } from '../../../testing/rights.ts';

const open = ['openapi', 'studio'];
const names = Object.keys(endpoints) as EndpointName[]; // Object.keys widens the names.
const callers = { s: [], u: ['uploader'], c: ['coach'], m: ['admin'] } as const;
const as = (roles: readonly ('uploader' | 'coach' | 'admin')[]) => ({ name: 'Ana Ortiz', id: '42', roles });

test('it is written down of every endpoint who may call it', () => {
  expect(names.toSorted()).toEqual(
    Object.keys(rights)
      .filter((name) => !open.includes(name))
      .toSorted(),
  );
});

describe.each(names)('%s', (name) => {
  test.each(Object.entries(callers))('is as written down for %s', (letter, roles) => {
    const call = () => assertMayCall(as(roles), name);
    if (rights[name]?.includes(letter)) expect(call).not.toThrow();
    else expect(call).toThrow(expect.objectContaining({ status: 403, code: 'not-permitted' }));
  });
});

test('who may not is told which role they need', () => {
  const message = 'This needs the role admin or uploader or coach. Ask who runs Askwell for it.';
  expect(() => assertMayCall(as([]), 'lessons')).toThrow(expect.objectContaining({ title: 'Not permitted', message }));
});

test('only coaches and admins see what was said and done', () => {
  expect(Object.values(callers).map((roles) => seesContent(as(roles)))).toEqual([false, false, true, true]);
  expect(seesContent(as(['uploader', 'coach']))).toBe(true);
});

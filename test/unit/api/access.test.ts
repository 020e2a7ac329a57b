import { describe, expect, test } from 'vitest';
import { assertMayCall, reachOf, seesContent } from '../../../shared/api/access.ts';
import { type EndpointName, endpoints } from '../../../shared/api/endpoints.ts';
import type { Held } from '../../../shared/lessons/reach.ts';
import type { Role } from '../../../shared/settings/siteRoles.ts';
import { rights } from '../../../testing/rights.ts';

const open = ['openapi', 'studio'];
const names = Object.keys(endpoints) as EndpointName[]; // Object.keys widens the names.
const callers = { s: [], u: ['uploader'], c: ['coach'], e: ['educator'], m: ['admin'] } as const;
const id = 'a'.repeat(24);
const as = (roles: readonly Role[]) => ({ name: 'Ana Ortiz', id: '42', roles });

test('it is written down of every endpoint who may call it', () => {
  expect(names.toSorted()).toEqual(
    Object.keys(rights)
      .filter((name) => !open.includes(name))
      .toSorted(),
  );
});

// What is about lessons and says nothing of codes; whoever codes a lesson blind may have it.
const withoutCodes = [
  'progress',
  'sites',
  'lessonMedia',
  'lessonWaveform',
  'lessonDeletion',
  'lessonMove',
  'voiceRemoval',
  'voiceRemovals',
  'reanalysisOffers',
  'search',
];

test('of every endpoint about lessons it is said whether it shows codes', () => {
  const about = names.filter((name) => ['lesson', 'lessons'].includes(endpoints[name].about));
  const silent = about.filter((name) => !('codes' in endpoints[name]) && !endpoints[name].route.startsWith('/studies'));
  expect(silent.toSorted()).toEqual(withoutCodes.toSorted());
});

describe.each(names)('%s', (name) => {
  test.each(Object.entries(callers))('is as written down for %s', (letter, roles) => {
    const call = () => assertMayCall(as(roles), name);
    if (rights[name]?.includes(letter)) expect(call).not.toThrow();
    else expect(call).toThrow(expect.objectContaining({ status: 403, code: 'not-permitted' }));
  });
});

test('who may not is told which role they need', () => {
  const message = 'This needs the role admin or uploader or coach or educator. Ask who runs Askwell for it.';
  expect(() => assertMayCall(as([]), 'lessons')).toThrow(expect.objectContaining({ title: 'Not permitted', message }));
});

test('only coaches and admins see what was said and done', () => {
  expect(Object.values(callers).map((roles) => seesContent(as(roles), { id, siteId: 'north' }))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
  expect(seesContent(as(['uploader', 'coach']), { id, siteId: 'north' })).toBe(true);
});

describe('roles at sites', () => {
  const caller = {
    ...as(['educator']),
    accounts: ['ana@school.org', '42'],
    siteRoles: { north: ['coach'], south: ['uploader'], west: ['admin'] } as const,
  };
  test.each<[EndpointName, readonly string[], boolean]>([
    ['lesson', ['north', 'south', 'west'], true],
    ['lessons', ['north', 'south', 'west'], true],
    ['lessonQuestions', ['north', 'west'], true],
    ['lessonExport', ['north', 'west'], true],
    ['questionReview', ['north', 'west'], false],
    ['lessonDetails', ['north', 'west'], false],
    ['uploads', ['south', 'west'], false],
    ['lessonDeletion', ['west'], false],
    ['siteRoster', ['west'], false],
  ])('reach with %s to the sites %s, and to own lessons: %s', (name, sites, own) => {
    expect(reachOf(caller, name)).toEqual({ sites, accounts: own ? ['42', 'ana@school.org'] : [] });
  });

  test('do not reach what they code in a study, where codes are shown', () => {
    const blind = { ...caller, blind: new Map([[id, 'b'.repeat(24)]]) };
    expect(reachOf(blind, 'lessonQuestions')).toEqual({ ...reachOf(caller, 'lessonQuestions'), except: [id] });
    expect(reachOf(blind, 'lesson')).toEqual(reachOf(caller, 'lesson'));
    expect(seesContent(blind, { id, siteId: 'north' })).toBe(false);
    expect(seesContent(blind, { id: 'c'.repeat(24), siteId: 'north' })).toBe(true);
  });

  test('do not do for what is about everything, not even those of an admin', () => {
    for (const name of ['rebuild', 'rebuildStatus', 'healthParts'] as const)
      expect(() => assertMayCall(caller, name)).toThrow(expect.objectContaining({ status: 403 }));
  });

  test.each<[string, Held, boolean]>([
    ['at their site', { id, siteId: 'north' }, true],
    ['at a site where they only upload', { id, siteId: 'south' }, false],
    ['at another one', { id, siteId: 'east' }, false],
    ['at another one, of their own', { id, siteId: 'east', educatorAccount: 'ana@school.org' }, true],
    ['at another one, by the id of their account', { id, siteId: 'east', educatorAccount: '42' }, true],
    ["of somebody else's", { id, siteId: 'east', educatorAccount: 'kim@school.org' }, false],
    ['of somebody else, shared with them', { id, siteId: 'east', educatorAccount: 'kim', sharedWith: ['42'] }, true],
    ['of somebody else, shared with others', { id, siteId: 'east', educatorAccount: 'kim', sharedWith: ['43'] }, false],
  ])('show of a lesson %s what was said: %s', (_, lesson, sees) => {
    expect(seesContent(caller, lesson)).toBe(sees);
  });

  test('an account without the role educator has no lesson of its own', () => {
    expect(reachOf({ ...caller, roles: [] }, 'lesson').accounts).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { readGranted, siteRolesSchema } from '../../../shared/settings/siteRoles.ts';

test.each([
  ['coach', { role: 'coach' }],
  ['educator', { role: 'educator' }],
  ['coach@north', { role: 'coach', site: 'north' }],
  ['admin@River%20School', { role: 'admin', site: 'River School' }],
  ['uploader@R\u00edo', { role: 'uploader', site: 'R\u00edo' }],
  ['coach@a@b', { role: 'coach', site: 'a@b' }],
])('%s is a role', (text, granted) => expect(readGranted(text)).toEqual(granted));

test.each(['', 'Coach', 'reader', 'coach@', '@north', 'educator@north', 'coach@%zz', 'admin '])('%j is none', (text) =>
  expect(readGranted(text)).toBeUndefined(),
);

test('a group means roles at sites and at all, and a word that is no role is refused', () => {
  expect(siteRolesSchema.parse({ 'group-1': ['coach@River School', 'educator'] })).toEqual({
    'group-1': [{ role: 'coach', site: 'River School' }, { role: 'educator' }],
  });
  expect(siteRolesSchema.safeParse({ g: ['reader@north'] }).success).toBe(false);
});

import { expect, test } from 'vitest';
import { describeCaller } from '../../../shared/api/me.ts';

const sites = { 'River School': ['es', 'en'], 'Hill School': ['fr'] };
const settings = {
  ...{ MAX_VIDEO_BYTES: 1000, LANGUAGES: ['en', 'es'] },
  SITE_LANGUAGES: sites,
};

test('whoever has a role at all sites is told the languages of each', () => {
  const told = describeCaller({ name: 'Ana', id: '1', roles: ['uploader'] }, settings);
  expect(told).toMatchObject({ languages: ['en', 'es'], siteLanguages: sites });
});

test('others are told those of their own sites alone', () => {
  const caller = { name: 'Ana', id: '1', roles: [], siteRoles: { 'River School': ['uploader' as const] } };
  expect(describeCaller(caller, settings).siteLanguages).toEqual({ 'River School': sites['River School'] });
});

import { beforeAll, expect, test } from 'vitest';
import { describeCaller } from '../../../shared/api/me.ts';
import { useSettings } from '../../../testing/settings.ts';

const sites = { 'River School': ['es', 'en'], 'Hill School': ['fr'] };
beforeAll(() =>
  useSettings({
    LANGUAGES: 'en,es',
    SITE_LANGUAGES: JSON.stringify({ 'River School': 'es,en', 'Hill School': 'fr' }),
  }),
);

test('whoever has a role at all sites is told the languages of each', () => {
  const { languages, siteLanguages } = describeCaller({ name: 'Ana', id: '1', roles: ['uploader'] });
  expect(languages).toEqual(['en', 'es']);
  expect(siteLanguages).toEqual(sites);
});

test('others are told those of their own sites alone', () => {
  const caller = { name: 'Ana', id: '1', roles: [], siteRoles: { 'River School': ['uploader' as const] } };
  expect(describeCaller(caller).siteLanguages).toEqual({ 'River School': sites['River School'] });
});

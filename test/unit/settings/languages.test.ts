import { expect, it } from 'vitest';
import { languagesOf, readConfig } from '../../../shared/settings/config.ts';

const needed = {
  AskwellStorage: 'UseDevelopmentStorage=true',
  AskwellServiceBus: 'Endpoint=sb://localhost',
  COSMOS_CONNECTION: 'AccountEndpoint=http://localhost;AccountKey=a',
};
const languages = (given: Record<string, string>) => languagesOf(readConfig({ ...needed, ...given }));

it('hears English and Spanish where nothing is said, or an empty setting', () => {
  expect(languages({})).toEqual(['en', 'es']);
  expect(languages({ LANGUAGES: '' })).toEqual(['en', 'es']);
});

it('takes languages apart by commas, and SPEECH_LANGUAGE for the only one', () => {
  expect(languages({ LANGUAGES: ' es, EN,es' })).toEqual(['es', 'en']);
  expect(languages({ SPEECH_LANGUAGE: 'es' })).toEqual(['es']);
});

it('names a language that nobody knows, and refuses both settings at once', () => {
  expect(() => languages({ LANGUAGES: 'en,xx' })).toThrow(/LANGUAGES.*"xx"/u);
  expect(() => languages({ SPEECH_LANGUAGE: 'en,es' })).toThrow(/SPEECH_LANGUAGE.*one language/u);
  expect(() => languages({ LANGUAGES: 'en', SPEECH_LANGUAGE: 'es' })).toThrow(/SPEECH_LANGUAGE.*set one of the two/u);
});

it('hears what the upload says, or the site, before the setting of all', () => {
  const settings = readConfig({ ...needed, LANGUAGES: 'en', SITE_LANGUAGES: '{"River School":"ES,en"}' });
  expect(languagesOf(settings, { siteId: 'Hill School' })).toEqual(['en']);
  expect(languagesOf(settings, { siteId: 'River School' })).toEqual(['es', 'en']);
  expect(languagesOf(settings, { siteId: 'constructor' })).toEqual(['en']);
  expect(languagesOf(settings, { siteId: 'River School', details: { languages: 'ko' } })).toEqual(['ko']);
  const chosen = { siteId: 'River School', details: { languages: 'ko' }, choices: { languages: 'en,es' } };
  expect(languagesOf(settings, chosen)).toEqual(['en', 'es']);
});

it('names a language of a site that nobody knows', () => {
  expect(() => languages({ SITE_LANGUAGES: '{"River School":"xx"}' })).toThrow(/SITE_LANGUAGES.*"xx"/u);
});

import { afterEach, expect, test } from 'vitest';
import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import { subtypes } from '../../../shared/words/en/subtypes.ts';
import { setLanguage } from '../../../web/text/language.ts';
import { definitionOfSubtype, nameOfSubtype } from '../../../web/text/subtypes.ts';

afterEach(() => setLanguage('en'));

test('the catalogue names and defines Askwell’s subtypes as its codebook does', () => {
  const of = (what: 'name' | 'definition') =>
    Object.fromEntries(ownCodebook.subtypes.map((one) => [one.key, one[what]]));
  expect(subtypes.names).toEqual(of('name'));
  expect(subtypes.definitions).toEqual(of('definition'));
});

test('Askwell’s own subtypes are told in the language of the page, those of a site in its words', () => {
  setLanguage('es');
  const ours = { ...ownCodebook, ours: true } as const;
  expect(nameOfSubtype(ours, 'yes-no')).toBe('Sí o no');
  expect(definitionOfSubtype(ours, 'yes-no')).toBe('invita a decir sí o no');
  const theirs = [{ key: 'yes-no', label: 'CEQ' as const, name: 'Polar', definition: 'by polarity', machine: [] }];
  const sites = { title: 'Ours', subtypes: theirs };
  expect(nameOfSubtype(sites, 'yes-no')).toBe('Polar');
  expect(definitionOfSubtype(sites, 'yes-no')).toBe('by polarity');
});

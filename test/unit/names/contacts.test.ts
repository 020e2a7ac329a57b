import { beforeAll, expect, test } from 'vitest';
import { loadRecogniser } from '../../../shared/names/detect.ts';
import { NameMasker } from '../../../shared/names/masker.ts';
import type { Recogniser } from '../../../shared/names/recognised.ts';

let recognise: Recogniser;
beforeAll(async () => {
  recognise = await loadRecogniser();
});
const masked = async (text: string, school = 'River School') =>
  (await NameMasker.of(recognise, [], [text], school)).mask(text);

test.each([
  ['Call 555-123-4567 today.', 'Call [telephone] today.'],
  ['Call (030) 1234 5678, or +49 30 123456.', 'Call [telephone], or [telephone].'],
  ['Write to ana.okafor@school.example.', 'Write to [e-mail].'],
  ['It is on www.river-school.org/photos, look.', 'It is on [web address], look.'],
  ['See https://example.com/a?b=1!', 'See [web address]!'],
  ['It is on riverschool.org.', 'It is on [web address].'],
  ['Here at River School we share.', 'Here at [school] we share.'],
  ['here at river school’s garden', 'here at [school]’s garden'],
])('%j becomes %j', async (text, expected) => expect(await masked(text)).toBe(expected));

test.each([
  'We count 1 2 3 4 5 6 7 8 9 10.',
  'It was 2026-11-29, at 10:30.',
  'There are 1,000,000 ants, and 3.5 cups.',
  'We walk along the river to school.',
  'Wait... no. I say so.',
])('%j is left', async (text) => expect(await masked(text)).toBe(text));

test('a school of one word is one with a capital letter alone, and the usual site is none', async () => {
  expect(await masked('We ran up the hill at Hill.', 'Hill')).toBe('We ran up the hill at [school].');
  expect(await masked('By default it is red.', 'default')).toBe('By default it is red.');
});

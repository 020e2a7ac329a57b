import { afterEach, expect, test } from 'vitest';
import { describe as inEnglish } from '../../../shared/questions/evidence.ts';
import { senseNames } from '../../../shared/questions/grammar/senseNames.ts';
import { senseNames as spanishSenseNames } from '../../../shared/questions/spanish/senseNames.ts';
import { evidence } from '../../../shared/words/en/evidence.ts';
import { evidenceText } from '../../../web/text/evidence.ts';
import { setLanguage } from '../../../web/text/language.ts';

afterEach(() => setLanguage('en'));

test('everything that the coder says of a kind of question is in the catalogue, word for word', () => {
  const kinds = ['ways', 'ahead', 'telling', 'events', 'one thing', 'whether'].map((kind) => inEnglish(`kind:${kind}`));
  const lengths = ['length:3', 'length:7', 'length:20', 'asks:accented'].map(inEnglish);
  const said = [...Object.values(senseNames), ...Object.values(spanishSenseNames), ...kinds, ...lengths];
  const known = new Set<string>(Object.values(evidence.whole));
  expect(said.filter((text) => !known.has(text))).toEqual([]);
});

test.each([
  ['begin:what do', 'comienza con “what do”'],
  ['end:you', 'termina con “you”'],
  ['before:well', 'viene después de “well”'],
  ['word:why', 'dice “why”'],
  ['stem:expl', 'dice “expl…”'],
  ['ends:ando', 'dice “…ando”'],
  ['matrix:think', 'está dentro de “do you think”'],
  ['shape:none what', 'está construida como “… what”'],
  ['sense:quantity', 'pregunta por un número o una medida (how many, how old)'],
])('tells of %s in Spanish', (feature, expected) => {
  const said = inEnglish(feature);
  expect(evidenceText(said)).toBe(said);
  setLanguage('es');
  expect(evidenceText(said)).toBe(expected);
});

test('what no catalogue knows is shown as it was said', () => {
  setLanguage('es');
  expect(evidenceText('a reason of another engine')).toBe('a reason of another engine');
});

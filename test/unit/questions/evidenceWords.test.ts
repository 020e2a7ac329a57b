import { expect, test } from 'vitest';
import { describe } from '../../../shared/questions/evidence.ts';

test.each([
  ['length:what 2', 'is short: a few words'],
  ['length:none 4-5', 'is short: a few words'],
  ['length:why 6-8', 'is of middling length'],
  ['length:how 9-12', 'is long: many words'],
  ['length:what 13+', 'is long: many words'],
  // Of Spanish.
  ['length:3', 'is short: a few words'],
  ['length:7+', 'is of middling length'],
])('the reason %s is told as “%s”', (feature, words) => {
  expect(describe(feature)).toBe(words);
});

import { expect, test } from 'vitest';
import { endsSooner } from '../../../shared/lessons/retention.ts';

// Kept for 100 days after its upload where nobody names a day: until 2026-04-11.
const days = 100;
const uploadedAt = '2026-01-01T09:00:00.000Z';

test.each([
  ['a hold is lifted', { hold: true }, { hold: false }, ['hold']],
  ['a hold is cleared', { hold: true }, {}, ['hold']],
  ['a day is set where there was none, be it a late one', {}, { retainUntil: '2040-01-01' }, ['retainUntil']],
  ['the day is moved forward', { retainUntil: '2030-01-02' }, { retainUntil: '2030-01-01' }, ['retainUntil']],
  ['the day is cleared, and the default comes before it', { retainUntil: '2026-04-12' }, {}, ['retainUntil']],
  [
    'the day comes sooner behind a hold that stays',
    { hold: true, retainUntil: '2030-01-02' },
    { hold: true, retainUntil: '2030-01-01' },
    ['retainUntil'],
  ],
  [
    'both',
    { hold: true, retainUntil: '2030-01-02' },
    { hold: false, retainUntil: '2020-01-01' },
    ['hold', 'retainUntil'],
  ],
  ['nothing: a hold is set', {}, { hold: true }, []],
  ['nothing: no hold is said to be none', {}, { hold: false }, []],
  ['nothing: all stays', { hold: true, retainUntil: '2030-01-01' }, { hold: true, retainUntil: '2030-01-01' }, []],
  ['nothing: the day is put off', { retainUntil: '2030-01-01' }, { retainUntil: '2030-01-02' }, []],
  ['nothing: the day is cleared, and the default comes on it', { retainUntil: '2026-04-11' }, {}, []],
] as const)('%s', (_, before, after, ends) => {
  expect(endsSooner({ uploadedAt, ...before }, { uploadedAt, ...after }, days)).toEqual(ends);
});

import { describe, expect, test } from 'vitest';
import { everything, filterOf, passes, searchOf } from '../../../web/model/filter.ts';
import { closed, question, review } from './questions.ts';

const keys = new Set(['explain', 'why-2']);

test.each(['', '?code=CEQ', '?code=OEQ&subtype=explain&from=60&to=80&reviewed=no', '?subtype=why-2'])(
  'a filter comes back from its address %s',
  (search) => {
    expect(searchOf(filterOf(search, keys))).toBe(search);
  },
);

test.each([
  '?code=<b>&subtype=__proto__&reviewed=maybe',
  '?from=abc&to=',
  '?from=-10&to=1e9',
  '?subtype=constructor',
  '?subtype=describe',
])('what an address says that no filter is, is left out: %s', (search) => {
  expect(filterOf(search, keys)).toEqual(everything);
});

test('a range that is the wrong way round is turned', () => {
  expect(filterOf('?from=90&to=60', keys)).toMatchObject({ from: 60, to: 90 });
});

describe('a question passes', () => {
  const recoded = question(1, { review: review('CEQ', { subtype: 'choice' }) });
  test.each([
    ['by the code that a person gave', recoded, { code: 'CEQ' }, true],
    ['not by the machine’s code that a person changed', recoded, { code: 'OEQ' }, false],
    ['by the subtype that a person gave', recoded, { subtype: 'choice' }, true],
    [
      'not by a subtype that its new code cannot have',
      question(1, { review: review('CEQ') }),
      { subtype: 'explain' },
      false,
    ],
    [
      'by a subtype of a codebook that the site had before',
      question(1, { review: review('OEQ', { subtype: 'why-2' }) }),
      { subtype: 'why-2' },
      true,
    ],
    ['as reviewed', recoded, { reviewed: 'yes' }, true],
    ['not as reviewed before anybody has', closed(1), { reviewed: 'yes' }, false],
    ['at the border of a range, as it is shown', question(1, { confidence: 0.796 }), { from: 80 }, true],
    ['not above a range', question(1, { confidence: 0.81 }), { to: 80 }, false],
    ['with less than half confidence when nothing is asked', question(1, { confidence: 0.4 }), {}, true],
  ] as const)('%s', (_, asked, filter, is) => {
    expect(passes(asked, { ...everything, ...filter })).toBe(is);
  });
});

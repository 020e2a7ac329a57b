import { expect, test } from 'vitest';
import { extentsOf, without } from '../../azurite/extents.ts';

const at = (offset: number, count: number, id = 'a') => ({ id, offset, count });

test.each([
  ['nothing covers it', [at(0, 10)], [], [at(0, 10)]],
  ['all of it is covered', [at(2, 3)], [at(0, 10)], []],
  ['its middle is covered', [at(0, 10)], [at(4, 2)], [at(0, 4), at(6, 4)]],
  ['its ends are covered, by several that overlap', [at(10, 10)], [at(17, 9), at(5, 7), at(8, 4)], [at(12, 5)]],
  ['another file is covered', [at(0, 10)], [at(0, 10, 'b')], [at(0, 10)]],
  ['what only touches it covers nothing', [at(10, 5)], [at(0, 10), at(15, 5)], [at(10, 5)]],
])('what is left when %s', (_, extents, others, left) => {
  expect(without(extents, others)).toEqual(left);
});

test('a blob’s bytes lie in itself, its blocks or its pages', () => {
  expect(extentsOf({ persistency: at(1, 2) })).toEqual([at(1, 2)]);
  expect(extentsOf({ committedBlocksInOrder: [{ persistency: at(1, 2) }, { persistency: at(5, 1, 'b') }] })).toEqual([
    at(1, 2),
    at(5, 1, 'b'),
  ]);
  expect(extentsOf({ pageRangesInOrder: [{ start: 0, end: 511, persistency: at(0, 512) }] })).toEqual([at(0, 512)]);
  expect(extentsOf({ name: 'none', persistency: at(0, 0) })).toEqual([]);
  expect(() => extentsOf({ persistency: { id: 'a', start: 0 } })).toThrow();
});

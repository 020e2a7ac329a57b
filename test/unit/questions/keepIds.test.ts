import { expect, test } from 'vitest';
import { withFormerIds } from '../../../shared/questions/keepIds.ts';

const at = (id: string, start: number, end: number) => ({ id, start, end });
const former = [at('q001', 10, 12), at('q002', 20, 22), at('q003', 30, 32)];

test('questions that are found again keep their ids, although one before them is new', () => {
  const found = [at('q001', 5, 6), at('q002', 10, 12), at('q003', 20.4, 22), at('q004', 30, 32)];
  expect(withFormerIds(found, former).map(({ id, start }) => [id, start])).toEqual([
    ['q001-2', 5],
    ['q001', 10],
    ['q002', 20.4],
    ['q003', 30],
  ]);
});

test('one that is gone takes its id with it', () => {
  const found = [at('q001', 10, 12), at('q002', 30, 32)];
  expect(withFormerIds(found, former).map(({ id }) => id)).toEqual(['q001', 'q003']);
});

test('of a question that was cut in two one half keeps the id, and no id is given twice', () => {
  const ids = withFormerIds([at('q001', 10, 10.9), at('q002', 11, 12), at('q003', 20, 22), at('q004', 30, 32)], former);
  expect(ids.map(({ id }) => id)).toEqual(['q001', 'q002-2', 'q002', 'q003']);
});

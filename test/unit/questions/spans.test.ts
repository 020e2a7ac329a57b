import { expect, test } from 'vitest';
import { mergeSpans } from '../../../shared/questions/spans.ts';

const span = (start: number, end: number) => ({ start, end });

test.each([
  ['in order of time', [span(5, 6), span(1, 2), span(3, 4)], [span(1, 2), span(3, 4), span(5, 6)]],
  ['joined where they overlap', [span(1, 3), span(2, 4)], [span(1, 4)]],
  ['joined where they touch', [span(1, 2), span(2, 3)], [span(1, 3)]],
  ['not shortened by what lies within', [span(1, 9), span(2, 3)], [span(1, 9)]],
  ['without what is empty or backward', [span(1, 1), span(4, 3), span(5, 6)], [span(5, 6)]],
])('spans are %s', (_, spans, merged) => {
  expect(mergeSpans(spans)).toEqual(merged);
});

test('gaps are closed up to a length, that length included', () => {
  expect(mergeSpans([span(1, 2), span(2.5, 3), span(3.75, 4)], 0.5)).toEqual([span(1, 3), span(3.75, 4)]);
});

test('what it was given stays as it is', () => {
  const spans = [span(2, 3), span(1, 2)];
  mergeSpans(spans);
  expect(spans).toEqual([span(2, 3), span(1, 2)]);
});

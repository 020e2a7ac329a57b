import { expect, test } from 'vitest';
import { assembleSegments } from '../../../shared/speech/assemble.ts';

const voice = [{ start: 0, end: 300 }];
const said = (start: number, end: number, text: string) => ({ start, end, text });

test('times become the video’s, words included', () => {
  const chunk = {
    start: 120,
    end: 240,
    segments: [{ ...said(1, 2, 'Why?'), words: [{ text: 'Why?', start: 1, end: 1.5 }] }],
  };
  expect(assembleSegments([chunk], voice)).toEqual([
    { ...said(121, 122, 'Why?'), words: [{ text: 'Why?', start: 121, end: 121.5 }] },
  ]);
});

test('chunks that come in any order end up in order of time', () => {
  const chunks = [
    { start: 60, end: 120, segments: [said(0, 1, 'b')] },
    { start: 0, end: 60, segments: [said(0, 1, 'a')] },
  ];
  expect(assembleSegments(chunks, voice).map(({ text }) => text)).toEqual(['a', 'b']);
});

test('text where nobody speaks is dropped', () => {
  const chunk = { start: 0, end: 60, segments: [said(1, 3, 'Is it red?'), said(20, 22, 'Thank you.')] };
  expect(assembleSegments([chunk], [{ start: 1, end: 3 }]).map(({ text }) => text)).toEqual(['Is it red?']);
});

test('of a text said three times running the first is kept; said twice, both', () => {
  const chunk = {
    start: 0,
    end: 60,
    segments: [said(0, 1, 'No.'), said(1, 2, 'No.'), said(2, 3, 'La.'), said(3, 4, 'La.'), said(4, 5, 'La.')],
  };
  expect(assembleSegments([chunk], voice).map(({ start, text }) => [start, text])).toEqual([
    [0, 'No.'],
    [1, 'No.'],
    [2, 'La.'],
  ]);
});

test('segments do not overlap, nor reach beyond their chunk', () => {
  const chunks = [{ start: 0, end: 10, segments: [said(8, 12, 'a'), said(9, 9.5, 'b')] }];
  expect(assembleSegments(chunks, voice)).toEqual([said(8, 9, 'a'), said(9, 9.5, 'b')]);
});

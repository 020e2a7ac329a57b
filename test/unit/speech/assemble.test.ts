import { expect, test } from 'vitest';
import type { Span } from '../../../shared/lessons/transcript.ts';
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

const doubted = { noSpeechProbability: 0.9, logProbability: -1.4 };
const textsOf = (segments: readonly { readonly text: string }[]) => segments.map(({ text }) => text);

test.each([
  ['which the recogniser doubts itself', { ...said(20, 22, 'We will be right back.'), ...doubted }],
  ['that recognisers are known to invent', said(20, 22, 'Thank you.')],
])('text where nobody speaks and %s is dropped, and with a voice it stays', (_, segment) => {
  const chunk = { start: 0, end: 60, segments: [said(1, 3, 'Is it red?'), segment] };
  expect(textsOf(assembleSegments([chunk], [{ start: 1, end: 3 }]))).toEqual(['Is it red?']);
  expect(textsOf(assembleSegments([chunk], voice))).toEqual(['Is it red?', segment.text]);
});

test.each([
  ['says nothing of its doubts', {}],
  ['is sure', { noSpeechProbability: 0.9, logProbability: -0.3 }],
  ['only thinks that nobody speaks, or only finds it hard', { noSpeechProbability: 0.2, logProbability: -1.4 }],
])('a quiet child whom only the recogniser heard stays when it %s', (_, doubt) => {
  const chunk = { start: 0, end: 60, segments: [{ ...said(20, 22, 'It is heavy.'), ...doubt }] };
  expect(textsOf(assembleSegments([chunk], [{ start: 1, end: 3 }]))).toEqual(['It is heavy.']);
});

const timesOf = (segments: readonly Span[]) => segments.map(({ start }) => start);

test('a drill is no loop: four askings with a voice each are four', () => {
  const askings = [0, 3, 6, 9].map((start) => said(start, start + 1.2, 'What color is this?'));
  const own = askings.map(({ start, end }) => ({ start, end }));
  expect(timesOf(assembleSegments([{ start: 0, end: 60, segments: askings }], own))).toEqual([0, 3, 6, 9]);
});

test('of a text said three times running, what has no voice of its own is a loop; said twice, both stay', () => {
  const segments = [
    said(0, 1, 'No.'),
    said(1, 2, 'No.'),
    said(10, 11, 'La.'),
    said(11, 12, 'La.'),
    said(20, 21, 'La.'),
  ];
  const heard = assembleSegments([{ start: 0, end: 60, segments }], [{ start: 9.9, end: 11 }]);
  expect(heard.map(({ start, text }) => [start, text])).toEqual([
    [0, 'No.'],
    [1, 'No.'],
    [10, 'La.'],
  ]);
});

test('what no mouth can say so fast is a loop, whatever the voice', () => {
  const segments = [0, 0.2, 0.4, 0.6].map((start) => said(start, start + 0.2, 'What color is this?'));
  expect(timesOf(assembleSegments([{ start: 0, end: 60, segments }], voice))).toEqual([0]);
});

test('segments do not overlap, nor reach beyond their chunk', () => {
  const chunks = [{ start: 0, end: 10, segments: [said(8, 12, 'a'), said(9, 9.5, 'b')] }];
  expect(assembleSegments(chunks, voice)).toEqual([said(8, 9, 'a'), said(9, 9.5, 'b')]);
});

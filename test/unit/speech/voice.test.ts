import { expect, test } from 'vitest';
import { voiceOf } from '../../../shared/speech/voice.ts';

const loud = [
  { start: 5, end: 8 },
  { start: 58, end: 70 },
];
const heard = (start: number, end: number, speech: { start: number; end: number }[] | null) => ({ start, end, speech });

test('what the network heard in each chunk is put into the video’s time, and one voice over a cut is one', () => {
  const chunks = [
    heard(60, 120, [{ start: 0, end: 2.5 }]),
    heard(0, 60, [
      { start: 1, end: 3 },
      { start: 58.2, end: 60 },
    ]),
  ];
  expect(voiceOf(chunks, loud)).toEqual({
    voice: [
      { start: 1, end: 3 },
      { start: 58.2, end: 62.5 },
    ],
    voiceFrom: 'network',
  });
});

test('a pause at a cut stays a pause', () => {
  const chunks = [heard(0, 60, [{ start: 58, end: 59.8 }]), heard(60, 120, [{ start: 0.1, end: 1 }])];
  expect(voiceOf(chunks, []).voice).toHaveLength(2);
});

test('where the network could not be asked, loudness stands in for it, within that chunk', () => {
  expect(voiceOf([heard(0, 60, null), heard(60, 120, [{ start: 20, end: 21 }])], loud)).toEqual({
    voice: [
      { start: 5, end: 8 },
      { start: 58, end: 60 },
      { start: 80, end: 81 },
    ],
    voiceFrom: 'both',
  });
});

test('without the network all is loudness', () => {
  expect(voiceOf([heard(0, 60, null), heard(60, 120, null)], loud)).toEqual({ voice: loud, voiceFrom: 'loudness' });
});

test('a border of the network is sharpened by loudness that is near, and by no other', () => {
  const speech = [
    { start: 4.9, end: 8.1 },
    { start: 20, end: 21 },
  ];
  const sharp = [
    { start: 5, end: 8 },
    { start: 19.5, end: 21.5 },
  ];
  expect(voiceOf([heard(0, 60, speech)], sharp).voice).toEqual([
    { start: 5, end: 8 },
    { start: 20, end: 21 },
  ]);
});

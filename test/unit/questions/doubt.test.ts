import { expect, test } from 'vitest';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';
import { waitTimes } from '../../../shared/questions/waitTime.ts';
import { lesson } from '../../../testing/transcripts.ts';

const asked = lesson([
  [1, 'Why did it sink?'],
  [10, 'Yes it is.'],
]);
/** The first segment, heard otherwise. */
const heardAs = (heard: 'doubtful' | 'not-understood', logProbability: number): Transcript => ({
  ...asked,
  segments: asked.segments.map((segment, at) => (at === 0 ? { ...segment, heard, logProbability } : segment)),
});

test('a question whose words were hard to hear is doubtful, and its code less sure', async () => {
  const coded = (transcript: Transcript) => codeQuestions(findQuestions(transcript), localEngine());
  const [sure] = await coded(asked);
  const [doubtful] = await coded(heardAs('doubtful', Math.log(0.4)));
  expect(sure).not.toHaveProperty('doubtful');
  expect(doubtful).toMatchObject({ doubtful: true, label: sure?.label, text: 'Why did it sink?' });
  // Right with 0.4, and a guess with 0.6.
  expect(doubtful?.confidence).toBeCloseTo(0.4 * (sure?.confidence ?? 0) + 0.3, 6);
});

test('words of another language make a code less sure than their own probability', () => {
  const foreign = {
    ...asked,
    segments: asked.segments.map((segment) => ({
      ...segment,
      ...{ heard: 'doubtful' as const, logProbability: Math.log(0.8), languageProbability: 0.05 },
    })),
  };
  expect(findQuestions(foreign)[0]?.wordProbability).toBeCloseTo(0.04, 6);
});

test('a question is doubtful where the word that makes it one is, however sure the others are', async () => {
  const found = (text: string, ...probabilities: number[]) => {
    const words = text.split(' ').map((word, at) => ({
      ...{ text: word, start: 1 + at / 2, end: 1.4 + at / 2 },
      ...(probabilities[at] === undefined ? {} : { probability: probabilities[at] }),
    }));
    return findQuestions({ ...asked, segments: [{ start: 1, end: 5, text, words }] })[0];
  };
  expect(found('Was it heavy?', 0.15, 0.99, 0.9)).toMatchObject({ doubtful: true, wordProbability: 0.15 });
  expect(found('So was it heavy?', 0.9, 0.15, 0.99, 0.9)).toMatchObject({ doubtful: true, wordProbability: 0.15 });
  expect(found('Leo, tell me why.', 0.1, 0.9, 0.99, 0.9)).not.toHaveProperty('doubtful');
  expect(found('Was it heavy?', 0.3, 0.99, 0.1)).not.toHaveProperty('doubtful');
  expect(found('Was it heavy?')).not.toHaveProperty('doubtful');
  // Behind a first word that may be another one, a verb without its ending tells that an auxiliary was said.
  expect(found('Just the apple float.', 0.1, 0.9, 0.8, 0.6)).toMatchObject({ doubtful: true, wordProbability: 0.1 });
  expect(found('Just it sink.', 0.1)).toMatchObject({ doubtful: true });
  for (const [told, first] of [
    ['Just the apple float.', 0.9],
    ['Just the apple floats.', 0.1],
    ['Just the apples float.', 0.1],
    ['Just the float.', 0.1],
  ] as const)
    expect(found(told, first), told).toBeUndefined();
});

test('what was not understood is no question', () => {
  expect(findQuestions(heardAs('not-understood', -3))).toEqual([]);
});

test('what was not understood is no next word: the wait ends as unheard', () => {
  const [first, second] = asked.segments;
  if (first === undefined || second === undefined) throw new Error('The lesson has two turns.');
  const transcript: Transcript = {
    ...asked,
    segments: [first, { start: 5, end: 6, text: '[unclear]', heard: 'not-understood' }, second],
    voice: [...asked.voice, { start: 5, end: 6 }].sort((a, b) => a.start - b.start),
  };
  expect(waitTimes(findQuestions(transcript), transcript)).toMatchObject([{ next: 'unheard', waitTimeSeconds: 2.8 }]);
});

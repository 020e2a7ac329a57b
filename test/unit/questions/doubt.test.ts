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

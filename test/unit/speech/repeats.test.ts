import { expect, test } from 'vitest';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { lessonSpeech } from '../../../shared/speech/lessonSpeech.ts';

/** A lesson of one chunk in which something is said, each time with a voice of its own. */
function heard(seconds: number, logProbability: number, said: readonly (readonly [start: number, text: string])[]) {
  const segments = said.map(([start, text]) => ({ start, end: start + 1.2, text, logProbability }));
  const chunk = { start: 0, end: seconds, segments, speech: segments.map(({ start, end }) => ({ start, end })) };
  const speech = lessonSpeech([chunk], []);
  const transcript: Transcript = { language: 'en', durationSeconds: seconds, engine: '', model: '', ...speech };
  return { texts: speech.segments.map(({ text }) => text), questions: findQuestions(transcript) };
}

test('the same question is heard each of 25 times that it is asked, a minute apart', () => {
  const said = Array.from({ length: 25 }, (_, at) => [60 * at, 'Is the apple red?'] as const);
  const { questions } = heard(1500, -0.25, said);
  expect(questions).toHaveLength(25);
  expect(questions.filter(({ doubtful }) => doubtful)).toEqual([]);
});

test('a drill is heard four times', () => {
  const said = [0, 3, 6, 9].map((start) => [start, 'What color is this?'] as const);
  expect(heard(12, -0.25, said).questions.map(({ start }) => start)).toEqual([0, 3, 6, 9]);
});

test('four children who answer with the same word are four', () => {
  const said = [3, 4.5, 6, 7.5].map((start) => [start, 'Yes.'] as const);
  expect(heard(10, -0.8, [[0, 'Is it red?'], ...said]).texts).toEqual(['Is it red?', 'Yes.', 'Yes.', 'Yes.', 'Yes.']);
});

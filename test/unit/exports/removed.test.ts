import { expect, test } from 'vitest';
import { exportJson, exportJsonSchema } from '../../../shared/exports/json.ts';
import { exportReport } from '../../../shared/exports/report/report.ts';
import { longLesson } from '../../../testing/lessons.ts';

const whole = longLesson(4);
const removed = {
  voices: 1,
  lines: 3,
  original: 'replaced',
  questions: [
    { start: 1, end: 2 },
    { start: 5, end: 6 },
  ],
} as const;
const taken = { ...whole, lesson: { ...whole.lesson, removed: { ...removed, questions: [...removed.questions] } } };

test('what was removed with a voice is counted beside, and coded nowhere', () => {
  const read = exportJsonSchema.parse(JSON.parse(exportJson(taken)));
  expect(read.removed).toEqual({ voices: 1, lines: 3, questions: 2 });
  expect(read.questions).toHaveLength(4);
  expect(read.metrics.questionCount).toBe(4);
  expect(exportJsonSchema.parse(JSON.parse(exportJson(whole))).removed).toBeNull();
});

test('the report says how many questions were removed, in its reader’s language', () => {
  const sentence = '2 questions were removed with a voice that is not to be in this lesson';
  expect(exportReport(taken)).toContain(sentence);
  expect(exportReport(taken, 'es')).toContain('Se retiraron 2 preguntas');
  expect(exportReport(whole)).not.toContain('removed with a voice');
});

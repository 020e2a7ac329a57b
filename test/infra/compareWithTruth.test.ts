import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compareWithTruth, truthSchema } from '../../scripts/deploy/compareWithTruth.ts';

const { questions: truth } = truthSchema.parse(JSON.parse(await readFile('samples/lesson.truth.json', 'utf8')));

test('what is just as it was said has no problem', () => {
  expect(compareWithTruth(truth, truth).problems).toEqual([]);
});

test('missing, wrong, invented and badly timed questions are each named', () => {
  expect(compareWithTruth(truth, []).problems.join()).toMatch(/Only 0 % of the questions were found/);
  const wrong = truth.map((asked) => ({ ...asked, label: asked.label === 'OEQ' ? 'CEQ' : 'OEQ' }));
  expect(compareWithTruth(truth, wrong).problems.join()).toMatch(/Only 0 % .* coded right/);
  const invented = Array.from({ length: 9 }, (_, index) => ({
    start: 9000 + index,
    label: 'OEQ',
    waitTimeSeconds: null,
  }));
  expect(compareWithTruth(truth, [...truth, ...invented]).problems).toEqual([
    '9 questions were found that nobody asked.',
  ]);
  const late = truth.map((asked) => ({ ...asked, waitTimeSeconds: asked.waitTimeSeconds + 2 }));
  expect(compareWithTruth(truth, late).problems.join()).toMatch(/off by 2\.00 s/);
});

import { expect, test } from 'vitest';
import type { CodedQuestion } from '../../../shared/lessons/question.ts';
import { questionIdSchema } from '../../../shared/lessons/reviewEvent.ts';
import { besideReviewed } from '../../../shared/questions/keepReviewed.ts';

const question = (id: string, start: number, end = start + 2): CodedQuestion => ({
  id,
  start,
  end,
  text: 'Why?',
  quoted: false,
  label: 'OEQ',
  subtype: 'explain',
  confidence: 0.9,
  engine: 'local',
  modelVersion: 'x',
  waitTimeSeconds: null,
  next: 'end',
});
const standing = ({ id, start, end }: CodedQuestion) => ({ id, spans: [{ start, end }] });
const written = (found: CodedQuestion[], reviewed: CodedQuestion[]) =>
  besideReviewed(found, reviewed.map(standing)).map(({ id, start }) => [id, start]);

test('without reviews, everything that is found is written as it is', () => {
  const found = [question('q001', 0), question('q002', 10)];
  expect(besideReviewed(found, [])).toEqual(found);
});

test('what a person reviewed is not written again, though its times moved a little', () => {
  expect(written([question('q001', 0), question('q002', 10.4)], [question('q002', 10)])).toEqual([['q001', 0]]);
});

test('one more question before it neither doubles the reviewed one nor loses the one that got its id', () => {
  const reviewed = [question('q002', 10)];
  const found = [question('q001', 0), question('q002', 5), question('q003', 10), question('q004', 20)];
  expect(written(found, reviewed)).toEqual([
    ['q001', 0],
    ['q002-2', 5],
    ['q004', 20],
  ]);
});

test('one question less before it does the same', () => {
  const reviewed = [question('q003', 10)];
  const found = [question('q001', 0), question('q002', 10), question('q003', 20)];
  expect(written(found, reviewed)).toEqual([
    ['q001', 0],
    ['q003-2', 20],
  ]);
});

test('two reviews stand for two questions, and one review for one only', () => {
  const found = [question('q001', 0, 2), question('q002', 2, 4)];
  expect(written(found, [question('q009', 0, 4)])).toEqual([['q002', 2]]);
  expect(written(found, [question('q008', 0, 2), question('q009', 2, 4)])).toEqual([]);
});

test('a reviewed question that is not found again takes no other with it', () => {
  expect(written([question('q001', 30)], [question('q001', 0)])).toEqual([['q001-2', 30]]);
});

test('done again after a retry, it chooses the same ids, and none twice', () => {
  const reviewed = [question('q001', 0), question('q001-2', 50)];
  const found = [question('q001', 30), question('q002', 60)];
  const once = besideReviewed(found, reviewed.map(standing));
  expect(once.map(({ id }) => id)).toEqual(['q001-3', 'q002']);
  expect(besideReviewed(found, reviewed.map(standing))).toEqual(once);
  for (const { id } of once) expect(questionIdSchema.safeParse(id).success).toBe(true);
});

test('questions without length are the same when they lie within each other', () => {
  expect(written([question('q001', 5, 5)], [question('q002', 4, 6)])).toEqual([]);
  expect(written([question('q001', 7, 7)], [question('q002', 4, 6)])).toEqual([['q001', 7]]);
});

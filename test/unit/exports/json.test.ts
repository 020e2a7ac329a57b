import { expect, test } from 'vitest';
import { exportJson, exportJsonSchema } from '../../../shared/exports/json.ts';
import { hostile, hostileLesson, longLesson, question, taken } from '../../../testing/lessons.ts';
import { empty } from '../../../testing/transcripts.ts';

test.each(hostile)('%s comes back as it was', (_, text) => {
  const read = exportJsonSchema.parse(JSON.parse(exportJson(hostileLesson(text))));
  expect(read.questions[0]).toMatchObject({ text, review: { note: text } });
  expect(read.lesson).toMatchObject({ title: text, educator: text });
});

test("it has the code that counts, the machine's and the reviewer's", () => {
  const review = { label: 'CEQ', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
  const read = JSON.parse(exportJson(taken([question({ review }), question()], empty(60))));
  expect(read.questions).toMatchObject([
    { label: 'CEQ', subtype: null, machine: { label: 'OEQ', subtype: 'explain', confidence: 0.93 }, review },
    { label: 'OEQ', subtype: 'explain', machine: { label: 'OEQ' }, review: null },
  ]);
  expect(read).toMatchObject({ reviewedCount: 1, metrics: { openCount: 1, closedCount: 1 } });
});

test('it names the day of the recording, a person’s before the file’s, or none', () => {
  const plain = longLesson(1);
  const read = (lesson: object, result: object) =>
    exportJsonSchema.parse(
      JSON.parse(
        exportJson({ ...plain, lesson: { ...plain.lesson, ...lesson }, result: { ...plain.result, ...result } }),
      ),
    ).lesson.recordedOn;
  expect(read({}, {})).toBeNull();
  expect(read({}, { recordedOn: '2025-10-02' })).toBe('2025-10-02');
  expect(read({ recordedOn: '2025-10-01' }, { recordedOn: '2025-10-02' })).toBe('2025-10-01');
});

test('600 questions and none at all are written', () => {
  expect(exportJsonSchema.parse(JSON.parse(exportJson(longLesson(600)))).questions).toHaveLength(600);
  expect(exportJsonSchema.parse(JSON.parse(exportJson(longLesson(0)))).questions).toEqual([]);
});

test('it says who found a question, who asked it, and what is none', () => {
  const questions = [
    question({ origin: 'person', askedBy: 'adult', askedByFrom: 'person' }),
    question({ rejected: true }),
  ];
  const read = exportJsonSchema.parse(JSON.parse(exportJson(taken(questions, empty(60)))));
  expect(read.questions).toMatchObject([
    { origin: 'person', rejected: false, askedBy: 'adult', askedByFrom: 'person' },
    { origin: 'machine', rejected: true, askedBy: 'unknown', askedByFrom: null },
  ]);
  expect(read).toMatchObject({ reviewedCount: 1, metrics: { questionCount: 0, adultCount: 1 } });
});

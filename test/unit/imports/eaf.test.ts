import { describe, expect, test } from 'vitest';
import { exportEaf } from '../../../shared/exports/eaf.ts';
import { readEaf } from '../../../shared/imports/eaf.ts';
import { eafChanges } from '../../../shared/imports/eafChanges.ts';
import { isOf, ownCodebook } from '../../../shared/lessons/codebook.ts';
import type { CodedQuestion, Label, ShownQuestion } from '../../../shared/lessons/question.ts';
import { hostile, hostileLesson, longLesson, question, taken } from '../../../testing/lessons.ts';
import { lesson } from '../../../testing/transcripts.ts';

const two = [
  question({ id: 'q001', start: 1, end: 2.2, text: 'Why did it sink?' }),
  question({ id: 'q002', start: 4, end: 5, text: 'Is it <red> & "blue"?', label: 'CEQ', subtype: 'yes-no' }),
];
const fits = (label: Label, subtype: string) => isOf(ownCodebook, label, subtype);
const talk = lesson([[1, 'Why did it sink?']]);
const written = (questions: readonly CodedQuestion[]) => exportEaf(taken(questions, talk));
const changesOf = (eaf: string, questions: readonly ShownQuestion[]) =>
  eafChanges(readEaf(eaf, fits), questions, () => 'new').map(({ change }) => change);

describe('a file that nobody edited changes nothing', () => {
  test.each(hostile)('%s', (_, text) => {
    const { questions } = hostileLesson(text);
    expect(changesOf(exportEaf(hostileLesson(text)), questions)).toEqual([]);
  });

  test('600 questions, rejected and overlapping ones', () => {
    const long = longLesson(600);
    expect(changesOf(exportEaf(long), long.questions)).toEqual([]);
    const odd = [
      question({ rejected: true }),
      question({ id: 'b', start: 1.5, end: 3 }),
      question({ id: 'c', start: 1.5, end: 4 }),
    ];
    expect(changesOf(written(odd), odd)).toEqual([]);
  });
});

describe('what was edited is a change', () => {
  test('code and subtype', () => {
    const eaf = written(two).replace('>OEQ<', '>CEQ<').replace('>explain<', '>tag<');
    expect(changesOf(eaf, two)).toEqual([{ kind: 'code', question: 'q001', label: 'CEQ', subtype: 'tag' }]);
  });

  test('words', () => {
    const eaf = written(two).replace('<ANNOTATION_VALUE>Why did it sink?', '<ANNOTATION_VALUE>Why did it swim?');
    expect(changesOf(eaf, two)).toEqual([{ kind: 'text', question: 'q001', text: 'Why did it swim?' }]);
  });

  test('borders, even where they leave the place of before', () => {
    const eaf = written(two)
      .replace('TIME_VALUE="4000"', 'TIME_VALUE="44000"')
      .replace('TIME_VALUE="5000"', 'TIME_VALUE="45500"');
    expect(changesOf(eaf, two)).toEqual([{ kind: 'borders', question: 'q002', start: 44, end: 45.5 }]);
  });

  test('who asked', () => {
    expect(changesOf(written(two).replace('>unknown<', '>child<'), two)).toEqual([
      { kind: 'asked-by', question: 'q001', askedBy: 'child' },
    ]);
  });

  test('a question less, and one more', () => {
    expect(changesOf(written(two.slice(0, 1)), two)).toEqual([{ kind: 'rejected', question: 'q002', rejected: true }]);
    const more = [...two, question({ id: '', start: 8, end: 9.5, text: 'And now?' })];
    expect(changesOf(written(more), two)).toEqual([
      { kind: 'added', question: 'new', text: 'And now?', start: 8, end: 9.5 },
      { kind: 'code', question: 'new', label: 'OEQ', subtype: 'explain' },
    ]);
  });

  test('a question that was rejected is one again', () => {
    const now = two.map((one) => (one.id === 'q002' ? { ...one, rejected: true as const } : one));
    expect(changesOf(written(two), now)).toEqual([{ kind: 'rejected', question: 'q002', rejected: false }]);
  });

  test('but not words that were masked', () => {
    const masked = [question({ text: 'Why, [name 1]?' })];
    expect(changesOf(written(masked), [question({ text: 'Why, Priya?' })])).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    ['a document type', (eaf: string) => eaf.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'), 'document type'],
    ['what is not well-formed', (eaf: string) => eaf.replace('</TIER>', ''), 'well-formed'],
    ['what is nested without end', () => '<a>'.repeat(5000) + '</a>'.repeat(5000), 'cannot be read'],
    ['another document', () => '<html><body/></html>', 'no ELAN file'],
    ['a file without our tier', (eaf: string) => eaf.replace('TIER_ID="questions"', 'TIER_ID="x"'), 'no tier'],
    ['a code that is none', (eaf: string) => eaf.replace('>OEQ<', '>XEQ<'), 'its code is "XEQ"'],
    ['a subtype of the other code', (eaf: string) => eaf.replace('>explain<', '>tag<'), 'no subtype of its code'],
    [
      'a slot that is nowhere',
      (eaf: string) => eaf.replace('TIME_SLOT_REF1="ts1"', 'TIME_SLOT_REF1="ts99"'),
      'no time',
    ],
    ['an id given twice', (eaf: string) => eaf.replace('ANNOTATION_ID="a2"', 'ANNOTATION_ID="a1"'), 'called a1'],
    [
      'other units',
      (eaf: string) => eaf.replace('TIME_UNITS="milliseconds"', 'TIME_UNITS="PAL-frames"'),
      'milliseconds',
    ],
  ])('%s', (_, edit, why) => {
    expect(() => readEaf(edit(written(two)), fits)).toThrow(why);
  });
});

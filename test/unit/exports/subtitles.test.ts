import { expect, test } from 'vitest';
import { codedCues } from '../../../shared/exports/codedCues.ts';
import { formats } from '../../../shared/exports/formats.ts';
import { hostile, hostileLesson, longLesson, question, taken } from '../../../testing/lessons.ts';
import { lesson, withoutWordTimes } from '../../../testing/transcripts.ts';

const talk = lesson([
  [0, 'It went down. Why did it sink? Is it red?'],
  [8, 'It is heavy.'],
]);
const questions = [
  question({ start: 0.9, end: 2.1 }),
  question({ start: 2.1, end: 3, text: 'Is it red?', label: 'CEQ', subtype: 'yes-no', waitTimeSeconds: null }),
];
const marked = 'It went down. [OEQ explain, wait 3.2 s] Why did it sink? [CEQ yes-no] Is it red?';

test('every cue is kept, and each question carries its code where it begins', () => {
  expect(codedCues(talk, questions).map(({ text }) => text)).toEqual([marked, 'It is heavy.']);
});

test('without word times a question is found by its words', () => {
  expect(codedCues(withoutWordTimes(talk), questions)[0]?.text).toBe(marked);
});

test('a question that begins in one segment and ends in the next is marked once', () => {
  const cut = lesson([
    [0, 'So why did'],
    [1, 'it sink?'],
  ]);
  const texts = codedCues(cut, [question({ start: 0.3, end: 1.6, text: 'why did it sink?' })]).map(({ text }) => text);
  expect(texts).toEqual(['So [OEQ explain, wait 3.2 s] why did', 'it sink?']);
});

test('the same word earlier in the cue does not draw the mark to it', () => {
  const twice = lesson([[0, 'Why oh why? Why did it sink?']]);
  expect(codedCues(twice, [question({ start: 0.9 })])[0]?.text).toBe(
    'Why oh why? [OEQ explain, wait 3.2 s] Why did it sink?',
  );
});

test("a person's code is the one in the cue", () => {
  const review = { label: 'CEQ', subtype: 'request', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
  expect(codedCues(talk, [question({ start: 0.9, review })])[0]?.text).toContain('[CEQ request, wait 3.2 s] Why');
});

test('in Spanish say the codes, and what stands in place of words, in Spanish', () => {
  const other = (text: string, language?: string) => ({
    ...{ start: 20, end: 21, text, heard: 'not-understood' as const },
    ...(language === undefined ? {} : { language }),
  });
  const heard = {
    ...talk,
    segments: [
      ...talk.segments,
      other('[another language, probably French]', 'fr'),
      { ...other('[another language]', 'und'), start: 22, end: 23 },
      { ...other('[unclear]'), start: 24, end: 25 },
      { ...other('[removed]'), start: 26, end: 27 },
      { start: 28, end: 29, text: '[another language]', language: 'en' },
    ],
  };
  const inSpanish = formats.srt.write(taken(questions, heard), 'es');
  expect(inSpanish.split('\n').filter((line) => line.includes('['))).toEqual([
    'It went down. [PA explicar, espera de 3.2 s] Why did it sink? [PC sí o no] Is it red?',
    '[otro idioma, probablemente francés]',
    '[otro idioma]',
    '[no se entiende]',
    '[retirado]',
    '[another language]',
  ]);
  expect(formats.vtt.write(taken(questions, heard), 'es')).toContain('[otro idioma, probablemente francés]');
  expect(formats.vtt.write(taken(questions, heard))).toContain('[another language, probably French]');
});

test("in Spanish a site's own subtypes keep their keys", () => {
  const codebook = { ...taken(questions, talk).codebook, title: 'Ours' };
  const own = formats.srt.write({ ...taken(questions, talk), codebook }, 'es');
  expect(own).toContain('[PA explain, espera de 3.2 s]');
});

test.each(hostile)('%s stays in its cue', (_, text) => {
  const one = hostileLesson(text);
  const vtt = formats.vtt.write(one);
  const [head, cue, ...more] = vtt.split(/\n\n/);
  expect(head).toBe('WEBVTT');
  expect(more).toEqual([]);
  expect(cue?.trim().split('\n')).toHaveLength(2);
  expect(cue?.match(/-->/g)).toHaveLength(1);
  expect(vtt).not.toMatch(/<(?:script|b|!)/);
  const srt = formats.srt.write(one);
  expect(srt.trim().split('\n')).toHaveLength(3);
  expect(srt.match(/-->/g)).toHaveLength(1);
});

test('600 questions are 600 marks', () => {
  const long = longLesson(600);
  expect(formats.srt.write(long).match(/\[(?:OEQ|CEQ)[^\]]*\] /g)).toHaveLength(600);
});

test('a lesson without speech is a file without cues', () => {
  expect(formats.vtt.write(taken([], lesson([])))).toBe('WEBVTT\n');
});

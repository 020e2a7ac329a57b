import { beforeAll, describe, expect, test } from 'vitest';
import { loadRecogniser } from '../../../shared/names/detect.ts';
import { NameMasker } from '../../../shared/names/masker.ts';
import { maskLesson, maskQuestion } from '../../../shared/names/maskLesson.ts';
import type { Recogniser } from '../../../shared/names/recognised.ts';
import { question, taken } from '../../../testing/lessons.ts';
import { lesson, wordsFrom } from '../../../testing/transcripts.ts';

let recognise: Recogniser;
beforeAll(async () => {
  recognise = await loadRecogniser();
});

const maskerOf = (roster: readonly string[], ...texts: string[]) => NameMasker.of(recognise, roster, texts);
const masked = async (text: string, ...roster: string[]) => (await maskerOf(roster, text)).mask(text);

describe('with a roster', () => {
  test.each([
    ['nkechi, why did it sink?', '[name 1], why did it sink?'],
    ['Where is NKECHI?', 'Where is [name 1]?'],
    ["Is it Nkechi's or nkechi’s turn?", "Is it [name 1]'s or [name 1]’s turn?"],
    ['ask siobhan, or Siobhán', 'ask [name 1], or [name 1]'],
    ['tell xiao ming and ming', 'tell [name 1] and [name 1]'],
    ['Mrs. Okafor, mrs okafor', 'Mrs. [name 1], mrs [name 1]'],
    ['we have maria de la cruz here', 'we have [name 1] here'],
    ['anna saw a banana and a savannah', '[name 1] saw a banana and a savannah'],
    ['will you help, or will it sink?', 'will you help, or will it sink?'],
    ['I saw Will at the door.', 'I saw [name 1] at the door.'],
    ['will, can you help?', '[name 1], can you help?'],
    ['in the park, la la la', 'in the park, la la la'],
  ])('%j becomes %j', async (text, expected) => {
    const roster = ['Nkechi', 'Siobhán', 'Xiao Ming', 'Mrs. Okafor', 'Maria de la Cruz', 'anna', 'Will'];
    expect(await masked(text, ...roster)).toBe(expected);
  });

  test('a name of signs, an empty one and one of dots mask nothing', async () => {
    expect(await masked('Why? $& (it) .*', '.*', '$&', '?', '')).toBe('Why? $& (it) .*');
  });
});

describe('without a roster', () => {
  test.each([
    ['Good morning, Amara, come here.', 'Good morning, [name 1], come here.'],
    ['Amara and Kwame built it.', '[name 1] and [name 2] built it.'],
    ['Mateo García is here.', '[name 1] is here.'],
    ['Will you mark the page in May?', 'Will you mark the page in May?'],
    ['We go to Circle Time on Monday.', 'We go to Circle Time on Monday.'],
  ])('%j becomes %j', async (text, expected) => expect(await masked(text)).toBe(expected));
});

test('the same name has the same number in every text, whatever its case', async () => {
  const masker = await maskerOf([], 'Thank you, Amara.', 'Now Kwame, and amara.');
  expect(masker.mask('kwame, Amara? AMARA!')).toBe('[name 2], [name 1]? [name 1]!');
});

test('an everyday word that was once a name is not masked everywhere', async () => {
  const masker = await maskerOf([], 'I saw Will at the door.');
  expect(masker.mask('Will you come? It will rain.')).toBe('Will you come? It will rain.');
});

describe('words', () => {
  test('keep their times and their signs', async () => {
    const masker = await maskerOf(['Nkechi'], 'so Nkechi, why?');
    const words = wordsFrom(1, 'so Nkechi, why?');
    expect(masker.maskWords(words)).toEqual([words[0], { ...words[1], text: '[name 1],' }, words[2]]);
  });

  test('of one name become one word over the time of all', async () => {
    const masker = await maskerOf(['Xiao Ming', 'Maria de la Cruz'], 'ask Xiao Ming’s friend maria de la cruz!');
    const words = masker.maskWords(wordsFrom(0, 'ask Xiao Ming’s friend maria de la cruz!'));
    expect(words.map(({ text }) => text)).toEqual(['ask', '[name 1]’s', 'friend', '[name 2]!']);
    expect(words.map(({ start, end }) => [start, end])).toEqual([
      [0, 0.3],
      [0.3, 0.9],
      [0.9, 1.2],
      [1.2, 2.4],
    ]);
  });

  test('with several names in one are masked each', async () => {
    const masker = await maskerOf(['Ana', 'Ben'], 'Ana/Ben?');
    expect(masker.maskWords(wordsFrom(0, 'Ana/Ben? yes')).map(({ text }) => text)).toEqual([
      '[name 1]/[name 2]?',
      'yes',
    ]);
  });

  test('that are none stay none', async () => {
    expect((await maskerOf(['Ana'])).maskWords([])).toEqual([]);
  });
});

test('a lesson keeps no name in any text that it is taken away with', async () => {
  const talk = lesson([
    [1, 'nkechi, why did it sink?'],
    [8, 'Ask Xiao Ming.'],
  ]);
  const review = { label: 'CEQ', by: 'Ana Okafor', at: '2026-03-05T10:00:00.000Z', note: 'Nkechi knew it' } as const;
  const evidence = [{ text: 'begins with "nkechi why"', weight: 1 }];
  const plain = taken([question({ text: 'nkechi, why did it sink?', review, evidence })], talk);
  const named = { ...plain, lesson: { ...plain.lesson, title: 'Nkechi floats', fileName: 'nkechi_okafor.mp4' } };
  const result = await maskLesson(named, ['Nkechi', 'Xiao Ming']);
  expect(JSON.stringify(result)).not.toMatch(/nkechi|xiao|ming|okafor|\bana\b/i);
  expect(result.questions[0]?.text).toBe('[name 1], why did it sink?');
  expect(result.lesson).toMatchObject({
    title: '[name 1] floats',
    siteId: '[school]',
    fileName: 'lesson-01234567.mp4',
  });
  expect(result.metrics).toEqual(plain.metrics);
});

test('a reviewer who signs with an address is masked as a whole, and teaches no names', async () => {
  const masker = await maskerOf([], 'Is the school open?');
  const review = { label: 'CEQ', by: 'coach.a@school.example', at: '2026-03-05T10:00:00.000Z' } as const;
  expect(maskQuestion(masker, question({ review })).review?.by).toBe('[name 1]');
  expect(maskQuestion(masker, question({ review })).review?.by).toBe('[name 1]');
  expect(masker.mask('Is the school a coach?')).toBe('Is the school a coach?');
});

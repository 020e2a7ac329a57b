import { describe, expect, test } from 'vitest';
import { compare, signTest } from '../../../scripts/operate/reviewed/agreement.ts';
import { trainingRows } from '../../../scripts/operate/reviewed/trainingRows.ts';
import { type Codebook, ownCodebook } from '../../../shared/lessons/codebook.ts';
import type { Code, Review } from '../../../shared/lessons/question.ts';
import { isShadowed } from '../../../shared/stages/shadowCodes.ts';

const code = (label: 'OEQ' | 'CEQ', modelVersion: string, more: Partial<Code> = {}): Code => ({
  label,
  subtype: label === 'OEQ' ? 'explain' : 'yes-no',
  confidence: 0.9,
  engine: 'local',
  modelVersion,
  ...more,
});
const review = (label: 'OEQ' | 'CEQ', at: string, more: Partial<Review> = {}): Review => ({
  label,
  by: 'coach',
  at: `2026-03-${at}T10:00:00Z`,
  ...more,
});

describe('comparing a model with its shadow', () => {
  const pair = (shown: 'OEQ' | 'CEQ', shadow: 'OEQ' | 'CEQ', truth?: 'OEQ' | 'CEQ') => ({
    ...code(shown, 'old'),
    shadow: code(shadow, 'new'),
    ...(truth === undefined ? {} : { review: review(truth, '01') }),
  });

  test('counts agreement, and kappa takes off what chance alone would agree on', () => {
    const items = [pair('OEQ', 'OEQ'), pair('OEQ', 'OEQ'), pair('CEQ', 'CEQ'), pair('CEQ', 'OEQ')];
    const [found] = compare(items);
    expect(found).toMatchObject({
      shown: 'local old',
      shadow: 'local new',
      questions: 4,
      agreement: 0.75,
      kappa: 0.5,
      chance: null,
    });
    expect(found?.labels).toEqual({ OEQ: { OEQ: 2, CEQ: 0 }, CEQ: { OEQ: 1, CEQ: 1 } });
  });

  test('says who was right where a person has reviewed', () => {
    const items = [
      pair('OEQ', 'OEQ', 'OEQ'),
      pair('CEQ', 'OEQ', 'OEQ'),
      pair('CEQ', 'OEQ', 'OEQ'),
      pair('OEQ', 'CEQ', 'OEQ'),
      pair('OEQ', 'OEQ', 'CEQ'),
      pair('OEQ', 'CEQ'),
    ];
    expect(compare(items)[0]).toMatchObject({
      reviewed: { questions: 5, bothRight: 1, shownRight: 1, shadowRight: 2, bothWrong: 1 },
      chance: 1,
    });
  });

  test('keeps different pairs of models apart, and leaves fallbacks out', () => {
    const items = [
      pair('OEQ', 'OEQ'),
      { ...pair('OEQ', 'CEQ'), modelVersion: 'older' },
      { ...pair('OEQ', 'CEQ'), fallback: true as const },
      { ...pair('OEQ', 'CEQ'), shadow: code('CEQ', 'new', { fallback: true }) },
      code('OEQ', 'old'),
    ];
    expect(compare(items).map(({ shown, questions }) => [shown, questions])).toEqual([
      ['local old', 1],
      ['local older', 1],
    ]);
  });

  test('keeps languages apart, and a model beside itself out', () => {
    const items = [
      pair('OEQ', 'OEQ'),
      { ...pair('OEQ', 'CEQ'), language: 'es' as const },
      { ...pair('OEQ', 'CEQ'), language: 'fr' },
      { ...code('OEQ', 'old'), shadow: code('OEQ', 'old') },
    ];
    expect(compare(items).map(({ language, agreement }) => [language, agreement])).toEqual([
      ['en', 1],
      ['es', 0],
    ]);
  });

  test.each([
    [0, 0, null],
    [1, 0, 1],
    [0, 6, 0.03125],
    [5, 5, 1],
    [2000, 2100, 0.1217],
  ])('a sign test on %i against %i gives %s', (a, b, chance) => {
    if (chance === null) expect(signTest(a, b)).toBeNull();
    else expect(signTest(a, b)).toBeCloseTo(chance, 3);
  });
});

describe('a training file from reviews', () => {
  const siteId = 'River School';
  const ours = () => ownCodebook;

  test('has the machine’s subtype for one of a site’s own codebook, and none where that stands for several or none', () => {
    const own: Codebook = {
      title: 'River',
      subtypes: [
        { key: 'why', label: 'OEQ', name: 'Why', definition: 'a reason', machine: ['explain'] },
        { key: 'free', label: 'OEQ', name: 'Free', definition: 'all else', machine: ['ideas', 'prompt'] },
        { key: 'joke', label: 'CEQ', name: 'Joke', definition: 'to laugh', machine: [] },
      ],
    };
    const of = (label: 'OEQ' | 'CEQ', subtype: string) =>
      trainingRows([{ siteId, text: 'What else?', review: review(label, '01', { subtype }) }], () => own)[0]?.subtype;
    expect(of('OEQ', 'why')).toBe('explain');
    expect(of('OEQ', 'free')).toBeUndefined();
    expect(of('CEQ', 'joke')).toBeUndefined();
    // Given before the site had a codebook of its own; and by one that nobody has any more.
    expect(of('OEQ', 'describe')).toBe('describe');
    expect(of('OEQ', 'wonder')).toBeUndefined();
  });

  test('has one row for a question, however often it was asked and written', () => {
    const rows = trainingRows(
      [
        { siteId, text: 'Why did it sink?', review: review('OEQ', '01', { subtype: 'explain' }) },
        { siteId, text: 'why did it sink', review: review('OEQ', '02') },
        { siteId, text: 'Is it red?', review: review('CEQ', '01') },
        { siteId, text: 'Not reviewed?' },
      ],
      ours,
    );
    expect(rows).toEqual([
      { question: 'Is it red?', label: 'CEQ', source: 'reviews', coders: 1, agree: 1, sure: true },
      {
        question: 'Why did it sink?',
        label: 'OEQ',
        subtype: 'explain',
        source: 'reviews',
        coders: 2,
        agree: 1,
        sure: true,
      },
    ]);
  });

  test('where people differ, most decide, then the newest, and the row is not sure', () => {
    const asked = (...reviews: Review[]) =>
      trainingRows(
        reviews.map((each) => ({ siteId, text: 'What else?', review: each })),
        ours,
      )[0];
    expect(asked(review('OEQ', '01'), review('CEQ', '03'), review('OEQ', '02'))).toMatchObject({
      label: 'OEQ',
      agree: 0.67,
      sure: false,
    });
    expect(asked(review('OEQ', '01'), review('CEQ', '03'))).toMatchObject({ label: 'CEQ', agree: 0.5, sure: false });
    expect(asked(review('OEQ', '05'), review('CEQ', '03'))).toMatchObject({ label: 'OEQ' });
  });

  test('keeps the same words in two languages apart', () => {
    const rows = trainingRows(
      [
        { siteId, text: 'No?', review: review('CEQ', '01') },
        { siteId, text: '¿No?', language: 'es', review: review('CEQ', '01') },
        // What a person added in a third language trains nobody.
        { siteId, text: 'Pourquoi ?', language: 'fr', review: review('OEQ', '01') },
      ],
      ours,
    );
    expect(rows.map(({ question, language }) => [question, language])).toEqual([
      ['No?', undefined],
      ['¿No?', 'es'],
    ]);
  });

  test('names nobody', () => {
    const named = { siteId, text: 'Why?', review: review('OEQ', '01', { by: 'Ms Smith', note: 'Anna asked' }) };
    const rows = trainingRows([named], ours);
    expect(JSON.stringify(rows)).not.toMatch(/Smith|Anna/);
  });
});

describe('the shadow’s share of lessons', () => {
  const ids = Array.from(
    { length: 1000 },
    (_, index) => ((index * 2 ** 32) / 1000).toString(16).split('.')[0]?.padStart(8, '0').padEnd(24, '0') ?? '',
  );

  test('is as large as it is set, and the same lessons each time', () => {
    expect(ids.filter((id) => isShadowed(id, 0.25))).toHaveLength(250);
    expect(ids.filter((id) => isShadowed(id, 0))).toHaveLength(0);
    expect(ids.filter((id) => isShadowed(id, 1))).toHaveLength(1000);
  });
});

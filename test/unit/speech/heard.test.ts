import { describe, expect, test } from 'vitest';
import type { Segment } from '../../../shared/lessons/transcript.ts';
import { unclearVoices, withHeard } from '../../../shared/speech/heard.ts';
import { hearingOf, nobodyHeard } from '../../../shared/speech/hearing.ts';
import { lessonSpeech } from '../../../shared/speech/lessonSpeech.ts';

const said = (start: number, end: number, text: string, logProbability?: number) => ({
  ...{ start, end, text },
  ...(logProbability === undefined ? {} : { logProbability }),
});
const voice = [{ start: 0, end: 60 }];
const heardOf = (...segments: Segment[]) => withHeard(segments, voice).map(({ heard }) => heard);

describe('how well a segment was heard', () => {
  test('follows what the recogniser thought of it', () => {
    expect(
      heardOf(
        said(0, 2, 'Why did it sink?', -0.3),
        said(3, 5, 'It was so heavy.', -1.1),
        said(6, 8, 'We will be right back.', -2),
        said(9, 10, 'It is hard.', -1.9),
        said(11, 12, 'He is asking.', -2.5),
        said(13, 13.4, 'Three.', -1.23),
      ),
    ).toEqual(['clear', 'doubtful', 'not-understood', 'doubtful', 'not-understood', 'clear']);
  });

  test('is believed of an engine that tells nothing', () => {
    expect(heardOf(said(0, 2, 'Why did it sink?'))).toEqual(['clear']);
  });

  test('is less sure where little voice was heard, few words fill a long time, or the neighbour says the same', () => {
    const sure = said(10, 14, 'It is heavy.', -0.75);
    expect(withHeard([sure], voice)[0]?.heard).toBe('clear');
    expect(withHeard([sure], [{ start: 10, end: 10.5 }])[0]?.heard).toBe('doubtful');
    expect(heardOf({ ...sure, end: 16 })).toEqual(['doubtful']);
  });

  test('is less sure of what stands in the text shortly before: a recogniser is sure of what it wrote once', () => {
    const first = said(10, 14, 'Do you know the book of my army?', -0.5);
    expect(heardOf(first, { ...first, start: 15, end: 19 })).toEqual(['clear', 'doubtful']);
    expect(heardOf(first, said(15, 16, 'the book of my army', -0.5))).toEqual(['clear', 'doubtful']);
    expect(heardOf(first, said(15, 16, 'the book of my arm', -0.5))).toEqual(['clear', 'clear']);
    const much = [16, 18, 20, 22].map((start) => said(start, start + 1, 'It has no air.', -0.2));
    expect(heardOf(first, ...much, { ...first, start: 25, end: 29 }).at(-1)).toBe('clear');
    expect(heardOf(...[1, 2, 3, 4].map((at) => said(at, at + 0.5, 'Yes.', -0.9)))).toEqual(Array(4).fill('clear'));
    expect(heardOf(...[1, 5, 9, 13].map((at) => said(at, at + 2, 'What color is this?', -0.2)))).toEqual(
      Array(4).fill('clear'),
    );
  });

  test('is less sure of what sounds like another language, and of a word alone only where it hardly sounds like English', () => {
    const spoken = (text: string, logProbability: number, languageProbability: number) =>
      heardOf({ ...said(0, 3, text, logProbability), languageProbability })[0];
    expect(spoken('We will make the bread.', -0.3, 0.9)).toBe('clear');
    expect(spoken('We will make the bread.', -0.3, 0.02)).toBe('doubtful');
    expect(spoken('I will see him alive.', -0.68, 0.52)).toBe('doubtful');
    expect(spoken('Three.', -0.99, 0.57)).toBe('clear');
    expect(spoken('Yes.', -1.15, 0.52)).toBe('doubtful');
  });

  test("is a word's own where that is the one in doubt among ten", () => {
    const words = 'Se va a ir hasta el fondo porque pesa mucho'.split(' ').map((text, at) => ({
      ...{ text, start: at / 2, end: at / 2 + 0.4 },
      probability: at === 6 ? 0.05 : 0.9,
    }));
    const [segment] = withHeard([{ ...said(0, 5, words.map(({ text }) => text).join(' '), -0.4), words }], voice);
    expect(segment?.heard).toBe('clear');
    expect(segment?.words?.map(({ heard }) => heard)).toEqual([
      ...Array<string>(6).fill('clear'),
      'doubtful',
      ...Array<string>(3).fill('clear'),
    ]);
  });

  test('has a cut-off for each language: good Spanish at -0.55 is clear, doubt is marked, and drops nothing', () => {
    const heardIn = (language: string, logProbability: number) =>
      withHeard([{ ...said(0, 3, 'Lo hice con mi mamá en la casa.', logProbability), language }], voice);
    const spanish = (logProbability: number) => heardIn('es', logProbability);
    expect(heardIn('en', -0.8)).toMatchObject([{ heard: 'clear' }]);
    expect(spanish(-0.8)).toMatchObject([{ text: 'Lo hice con mi mamá en la casa.', heard: 'doubtful' }]);
    expect(spanish(-0.55)).toMatchObject([{ text: 'Lo hice con mi mamá en la casa.', heard: 'clear' }]);
    expect(spanish(-1.2)).toMatchObject([{ text: 'Lo hice con mi mamá en la casa.', heard: 'doubtful' }]);
  });

  test('is none where it is doubtful English and sounds like another language', () => {
    const heardIn = (language: string, logProbability: number, languageProbability: number) =>
      withHeard(
        [{ ...said(0, 2, 'I am going to make a patch.', logProbability), language, languageProbability }],
        [],
      )[0];
    expect(heardIn('en', -1.46, 0.04)).toMatchObject({ heard: 'not-understood', text: '[unclear]' });
    expect(heardIn('en', -1.46, 0.4)?.heard).toBe('doubtful');
    expect(heardIn('en', -0.5, 0.04)?.heard).toBe('doubtful');
    expect(heardIn('es', -1.46, 0.04)?.heard).toBe('doubtful');
  });

  test('goes with the words; what was not understood has its times and none of its words', () => {
    const words = [{ start: 0, end: 1, text: 'Heavy.' }];
    const [doubtful] = withHeard([{ ...said(0, 1, 'Heavy.', -1.4), words }], voice);
    expect(doubtful).toMatchObject({ text: 'Heavy.', words: [{ text: 'Heavy.', heard: 'doubtful' }] });
    const [lost] = withHeard([{ ...said(0, 1, 'Heavy.', -3), words }], voice);
    expect(lost).toMatchObject({ start: 0, end: 1, text: '[unclear]', heard: 'not-understood' });
    expect(lost).not.toHaveProperty('words');
  });
});

describe('a voice in which nothing was written', () => {
  test('is unclear where it is, but not the edges of what was written', () => {
    const voices = [
      { start: 0, end: 3 },
      { start: 10, end: 12 },
      { start: 20, end: 20.5 },
    ];
    expect(unclearVoices([said(0.3, 2.7, 'Why?')], voices)).toEqual([
      { start: 10, end: 12, text: '[unclear]', heard: 'not-understood' },
    ]);
  });

  test('stands in the lesson in its order, where a network heard it, and not where loudness did', () => {
    const chunk = { start: 60, end: 120, segments: [said(20, 22, 'Is it red?', -0.2)] };
    const speech = [
      { start: 5, end: 8 },
      { start: 20, end: 22 },
    ];
    const texts = (asked: typeof speech | null) =>
      lessonSpeech([{ ...chunk, speech: asked }], [{ start: 65, end: 82 }]).segments.map(({ start, text }) => [
        start,
        text,
      ]);
    expect(texts(speech)).toEqual([
      [65, '[unclear]'],
      [80, 'Is it red?'],
    ]);
    expect(texts(null)).toEqual([[80, 'Is it red?']]);
  });
});

test('Spanish of which a recogniser is as sure as of good English is clear, whatever one bad word among ten', () => {
  const spanish = { ...said(0, 3, 'Vamos a ver qué pasa con la piedra en el agua.', -0.55), language: 'es' };
  expect(withHeard([spanish], []).map(({ heard, language }) => [heard, language])).toEqual([['clear', 'es']]);
});

describe('how well a lesson was heard', () => {
  test('is told in shares of the voice', () => {
    const segments = withHeard([said(0, 4, 'Why did it sink?', -0.3), said(5, 7, 'It was so heavy.', -1.1)], []);
    const heard = hearingOf({
      segments,
      voice: [
        { start: 0, end: 4 },
        { start: 5, end: 7 },
        { start: 20, end: 24 },
      ],
    });
    expect(heard).toEqual({ clearShare: 0.4, doubtfulShare: 0.2 });
    expect(hearingOf({ segments: [], voice: [] })).toBeUndefined();
  });

  test('names the languages of which no words were written down, the most spoken first', () => {
    const strange = (start: number, end: number, language: string) =>
      ({ start, end, language, text: '[another language]', heard: 'not-understood' }) as const;
    const unclear = { start: 30, end: 32, text: '[unclear]', heard: 'not-understood' } as const;
    const segments = [strange(0, 2, 'ko'), strange(10, 16, 'fr'), unclear];
    const heard = hearingOf({ segments, voice: segments.map(({ start, end }) => ({ start, end })) });
    expect(heard?.otherLanguages).toEqual([
      { language: 'fr', share: 0.6 },
      { language: 'ko', share: 0.2 },
    ]);
  });

  const sound = (loudestDb: number) => ({ loudestDb, gainDb: 0, tracks: [], trackCount: 1 });
  test.each([
    ['silent', [], -100],
    ['quiet', [], -82],
    ['voiceless', [], -20],
    ['unclear', [{ start: 1, end: 3 }], -20],
  ] as const)('%s is why nobody was heard', (why, heard, loudestDb) => {
    const segments = unclearVoices([], heard);
    expect(nobodyHeard({ segments, voice: [...heard] }, sound(loudestDb))).toBe(why);
    expect(nobodyHeard({ segments: [...segments, said(9, 10, 'Yes.')], voice: [] }, sound(loudestDb))).toBeUndefined();
  });
});

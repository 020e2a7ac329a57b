import { describe, expect, test } from 'vitest';
import { readAnswer, segmentsOf } from '../../../shared/speech/answer.ts';

const said = (start: number, end: number, text: string) => ({ start, end, text });
const word = (text: string, start: number, end: number) => ({ word: text, start, end });
const segments = [said(0.5, 1.5, ' Why did it sink?'), said(3, 4, ' Is it red?')];
const text = 'Why did it sink? Is it red?';
const words = [
  word('Why', 0.5, 0.7),
  word('did', 0.7, 0.9),
  word('it', 0.9, 1),
  word('sink', 1, 1.5),
  word('Is', 3, 3.2),
  word('it', 3.2, 3.4),
  word('red', 3.4, 4),
];

const read = (raw: unknown, lengthSeconds = 10) => segmentsOf(readAnswer(raw), lengthSeconds);
const textOf = (raw: unknown) =>
  read(raw)
    .map((segment) => segment.text)
    .join(' ');

describe('an answer that would lose words is none', () => {
  test.each([
    ['text alone', { text }, 'words without the segments'],
    ['text and an empty list', { text, segments: [] }, 'words without the segments'],
    ['text and blank segments', { text, segments: [said(0, 1, ' ')] }, 'words without the segments'],
    ['words alone', { words }, 'neither text nor segments'],
    ['words and an empty list', { words, segments: [] }, 'words without the segments'],
    ['text of which a segment is missing', { text, segments: segments.slice(1) }, 'more text than is in its segments'],
    ['times alone', { text, segments: [{ start: 0, end: 1 }] }, 'another shape than Whisper’s (segments.0.text)'],
    ['segments without times', { text, segments: [{ text }] }, 'another shape than Whisper’s (segments.0.start)'],
    ['nothing', {}, 'neither text nor segments'],
    ['a text for an answer', text, 'another shape than Whisper’s'],
    ['a segment that ends before it begins', { segments: [said(4, 3, text)] }, 'ends before it begins'],
    ['times in milliseconds', { segments: [said(500, 1500, text)] }, 'after the end of the sound'],
  ])('%s', (_, raw, why) => {
    expect(() => read(raw)).toThrow(
      expect.objectContaining({
        name: 'ProviderFailure',
        kind: 'malformed',
        message: expect.stringContaining(why.replace('’', "'")),
      }),
    );
  });
});

describe('an answer with all its words', () => {
  test.each([
    ['that has no text beside its segments', { segments }],
    ['in which nobody speaks', { text: '', segments: [] }],
    ['in which nobody speaks, without a list', { text: ' ' }],
    ['of an empty list alone', { segments: [] }],
  ])('%s is taken', (_, raw) => {
    expect(textOf(raw)).toBe('segments' in raw && raw.segments.length > 0 ? text : '');
  });

  test('gives segments in order of time, and each its words', () => {
    expect(read({ text, segments, words })).toEqual([
      {
        ...said(0.5, 1.5, 'Why did it sink?'),
        words: [
          { text: 'Why', start: 0.5, end: 0.7 },
          { text: 'did', start: 0.7, end: 0.9 },
          { text: 'it', start: 0.9, end: 1 },
          { text: 'sink?', start: 1, end: 1.5 },
        ],
      },
      {
        ...said(3, 4, 'Is it red?'),
        words: [
          { text: 'Is', start: 3, end: 3.2 },
          { text: 'it', start: 3.2, end: 3.4 },
          { text: 'red?', start: 3.4, end: 4 },
        ],
      },
    ]);
  });

  test('unordered segments are put in order', () => {
    expect(read({ segments: segments.toReversed() }).map(({ start }) => start)).toEqual([0.5, 3]);
  });

  test('unordered words go to the segment in whose time they are', () => {
    const [first, second] = read({ segments, words: words.toReversed() });
    expect(first?.words?.map((each) => each.text)).toEqual(['Why', 'did', 'it', 'sink?']);
    expect(second?.words?.map((each) => each.text)).toEqual(['Is', 'it', 'red?']);
  });

  test('overlapping segments are cut where the next begins', () => {
    expect(read({ segments: [said(0, 4, 'One.'), said(3, 5, 'Two.')] })).toEqual([
      said(0, 3, 'One.'),
      said(3, 5, 'Two.'),
    ]);
  });

  test('two of the same time become one with the words of both', () => {
    expect(read({ segments: [said(1, 3, 'One.'), said(1, 2, 'Two.')] })).toEqual([said(1, 3, 'One. Two.')]);
  });

  test('one without a length lasts until the next begins, and a second at most', () => {
    expect(read({ segments: [said(1, 1, 'One.'), said(1.4, 1.4, 'Two.'), said(8, 8, 'Three.')] })).toEqual([
      said(1, 1.4, 'One.'),
      said(1.4, 2.4, 'Two.'),
      said(8, 9, 'Three.'),
    ]);
  });

  test('what lies at the very end of the sound, where there is no time left, joins what was said before', () => {
    expect(read({ segments: [said(7, 8, 'One.'), said(10.2, 10.4, 'Two.')] })).toEqual([said(7, 10, 'One. Two.')]);
    expect(read({ segments: [said(10, 10, 'Alone.')] })).toEqual([said(0, 10, 'Alone.')]);
  });

  test('no cue ends before it begins or lasts no time, whatever times come', () => {
    const times = [0, 0, 1, 1, 1.01, 4, 9.99, 10, 10.5];
    const all = times.flatMap((start, index) => times.slice(index).map((end) => said(start, end, `${start} ${end}.`)));
    const given = read({ segments: all.toReversed() });
    for (const [index, { start, end }] of given.entries()) {
      expect(end - start).toBeGreaterThanOrEqual(0.02);
      expect(given[index + 1]?.start ?? 10).toBeGreaterThanOrEqual(end);
    }
    const plain = (parts: readonly { text: string }[]) =>
      parts
        .flatMap((part) => part.text.split('. '))
        .map((part) => part.replace(/\.$/, ''))
        .sort();
    expect(plain(given)).toEqual(plain(all));
  });
});

describe('what the recogniser thought of a segment', () => {
  const doubt = (avg_logprob: unknown, no_speech_prob: unknown) => ({ avg_logprob, no_speech_prob });

  test('is kept where it tells, and left out where it does not or tells no number', () => {
    const given = {
      segments: [
        { ...said(0, 1, 'One.'), ...doubt(-0.4, 0.1) },
        said(2, 3, 'Two.'),
        { ...said(4, 5, 'Three.'), ...doubt(null, 'x') },
      ],
    };
    expect(read(given)).toEqual([
      { ...said(0, 1, 'One.'), logProbability: -0.4, noSpeechProbability: 0.1 },
      said(2, 3, 'Two.'),
      said(4, 5, 'Three.'),
    ]);
  });

  test('is kept of words and of the language, where a server tells more than OpenAI does', () => {
    const heard = { ...said(0, 1, 'Is it red?'), language_probability: 0.97 };
    const words = [
      { ...word('Is', 0, 0.2), probability: 0.9 },
      { ...word('it', 0.2, 0.4), probability: 'x' },
      word('red', 0.4, 1),
    ];
    expect(read({ segments: [heard], words })).toEqual([
      {
        ...said(0, 1, 'Is it red?'),
        languageProbability: 0.97,
        words: [{ ...said(0, 0.2, 'Is'), probability: 0.9 }, said(0.2, 0.4, 'it'), said(0.4, 1, 'red?')],
      },
    ]);
  });

  test('is the less sure one where two become one', () => {
    const given = (first: number, second: number) => ({
      segments: [
        { ...said(7, 8, 'One.'), ...doubt(first, 0) },
        { ...said(10.2, 10.4, 'Two.'), ...doubt(second, 0) },
      ],
    });
    for (const [first, second] of [
      [-0.2, -1.5],
      [-1.5, -0.2],
    ] as const)
      expect(read(given(first, second))).toMatchObject([
        { text: 'One. Two.', start: 7, end: 10, logProbability: -1.5 },
      ]);
  });
});

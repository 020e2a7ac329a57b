import { expect, test } from 'vitest';
import { correctedTranscript } from '../../../shared/questions/correctedLines.ts';

const segments = [
  {
    start: 1,
    end: 3,
    text: 'Where is pre anchor now?',
    heard: 'doubtful' as const,
    words: [
      { text: 'Where', start: 1, end: 1.2 },
      { text: 'is', start: 1.3, end: 1.4 },
      { text: 'pre', start: 1.5, end: 1.7 },
      { text: 'anchor', start: 1.8, end: 2.3 },
      { text: 'now?', start: 2.5, end: 3 },
    ],
  },
  { start: 4, end: 6, text: '[unclear]', heard: 'not-understood' as const },
];
const line = (start: number, end: number, text: string) => ({ kind: 'line' as const, start, end, was: '', text });

test('a name that was misheard takes the time of the words in whose place it stands', () => {
  const [first, second] = correctedTranscript({ segments }, [line(1, 3, 'Where is Priyanka now?')]).segments;
  expect(first).toMatchObject({ text: 'Where is Priyanka now?', heard: 'clear' });
  expect(first?.words?.map(({ text, start, end }) => [text, start, end])).toEqual([
    ['Where', 1, 1.2],
    ['is', 1.3, 1.4],
    ['Priyanka', 1.5, 2.3],
    ['now?', 2.5, 3],
  ]);
  expect(second).toBe(segments[1]);
});

test('word for word, each keeps its own time', () => {
  const [first] = correctedTranscript({ segments }, [line(1, 3, 'Where is her anchor now?')]).segments;
  expect(first?.words?.[2]).toMatchObject({ text: 'her', start: 1.5, end: 1.7 });
});

test('more words share the time of fewer', () => {
  const [first] = correctedTranscript({ segments }, [line(1, 3, 'Where is pre anchor now or then?')]).segments;
  expect(first?.words?.slice(4).map(({ text }) => text)).toEqual(['now', 'or', 'then?']);
  expect(first?.words?.[4]?.start).toBe(2.5);
  expect(first?.words?.at(-1)?.end).toBeCloseTo(3, 6);
});

test('what nobody understood has words when a person writes them', () => {
  expect(correctedTranscript({ segments }, [line(4, 6, 'It is under the table.')]).segments[1]).toEqual({
    start: 4,
    end: 6,
    text: 'It is under the table.',
    heard: 'clear',
  });
});

test('the newest correction of a line counts, and one of a line that is not there any more changes nothing', () => {
  const lines = [line(1, 3, 'Where is Priya?'), line(1, 3, 'Where is Priyanka?'), line(20, 22, 'Gone.')];
  expect(correctedTranscript({ segments }, lines).segments.map(({ text }) => text)).toEqual([
    'Where is Priyanka?',
    '[unclear]',
  ]);
});

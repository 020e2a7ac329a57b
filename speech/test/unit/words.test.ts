import { describe, expect, it } from 'vitest';
import { alignRows, mergeHeads } from '../../words/alignment.ts';
import { cutSentences, cutUnmarked } from '../../words/sentences.ts';
import { joinWords } from '../../words/words.ts';
import { evenWords, timedWord } from './timedWords.ts';

/** Tokens of an invented vocabulary: a token is its place in the list. */
function join(pieces: readonly string[], starts: readonly number[]) {
  const tokens = pieces.map((_, index) => index);
  const decode = (some: readonly number[]) => some.map((token) => pieces[token]).join('');
  return joinWords(
    tokens,
    starts,
    pieces.map(() => -0.5),
    decode,
  );
}

describe('aligning tokens with the sound', () => {
  it('finds when each token begins from where the model looked', () => {
    const columns = 40;
    const rows = 4;
    const data = new Float32Array(rows * columns);
    // token 0 at 0-9, 1 at 10-24, 2 at 25-31, 3 to the end, with a little noise everywhere
    const borders = [0, 10, 25, 32, 40];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const inside = column >= (borders[row] ?? 0) && column < (borders[row + 1] ?? 0);
        data[row * columns + column] = (inside ? 0.8 : 0.05) + ((row * 7 + column * 3) % 5) * 0.01;
      }
    }
    const starts = alignRows(
      mergeHeads([
        { data, rows, columns },
        { data: data.slice(), rows, columns },
      ]),
    );
    starts.forEach((start, row) => {
      expect(Math.abs(start - (borders[row] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it('gives every token a place in order even when nothing tells them apart', () => {
    const starts = alignRows({ data: new Float32Array(5 * 3), rows: 5, columns: 3 });
    expect(starts).toHaveLength(5);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('refuses to align by nothing', () => {
    expect(() => mergeHeads([])).toThrow(RangeError);
  });
});

describe('joining tokens into words', () => {
  it('joins the parts of a word, and lets no punctuation take time', () => {
    const words = join([' Is', ' it', ' fl', 'oating', '?', ' Yes', '.'], [0, 10, 20, 30, 50, 100, 120, 150]);
    expect(words.map(({ text, start, end }) => [text, start, Number(end.toFixed(2))])).toEqual([
      ['Is', 0, 0.2],
      ['it', 0.2, 0.4],
      ['floating?', 0.4, 1],
      ['Yes.', 2, 2.4],
    ]);
  });

  it('keeps contractions, hyphens, amounts and quotes together', () => {
    const pieces = [' "', 'I', "'m", ' well', '-', 'known', '"', ' for', ' $', '5', '.'];
    const words = join(pieces, pieces.map((_, index) => index * 10).concat(200));
    expect(words.map(({ text }) => text)).toEqual(['"I\'m', 'well-known"', 'for', '$5.']);
    expect(words.flatMap(({ tokens }) => tokens)).toEqual(pieces.map((_, index) => index));
  });

  it('joins a character that is spread over two tokens', () => {
    const tokens = [0, 1];
    const decode = (some: readonly number[]) => (some.length === 2 ? ' é' : '\uFFFD');
    expect(joinWords(tokens, [0, 5, 20], [-1, -1], decode).map(({ text }) => text)).toEqual(['é']);
  });

  it('shows scripts without spaces token by token', () => {
    expect(join(['水', 'は', '。'], [0, 10, 20, 30]).map(({ text, spaced }) => [text, spaced])).toEqual([
      ['水', false],
      ['は。', false],
    ]);
  });
});

describe('cutting sentences', () => {
  const texts = (words: Parameters<typeof cutSentences>[0]) => cutSentences(words).map(({ text }) => text);

  it('ends a segment with its sentence', () => {
    const words = evenWords('Does it float? I think so! It is wood.', 0, 0.3);
    expect(texts(words)).toEqual(['Does it float?', 'I think so!', 'It is wood.']);
  });

  it('ends a segment at a long pause, punctuation or not', () => {
    const words = [...evenWords('and then', 0, 0.3), ...evenWords('it sank', 2, 0.3)];
    expect(cutSentences(words).map(({ start, end }) => [start, end])).toEqual([
      [0, 0.6],
      [2, 2.6],
    ]);
  });

  it('does not end it at a title or a short pause', () => {
    expect(texts([timedWord('Mr.', 0, 0.3), timedWord('Lee,', 0.4, 0.8), timedWord('come.', 1.5, 2)])).toEqual([
      'Mr. Lee, come.',
    ]);
  });

  it('ends what has no mark at shorter pauses, where it is asked to, and not what has one', () => {
    const said = (...texts: string[]) => texts.flatMap((text, at) => evenWords(text, 2 * at, 0.5));
    const unmarked = (words: Parameters<typeof cutUnmarked>[0]) => cutUnmarked(words).map(({ text }) => text);
    const [first, second] = ['la letra z', 'clave de sol'];
    expect(unmarked(said(first, second))).toEqual([first, second]);
    expect(texts(said(first, second))).toEqual([`${first} ${second}`]);
    expect(unmarked(said(first, `${second}.`))).toEqual([`${first} ${second}.`]);
  });

  it('makes nothing of nothing', () => {
    expect(cutSentences([])).toEqual([]);
  });
});

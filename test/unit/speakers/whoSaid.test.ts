import { describe, expect, it } from 'vitest';
import type { Segment, Span } from '../../../shared/lessons/transcript.ts';
import { turnsOf } from '../../../shared/speakers/turns.ts';
import { whoSaid } from '../../../shared/speakers/whoSaid.ts';
import type { Attribution, Whose } from '../../../shared/speakers/whose.ts';

/** A fake attribution: the voice that has most of a stretch, by hand-written turns. */
function handWritten(
  turns: readonly (readonly [voice: number, start: number, end: number, margin?: number])[],
): Attribution {
  return {
    whose(span: Span): Whose | null {
      const shared = turns.map(([voice, start, end, margin = 0.3]) => ({
        voice,
        margin,
        seconds: Math.min(end, span.end) - Math.max(start, span.start),
      }));
      const [best] = shared.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds);
      return best === undefined ? null : { voice: best.voice, margin: best.margin, next: 1 - best.voice };
    },
  };
}

/** Words of 0.4 s every half second. */
function said(text: string, start = 0): Segment {
  const words = text.split(' ').map((word, at) => ({ text: word, start: start + at / 2, end: start + at / 2 + 0.4 }));
  return { start, end: words.at(-1)?.end ?? start, text, words };
}

const lines = (segments: readonly Segment[]) => segments.map(({ text, speaker }) => [text, speaker]);

describe('who said what', () => {
  it('cuts a segment of a question and its answer where the voice changes', () => {
    const segment = said('do you know what it is yes a big stone');
    const { whose } = handWritten([
      [0, 0, 2.95],
      [1, 2.95, 5],
    ]);
    const found = whoSaid([segment], [2.95], { whose });
    expect(lines(found)).toEqual([
      ['do you know what it is', 0],
      ['yes a big stone', 1],
    ]);
    expect(found.map(({ words }) => words?.map(({ speaker }) => speaker))).toEqual([
      [0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1],
    ]);
    expect([found[0]?.start, found[0]?.end, found[1]?.start, found[1]?.end]).toEqual([0, 2.9, 3, 4.9]);
  });

  it('cuts between sentences without a change that the network heard', () => {
    const { whose } = handWritten([
      [1, 0, 0.95],
      [0, 0.95, 5],
    ]);
    expect(lines(whoSaid([said('A stone. Yes, is it heavy?')], [], { whose }))).toEqual([
      ['A stone.', 1],
      ['Yes, is it heavy?', 0],
    ]);
  });

  it('leaves the last word with its sentence where a change is coarse', () => {
    const { whose } = handWritten([
      [0, 0, 1.95],
      [1, 1.95, 5],
    ]);
    expect(lines(whoSaid([said('what do you think')], [1.45], { whose }))).toEqual([['what do you think', 0]]);
  });

  it('leaves a sentence whole over a change that no voice bears out', () => {
    const { whose } = handWritten([[0, 0, 9]]);
    expect(lines(whoSaid([said('what do you think now')], [1.45], { whose }))).toEqual([['what do you think now', 0]]);
  });

  it('says that nobody can tell, where no window is or two voices are alike, and loses no word', () => {
    const { whose } = handWritten([
      [0, 0, 0.9],
      [1, 10, 12, 0.01],
    ]);
    const found = whoSaid([said('Yes, it.'), said('In 2016.', 5), said('Is it red?', 10)], [], { whose });
    expect(lines(found)).toEqual([
      ['Yes, it.', 0],
      ['In 2016.', null],
      ['Is it red?', null],
    ]);
    expect(found.flatMap(({ words }) => words ?? [])).toHaveLength(7);
  });

  it('gives a segment without word times one voice', () => {
    const { whose } = handWritten([[1, 0, 9]]);
    expect(whoSaid([{ start: 0, end: 2, text: 'A stone. Yes.' }], [1], { whose })).toEqual([
      { start: 0, end: 2, text: 'A stone. Yes.', speaker: 1, speakerMargin: 0.3 },
    ]);
  });
});

describe('turns', () => {
  it('begin and end with the speech, and change where the network heard it', () => {
    const attributed = handWritten([
      [0, 0, 3],
      [1, 3, 9],
    ]);
    const speech = [{ start: 1, end: 5 }];
    expect(turnsOf({ speech, changes: [3.1], overlaps: [] }, attributed)).toEqual([
      { start: 1, end: 3.1, voice: 0 },
      { start: 3.1, end: 5, voice: 1 },
    ]);
  });

  it('are two at once where two speak at once: the first goes on', () => {
    const attributed = handWritten([[0, 0, 6]]);
    const heard = { speech: [{ start: 0, end: 6 }], changes: [], overlaps: [{ start: 2, end: 2.4 }] };
    expect(turnsOf(heard, attributed)).toEqual([
      { start: 0, end: 6, voice: 0 },
      { start: 2, end: 2.4, voice: 1 },
    ]);
  });

  it('are none in silence', () => {
    expect(turnsOf({ speech: [], changes: [], overlaps: [] }, handWritten([]))).toEqual([]);
  });
});

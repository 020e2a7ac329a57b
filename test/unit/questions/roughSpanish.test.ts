import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';
import { empty } from '../../../testing/transcripts.ts';

interface Piece {
  /** "|" is a pause of so many seconds. */
  readonly text: string;
  readonly pause?: number;
  readonly probability: number;
  readonly speaker?: number;
}

/** Spanish pieces, each a segment 4 s behind the one before; each word takes 0.3 s and is as probable as its segment. */
function heard(...pieces: Piece[]): Transcript {
  const segments = pieces.map(({ text, pause = 0.3, probability, speaker }, index) => {
    let start = 1 + 6 * index;
    const words = text.split(' ').flatMap((word) => {
      if (word !== '|') {
        start += 0.3;
        return [{ text: word, start: start - 0.3, end: start, probability }];
      }
      start += pause;
      return [];
    });
    const written = text.replaceAll(' |', '');
    return { start: words[0]?.start ?? 0, end: start, text: written, words, language: 'es', speaker };
  });
  return { ...empty(60), language: 'es', segments };
}
const found = (...pieces: Piece[]) => findQuestions(heard(...pieces)).map(({ text }) => text);
const roughly = (text: string, pause = 0.3): Piece => ({ text, pause, probability: 0.4 });
const surely = (text: string): Piece => ({ text, probability: 0.9 });

describe('Spanish that the recogniser hardly understood', () => {
  it('is cut at its pauses, where question words stand, without a mark or an accent', () => {
    expect(found(roughly('porque es el día de apierta | de que color es amazada.'))).toEqual([
      'porque es el día de apierta',
      'de que color es amazada.',
    ]);
    expect(found(roughly('que creen que va pasar con la piel, | porque es indio la piel, | como los aves.'))).toEqual([
      'que creen que va pasar con la piel,',
      'porque es indio la piel,',
      'como los aves.',
    ]);
  });

  it('is cut before a question word that was laid before its pause', () => {
    expect(found(roughly('porque se llora piel como | lo sabes.'))).toEqual(['porque se llora piel', 'como lo sabes.']);
  });

  it('asks no sooner because it was well understood', () => {
    expect(found(surely('Como los patos.'))).toEqual([]);
    expect(found(surely('la torre se cayó | porque es muy alta.'))).toEqual([]);
    expect(found(roughly('no se | que pasa'))).toEqual([]);
  });

  it('answers where another voice, or a pause, is between it and a question', () => {
    const question = roughly('por que se hundió la piedra');
    const answer = roughly('porque pesa mucho');
    expect(found(question, answer)).toEqual(['por que se hundió la piedra']);
    const voices = (mine: number) => ({
      ...heard(roughly('por que se hundió | porque pesa mucho')),
      segments: [
        ...heard({ ...roughly('por que se hundió'), speaker: 0 }).segments,
        ...heard({ ...roughly('porque pesa mucho'), speaker: mine }).segments.map((segment) => ({
          ...segment,
          words: segment.words?.map((word) => ({ ...word, start: word.start + 1.5, end: word.end + 1.5 })),
        })),
      ],
    });
    expect(findQuestions(voices(1))).toHaveLength(1);
    expect(findQuestions(voices(0))).toHaveLength(2);
  });

  it('gives a reason where it follows a statement at once', () => {
    expect(found(roughly('la manzara flota | porque tiene un evento.'))).toEqual([]);
  });

  it('is coded as what it asks, and never surely', async () => {
    const [why] = await codeQuestions(findQuestions(heard(roughly('porque se indio la pieza'))), localEngine());
    expect(why).toMatchObject({ label: 'OEQ', doubtful: true });
    expect(why?.confidence).toBeLessThan(0.7);
  });
});

it('asks "porque" in what was understood, where that word is in doubt and nothing was asked', () => {
  const words = (doubt: number) => {
    const { segments, ...lesson } = heard(surely('Porque flota la manzana.'));
    const doubted = segments.map((segment) => ({
      ...segment,
      words: segment.words?.map((word, at) => (at === 0 ? { ...word, probability: doubt } : word)),
    }));
    return findQuestions({ ...lesson, segments: doubted });
  };
  expect(words(0.45)).toHaveLength(1);
  expect(words(0.9)).toHaveLength(0);
});

it('asks "que animal es este" also with a full stop, no accent and no doubt', () => {
  expect(found(surely('Que animal es este.'))).toEqual(['Que animal es este.']);
  expect(found(surely('Que te diviertas mucho.'))).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { compressionRatio, dropLoops, isPhantom, isSilence, maxCompressionRatio } from '../../words/hallucination.ts';
import { evenWords } from './timedWords.ts';

const text = (words: readonly { text: string }[]) => words.map((word) => word.text).join(' ');
const times = (count: number, phrase: string) => Array.from({ length: count }, () => phrase).join(' ');

describe('loops', () => {
  it('keeps one saying of a phrase that is repeated faster than anybody speaks', () => {
    const words = evenWords(`So ${times(9, 'we go to the park')} now`, 0, 0.03);
    expect(text(dropLoops(words))).toBe('So we go to the park now');
  });

  it('keeps what is really said again and again', () => {
    const asked = times(4, 'what do you see?');
    expect(text(dropLoops(evenWords(asked, 0, 0.3)))).toBe(asked);
    expect(text(dropLoops(evenWords('no no no no no', 0, 0.05)))).toBe('no no no no no');
  });

  it('keeps one of a single word in a loop, whatever its punctuation', () => {
    expect(text(dropLoops(evenWords(times(20, 'Oh, oh,'), 0, 0.02)))).toBe('Oh,');
  });

  it('are told from speech by how well they pack', () => {
    expect(compressionRatio(times(20, 'we go to the park'))).toBeGreaterThan(maxCompressionRatio);
    expect(compressionRatio('What do you think will happen to the stone in the water?')).toBeLessThan(1.5);
    expect(compressionRatio('')).toBe(0);
  });
});

describe('invented phrases', () => {
  const speech = [{ start: 5, end: 6 }];

  it('are dropped where there is too little voice to say them', () => {
    expect(isPhantom('Thank you for watching!', -0.3, { start: 1, end: 2 }, speech)).toBe(true);
    expect(isPhantom('¡Suscríbete al canal!', -0.3, { start: 1, end: 2 }, speech)).toBe(true);
    expect(isPhantom('Subtítulos realizados por la comunidad de Amara.org', -0.3, { start: 1, end: 2 }, speech)).toBe(
      true,
    );
    expect(isPhantom('Thank you.', -0.3, { start: 5.95, end: 7 }, speech)).toBe(true);
  });

  it('are dropped where the recogniser itself hardly believes them', () => {
    expect(isPhantom('Thank you.', -1.4, { start: 5, end: 6 }, speech)).toBe(true);
  });

  it('stay where somebody really says them', () => {
    expect(isPhantom('Thank you.', -0.3, { start: 5, end: 6 }, speech)).toBe(false);
  });

  it('are never ordinary sentences', () => {
    expect(isPhantom('It floats.', -3, { start: 1, end: 2 }, speech)).toBe(false);
  });
});

describe('silence', () => {
  it('is believed only when the recogniser hears nobody and doubts its text', () => {
    expect(isSilence(0.9, -1.5)).toBe(true);
    expect(isSilence(0.9, -0.2)).toBe(false);
    expect(isSilence(0.1, -1.5)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  isPlainlyOther,
  leaningOf,
  otherLanguageOf,
  unwrittenLanguage,
  utterancesOf,
  windowOf,
} from '../../words/told.ts';
import { layOut } from '../../words/windows.ts';

const said = (...times: (readonly [start: number, end: number])[]) =>
  layOut(times.map(([start, end]) => ({ start: start - 0.1, end: end + 0.1, speech: { start, end } })));
/** Probabilities of some languages; the rest is spread over one that nobody asks for. */
const sounds = (of: Record<string, number>) => new Map(Object.entries({ ja: 0.001, ...of }));
const allowed = ['en', 'es'];
const leaning = (of: Record<string, number>) => leaningOf(sounds(of), allowed);
const english = leaning({ en: 0.99, es: 0.00002 });
const both = leaning({ en: 0.68, es: 0.25 });

describe('utterances', () => {
  it('end at pauses, and lie one after the other in their window', () => {
    const [first, second, ...rest] = utterancesOf(said([1, 2], [2.2, 3], [4, 5]));
    expect(rest).toEqual([]);
    expect(first?.seconds).toBeCloseTo(1.8);
    expect(first?.at.start).toBe(0);
    expect(first?.at.end).toBeCloseTo(2.2);
    expect(second?.at.start).toBeCloseTo(2.2);
    expect(second?.at.end).toBeCloseTo(3.4);
  });

  it('of one language make a window without what is said between them', () => {
    const [first, , third] = utterancesOf(said([1, 2], [4, 5], [7, 8]));
    if (!first || !third) throw new Error('Three utterances were made.');
    expect(windowOf([first, third]).durationSeconds).toBeCloseTo(2.4);
  });
});

describe('the language of an utterance', () => {
  it('is Spanish also where Whisper leans to English a little, as it does where it hears little', () => {
    expect(candidatesOf(leaning({ en: 0.5, es: 0.1 }), 1.5, both)).toEqual(['es']);
    expect(candidatesOf(leaning({ en: 0.9, es: 0.002 }), 1.5, both)).toEqual(['en']);
  });

  it('is told by texts where the sound is not sure, and a short one sooner', () => {
    expect(candidatesOf(leaning({ en: 0.8, es: 0.05 }), 0.5, both)).toEqual(['es', 'en']);
    expect(candidatesOf(leaning({ en: 0.8, es: 0.05 }), 1.5, both)).toEqual(['es', 'en']);
    expect(candidatesOf(leaning({ en: 0.8, es: 0.003 }), 0.5, both)).toEqual(['en', 'es']);
    expect(candidatesOf(leaning({ en: 0.8, es: 0.003 }), 1.5, both)).toEqual(['en']);
  });

  it('is that of its neighbours where it is one doubtful word amid one language', () => {
    expect(candidatesOf(leaning({ en: 0.5, es: 0.1 }), 0.4, english)).toEqual(['en']);
    expect(candidatesOf(leaning({ en: 0.1, es: 0.5 }), 0.4, english)).toEqual(['es']);
    expect(candidatesOf(leaning({ en: 0.5, es: 0.1 }), 1.5, english)).toEqual(['es']);
  });

  it('does not flip to English where that is little likelier, as one window of a Spanish lesson did at 0.43', () => {
    const windows = [leaning({ en: 0.01, es: 0.98 }), leaning({ en: 0.43, es: 0.3 }), leaning({ en: 0.02, es: 0.97 })];
    expect(windows.map((each) => candidatesOf(each, 2, each))).toEqual([['es'], ['es'], ['es']]);
  });

  it('is as likely as its sound says among all, without what Whisper falls back to in English', () => {
    const of = (sound: Record<string, number>) =>
      leaning(sound).ranked.map(({ language, probability }) => [language, Math.round(probability * 100) / 100]);
    // e^-3.5 of the English is left: 0.018 to 0.03, of 0.63 together.
    expect(of({ en: 0.6, es: 0.03, pt: 0.3 })).toEqual([
      ['es', 0.39],
      ['en', 0.24],
    ]);
    expect(of({ en: 0.99, es: 0.00002 })[0]).toEqual(['en', 0.99]);
  });

  it('of three that may be spoken is the likeliest', () => {
    const of = leaningOf(sounds({ en: 0.05, es: 0.1, ko: 0.8 }), ['en', 'es', 'ko']);
    expect(candidatesOf(of, 2, of)).toEqual(['ko']);
  });
});

describe('another language', () => {
  const french = leaning({ en: 0.01, es: 0.01, fr: 0.6 });
  it('is named where nothing speaks for those that were asked for', () => {
    expect(otherLanguageOf(french, 2, both)).toBe('fr');
    expect(otherLanguageOf(leaning({ en: 0.05, es: 0.02, fr: 0.2, it: 0.2, pt: 0.2 }), 2, both)).toBe('und');
    expect(otherLanguageOf(leaning({ en: 0.01, es: 0.17, la: 0.5 }), 2, both)).toBeUndefined();
  });

  it('of one word is not told amid those that were asked for, and is amid itself', () => {
    expect(otherLanguageOf(french, 0.5, both)).toBeUndefined();
    expect(otherLanguageOf(leaning({ en: 0.1, es: 0.3, pt: 0.4 }), 0.5, french)).toBe('fr');
    expect(otherLanguageOf(leaning({ en: 0.9, es: 0.01 }), 1.5, french)).toBeUndefined();
  });
  it('is told of what has no likely text, but not amid those that were asked for', () => {
    const mixed = leaning({ en: 0.27, es: 0.01, fr: 0.27, vi: 0.06 });
    expect(unwrittenLanguage(leaning({ en: 0.2, es: 0.01, fr: 0.4 }), 2, mixed)).toBe('fr');
    expect(unwrittenLanguage(leaning({ en: 0.35, es: 0.01, fr: 0.3 }), 2, mixed)).toBe('und');
    expect(unwrittenLanguage(leaning({ en: 0.2, es: 0.01, fr: 0.4 }), 0.8, mixed)).toBeUndefined();
    expect(unwrittenLanguage(leaning({ en: 0.2, es: 0.01, fr: 0.4 }), 2, english)).toBeUndefined();
  });
  it('of one short word amid others is what it sounds like, and English only where it plainly is', () => {
    const dutch = leaning({ en: 0.01, es: 0.006, nl: 0.53 });
    expect(otherLanguageOf(leaning({ en: 0.77, es: 0.002 }), 0.5, dutch)).toBe('nl');
    expect(otherLanguageOf(leaning({ en: 0.93, es: 0.002 }), 0.5, dutch)).toBeUndefined();
    expect(otherLanguageOf(leaning({ en: 0.002, es: 0.77 }), 0.5, dutch)).toBeUndefined();
  });
  it('is told whatever the text where the sound is plain, alone and amid itself', () => {
    const italian = leaning({ en: 0.001, es: 0.002, it: 0.99 });
    expect(isPlainlyOther(italian, 1.6, english)).toBe(true);
    expect(isPlainlyOther(italian, 0.8, english)).toBe(false);
    // Real Spanish that sounded so: "Maíz dulce y amarillo."
    expect(isPlainlyOther(leaning({ en: 0.01, es: 0.04, pt: 0.87 }), 1.4, english)).toBe(false);
    const short = leaning({ en: 0.1, es: 0.19, it: 0.3 });
    expect(isPlainlyOther(short, 0.7, italian)).toBe(true);
    expect(isPlainlyOther(short, 0.7, leaning({ en: 0.03, es: 0.04, it: 0.9 }))).toBe(false);
    expect(isPlainlyOther(leaning({ en: 0.1, es: 0.45, it: 0.3 }), 0.7, italian)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { languageOf, type Told } from '../../words/languageOf.ts';
import { candidatesOf, leaningOf, otherLanguageOf } from '../../words/told.ts';
import { runsBySound } from '../../words/utteranceSound.ts';
import { evenWords } from './timedWords.ts';

const allowed = ['en', 'es'];
const leaning = (of: Record<string, number>) => leaningOf(new Map(Object.entries({ ja: 0.001, ...of })), allowed);
const spanish = leaning({ es: 0.99, en: 0.002 });
const english = leaning({ en: 0.97, es: 0.00002 });
const mixed = leaning({ en: 0.68, es: 0.25 });

/** A text in a language: its words, and the natural logarithm of how likely each of them is. */
type Text = readonly [text: string, likely: number];
const words = ([text, logProbability]: Text) => evenWords(text, 0, 0.9).map((word) => ({ ...word, logProbability }));

/** An utterance of some seconds, with what it sounds like amid its window and the texts that it has. */
function told(of: Record<string, number>, texts: Record<string, Text>, around = mixed, seconds = 0.9): Told {
  const sound = leaning(of);
  const speech = { start: 0, end: seconds };
  const sounds = otherLanguageOf(sound, seconds, around);
  const candidates = candidatesOf(sound, seconds, around);
  return {
    utterance: { spans: [{ ...speech, speech }], seconds, at: speech },
    leaning: sound,
    sounds,
    candidates: sounds === undefined ? candidates : candidates.slice(0, 1),
    texts: new Map(Object.entries(texts).map(([language, text]) => [language, words(text)])),
  };
}

describe('the language of an utterance', () => {
  it('is that of its sound where the words are the same in both', () => {
    const sound = { en: 0.77, es: 0.06 };
    const same = told(sound, { en: ['God thinking.', -0.7], es: ['God Thinking', -1.1] });
    expect(same.candidates).toEqual(['es', 'en']);
    expect(languageOf(same, mixed)).toBe('en');
    const others = told(sound, { en: ['God thinking.', -0.7], es: ['Qué bien', -1.1] });
    expect(languageOf(others, mixed)).toBe('es');
    const buenos = told({ en: 0.06, es: 0.1 }, { en: ['Muy bien', -0.6], es: ['Muy bien.', -0.4] });
    expect(languageOf(buenos, mixed)).toBe('es');
  });

  it('is not English for an unlikely word or two amid Spanish', () => {
    const sound = { en: 0.93, es: 0.0002 };
    const of = (text: Text, around = spanish) => languageOf(told(sound, { en: text }, around, 1.2), around);
    expect(of(['BSC says', -0.86])).toBeUndefined();
    expect(of(['Try again', -0.49])).toBe('en');
    expect(of(['and then it says', -0.86])).toBe('en');
    expect(of(['BSC says', -0.86], english)).toBe('en');
  });

  it('is none of the allowed ones where the sound plainly is another, however likely the text', () => {
    const italian = { it: 0.99, es: 0.002, en: 0.001 };
    const text = { es: ['La conferencia hora es blocada.', -0.1] } as const;
    expect(languageOf(told(italian, text, leaning(italian), 1.6), leaning(italian))).toBeUndefined();
    const latin = { la: 0.6, es: 0.02, en: 0.001 };
    expect(languageOf(told(latin, text, mixed, 1.6), mixed)).toBe('es');
  });
});

describe('runs of English words', () => {
  const said = words(['This has To press one', -0.5]);
  const sounds = (of: number) => [
    { start: 0, end: 1.9, probabilities: new Map([['en', of]]) },
    { start: 2, end: 9, probabilities: new Map([['en', 0.98]]) },
  ];
  const textsOf = (of: number, language = 'en') =>
    runsBySound(said, language, sounds(of)).map((run) => run.map(({ text }) => text).join(' '));

  it('part what hardly sounds English from what does', () => {
    expect(textsOf(0.14)).toEqual(['This has', 'To press one']);
    expect(textsOf(0.6)).toEqual(['This has To press one']);
    expect(textsOf(0.14, 'es')).toEqual(['This has To press one']);
  });
});

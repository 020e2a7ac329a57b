import {
  type Language,
  type Spoken,
  type Texts,
  type Translation,
  textsOf,
  usualLocales,
} from '../../shared/words/texts.ts';

let now: Language = 'en';

/** The language of the page. */
export const language = () => now;

/** Of what is read from now on; `frame/language.ts` shows it. */
export function setLanguage(next: Language): void {
  now = next;
}

/** Dates and numbers as people write them where they live, as long as that is in the language of the text. */
export const locale = (): string => navigator.languages.find((name) => name.split('-')[0] === now) ?? usualLocales[now];

/** A catalogue's texts, always in the language of the page. */
export function inLanguage<C extends object>(english: C, es: Translation<C>): Texts<C> {
  // English is its own translation; the compiler cannot see that of an unknown shape.
  const words: Readonly<Record<Language, Translation<C>>> = { en: english as unknown as Translation<C>, es };
  return textsOf<C>(english, (): Spoken<C> => ({ words: words[now], locale: locale() }));
}

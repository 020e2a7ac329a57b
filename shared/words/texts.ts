import type { GetICUArgs } from '@schummar/icu-type-parser';
import { IntlMessageFormat } from 'intl-messageformat';

export const languages = ['en', 'es'] as const;
/** A language that people are spoken to in; what children say in a lesson is another matter. */
export type Language = (typeof languages)[number];

export const isLanguage = (name: unknown): name is Language => languages.some((one) => one === name);

/** The regional form where people's own is not known: Spanish as all of Latin America writes it. */
export const usualLocales: Readonly<Record<Language, string>> = { en: 'en', es: 'es-419' };

type Values<M extends string> = GetICUArgs<
  M,
  { ICUNumberArgument: number; ICUDateArgument: Date; ICUArgument: string }
>;

/** What a catalogue says: a string, or a function of the values that a message's placeholders name. */
export type Texts<C> = C extends string
  ? keyof Values<C> extends never
    ? string
    : (values: Values<C>) => string
  : { readonly [K in keyof C]: Texts<C[K]> };

/** The same keys, in another language. That placeholders are the same is for a test to hold. */
export type Translation<C> = C extends string ? string : { readonly [K in keyof C]: Translation<C[K]> };

export interface Spoken<C> {
  readonly words: Translation<C>;
  readonly locale: string;
}

// 2.5, and 5.0 below 2.4, beside the styles that ICU has itself (percent).
const formats = {
  number: {
    upToTenth: { maximumFractionDigits: 1 },
    cents: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
    tenth: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
    hundredth: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
    percent1: { style: 'percent' as const, minimumFractionDigits: 1, maximumFractionDigits: 1 },
  },
};

const messages = new Map<string, IntlMessageFormat>();

function messageOf(text: string, locale: string): IntlMessageFormat {
  const key = `${locale} ${text}`;
  let message = messages.get(key);
  if (message === undefined) {
    // A "<" is a "<" here: no message holds markup.
    message = new IntlMessageFormat(text, locale, formats, { ignoreTag: true });
    messages.set(key, message);
  }
  return message;
}

/**
 * The texts of a catalogue (ICU messages) in the language that `spoken` names at the moment of reading: it may change
 * under a page, so read a text where it is shown and keep none.
 */
export function textsOf<C extends object>(english: C, spoken: () => Spoken<C>): Texts<C> {
  const branch = (own: object, there: () => object): object => {
    const made = Array.isArray(own) ? [] : {};
    for (const [name, value] of Object.entries(own)) {
      const now = () => Reflect.get(there(), name);
      if (typeof value === 'object') Object.defineProperty(made, name, { value: branch(value, now), enumerable: true });
      else if (value.includes('{')) {
        const say = (values: Record<string, string | number | Date>) =>
          String(messageOf(now(), spoken().locale).format(values));
        Object.defineProperty(made, name, { value: say, enumerable: true });
      } else Object.defineProperty(made, name, { get: now, enumerable: true });
    }
    return made;
  };
  // The tree has been given the catalogue's own shape, leaf by leaf.
  return branch(english, () => spoken().words) as Texts<C>;
}

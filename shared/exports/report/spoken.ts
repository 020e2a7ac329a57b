import { type Codebook, nameOf, ownCodebook } from '../../lessons/codebook.ts';
import { report as en } from '../../words/en/report.ts';
import { subtypes as enSubtypes } from '../../words/en/subtypes.ts';
import { report as es } from '../../words/es/report.ts';
import { subtypes as esSubtypes } from '../../words/es/subtypes.ts';
import { type Language, textsOf, usualLocales } from '../../words/texts.ts';

// Days of English reports are written as most of the world writes them.
const locales: Readonly<Record<Language, string>> = { ...usualLocales, en: 'en-GB' };

/** A report's words and figures, in the language of whoever reads it. */
export type Spoken = ReturnType<typeof spokenIn>;

export function spokenIn(language: Language) {
  const locale = locales[language];
  const words = language === 'en' ? en : es;
  const text = textsOf(en, () => ({ words, locale }));
  const { names }: { names: Readonly<Record<string, string>> } = language === 'en' ? enSubtypes : esSubtypes;
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const known = (value: number | null, write: (value: number) => string) => (value === null ? text.none : write(value));
  return {
    language,
    text,
    percent: (share: number | null) => known(share, (value) => shares.format(value)),
    tenth: (value: number | null) => known(value, (one) => tenths.format(one)),
    seconds: (value: number | null) => known(value, (one) => text.wait({ seconds: one })),
    /** A site's own codebook in its own words, Askwell's in the report's language. */
    subtype: (codebook: Codebook, key: string) =>
      (codebook === ownCodebook && language !== 'en' ? names[key] : undefined) ?? nameOf(codebook, key),
    day: (iso: string) => days.format(new Date(iso)),
  };
}

import type { Transcript } from '../api/review.ts';
import { locale } from '../text/language.ts';

type Line = Transcript['segments'][number];

/** Of what was not understood: in which language it probably is; undefined where nobody was understood in any. */
export const otherLanguageOf = ({ heard, language }: Line): string | undefined =>
  heard === 'not-understood' ? language : undefined;

/** The lines in another language than the lesson's, those of which no words were written down among them. */
export const inOtherLanguages = (lines: readonly Line[], main: string): readonly Line[] =>
  lines.filter(({ language }) => language !== undefined && language !== main);

/** A language's name in the language of the page; undefined for one that nobody can tell ("und"). */
export function languageName(code: string): string | undefined {
  return code === 'und'
    ? undefined
    : new Intl.DisplayNames([locale()], { type: 'language', fallback: 'none' }).of(code);
}

import { type Codebook, ownCodebook } from '../lessons/codebook.ts';
import { languageName, otherLanguageText } from '../lessons/languages.ts';
import type { Label } from '../lessons/question.ts';
import { removedText } from '../lessons/removal.ts';
import type { Segment } from '../lessons/transcript.ts';
import { unclear } from '../speech/heard.ts';
import { subtitles as en } from '../words/en/subtitles.ts';
import { common } from '../words/es/common.ts';
import { subtitles as es } from '../words/es/subtitles.ts';
import { subtypes } from '../words/es/subtypes.ts';
import { type Language, textsOf, usualLocales } from '../words/texts.ts';

const textIn = (language: Language) =>
  textsOf(en, () => ({ words: language === 'en' ? en : es, locale: usualLocales[language] }));

/** Segments with what stands in place of words in the language of whoever reads them. */
export function inPlaceOfWords(segments: readonly Segment[], language: Language): readonly Segment[] {
  // As a lesson is kept.
  if (language === 'en') return segments;
  const text = textIn(language);
  const names = new Intl.DisplayNames([usualLocales[language]], { type: 'language', fallback: 'none' });
  return segments.map((segment) => {
    const { heard, language: code } = segment;
    if (segment.text === unclear) return { ...segment, text: text.unclear };
    if (segment.text === removedText) return { ...segment, text: text.removed };
    if (heard !== 'not-understood' || code === undefined || segment.text !== otherLanguageText(code)) return segment;
    const name = languageName(code) === undefined ? undefined : names.of(code);
    return { ...segment, text: name === undefined ? text.otherUnknown : text.other({ language: name }) };
  });
}

interface Marked {
  readonly label: Label;
  readonly subtype: string | undefined;
  readonly doubtful: boolean;
  readonly waitTimeSeconds: number | null;
}

/** "[OEQ explain, wait 3.2 s]", with "?" where it is in doubt; what is not known is left out. */
export function markIn(
  language: Language,
  codebook: Codebook,
  { label, subtype, doubtful, waitTimeSeconds: seconds }: Marked,
): string {
  const text = textIn(language);
  const code = [language === 'en' ? label : common.codes[label].short, nameOf(language, codebook, subtype)];
  const said = `${code.filter((part) => part !== undefined).join(' ')}${doubtful ? '?' : ''}`;
  return seconds === null ? text.mark({ code: said }) : text.waited({ code: said, seconds });
}

/** A subtype's key, as in tables; in Spanish the name of Askwell's own. */
function nameOf(language: Language, codebook: Codebook, subtype: string | undefined): string | undefined {
  if (subtype === undefined || language === 'en' || codebook !== ownCodebook) return subtype;
  const names: Readonly<Record<string, string>> = subtypes.names;
  return names[subtype]?.toLocaleLowerCase(language) ?? subtype;
}

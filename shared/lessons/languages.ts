const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** What stands for a stretch in a language that nobody asked for: its words are not written down. */
export function otherLanguageText(code: string): string {
  const name = languageName(code);
  return name === undefined ? '[another language]' : `[another language, probably ${name}]`;
}

/** A language's name in English; undefined where the code tells none. */
export const languageName = (code: string): string | undefined => (code === 'und' ? undefined : names.of(code));

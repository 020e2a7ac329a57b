/** Codes that Whisper uses and ISO 639-1 (as CLDR names it) does not. */
const whisperOnly: Readonly<Record<string, string>> = { jw: 'javanese', haw: 'hawaiian', yue: 'cantonese' };

const englishNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** The language's English name in lower case, as OpenAI's verbose_json has it: "en" is "english". */
export function languageName(code: string): string {
  return whisperOnly[code] ?? englishNames.of(code)?.toLowerCase() ?? code;
}

import { evidence as en } from '../../shared/words/en/evidence.ts';
import { evidence as es } from '../../shared/words/es/evidence.ts';
import { inLanguage, language } from './language.ts';

const evidence = inLanguage(en, es);

// The names of an object literal's properties are its keys.
const wholes = new Map(Object.entries(en.whole).map(([key, text]) => [text as string, key as keyof typeof en.whole]));
const quoting = Object.keys(en.quoting) as (keyof typeof en.quoting)[];

/** What stands in place of `{words}`; undefined where the sentence is another one. */
function wordsIn(said: string, message: string): string | undefined {
  const [before = '', after = ''] = message.split('{words}');
  const fits = said.startsWith(before) && said.endsWith(after) && said.length > before.length + after.length;
  return fits ? said.slice(before.length, said.length - after.length) : undefined;
}

/** A piece of evidence, which the API says in English, in the language of the page; what is not known stays as it is. */
export function evidenceText(said: string): string {
  if (language() === 'en') return said;
  const whole = wholes.get(said);
  if (whole !== undefined) return evidence.whole[whole];
  for (const name of quoting) {
    const words = wordsIn(said, en.quoting[name]);
    if (words !== undefined) return evidence.quoting[name]({ words });
  }
  return said;
}

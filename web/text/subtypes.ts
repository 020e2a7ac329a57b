import { subtypes as en } from '../../shared/words/en/subtypes.ts';
import { subtypes as es } from '../../shared/words/es/subtypes.ts';
import type { Codebook } from '../model/codebook.ts';
import { inLanguage } from './language.ts';

export const subtypeText = inLanguage(en, es);

const ours = (key: string): key is keyof typeof en.names => Object.hasOwn(en.names, key);

/**
 * What people call a subtype: a site's own codebook in its own words, Askwell's in the language of the page. One of an
 * earlier codebook is shown as it was written, and said to be that.
 */
export function nameOfSubtype(codebook: Codebook, key: string): string {
  const known = codebook.subtypes.find((one) => one.key === key);
  if (known === undefined) return subtypeText.earlier({ key });
  return codebook.ours && ours(key) ? subtypeText.names[key] : known.name;
}

/** What a subtype means, in the same way; '' of one of an earlier codebook. */
export function definitionOfSubtype(codebook: Codebook, key: string): string {
  const known = codebook.subtypes.find((one) => one.key === key);
  return known !== undefined && codebook.ours && ours(key) ? subtypeText.definitions[key] : (known?.definition ?? '');
}

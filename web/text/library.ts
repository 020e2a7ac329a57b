import * as en from '../../shared/words/en/library.ts';
import * as es from '../../shared/words/es/library.ts';
import { inLanguage } from './language.ts';

export const library = inLanguage(en.library, es.library);
export const detailsText = inLanguage(en.detailsText, es.detailsText);
export const deletionText = inLanguage(en.deletionText, es.deletionText);

import { searchText as en } from '../../shared/words/en/search.ts';
import { searchText as es } from '../../shared/words/es/search.ts';
import { inLanguage } from './language.ts';

export const searchText = inLanguage(en, es);

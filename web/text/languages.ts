import { languagesText as en } from '../../shared/words/en/languages.ts';
import { languagesText as es } from '../../shared/words/es/languages.ts';
import { inLanguage } from './language.ts';

export const languagesText = inLanguage(en, es);

import { manyText as en } from '../../shared/words/en/many.ts';
import { manyText as es } from '../../shared/words/es/many.ts';
import { inLanguage } from './language.ts';

export const manyText = inLanguage(en, es);

import { voices as en } from '../../shared/words/en/voices.ts';
import { voices as es } from '../../shared/words/es/voices.ts';
import { inLanguage } from './language.ts';

export const voicesText = inLanguage(en, es);

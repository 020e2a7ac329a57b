import { againText as en } from '../../shared/words/en/again.ts';
import { againText as es } from '../../shared/words/es/again.ts';
import { inLanguage } from './language.ts';

export const againText = inLanguage(en, es);

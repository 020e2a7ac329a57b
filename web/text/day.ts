import { dayText as en } from '../../shared/words/en/day.ts';
import { dayText as es } from '../../shared/words/es/day.ts';
import { inLanguage } from './language.ts';

export const dayText = inLanguage(en, es);

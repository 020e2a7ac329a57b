import { progressText as en } from '../../shared/words/en/progress.ts';
import { progressText as es } from '../../shared/words/es/progress.ts';
import { inLanguage } from './language.ts';

export const progressText = inLanguage(en, es);

import { studies as en } from '../../shared/words/en/studies.ts';
import { studies as es } from '../../shared/words/es/studies.ts';
import { inLanguage } from './language.ts';

export const studiesText = inLanguage(en, es);

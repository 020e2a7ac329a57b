import { upload as en } from '../../shared/words/en/upload.ts';
import { upload as es } from '../../shared/words/es/upload.ts';
import { inLanguage } from './language.ts';

export const upload = inLanguage(en, es);

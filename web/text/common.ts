import { common as en } from '../../shared/words/en/common.ts';
import { common as es } from '../../shared/words/es/common.ts';
import { inLanguage } from './language.ts';

export const common = inLanguage(en, es);

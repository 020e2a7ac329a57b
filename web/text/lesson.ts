import * as en from '../../shared/words/en/lesson.ts';
import * as es from '../../shared/words/es/lesson.ts';
import { inLanguage } from './language.ts';

export const lessonText = inLanguage(en.lessonText, es.lessonText);

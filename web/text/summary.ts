import * as en from '../../shared/words/en/summary.ts';
import * as es from '../../shared/words/es/summary.ts';
import { inLanguage } from './language.ts';

export const summaryText = inLanguage(en.summaryText, es.summaryText);
export const meanings = inLanguage(en.meanings, es.meanings);

/** A figure's one sentence of meaning, and its definition as docs/codebook.md has it. */
export type Meaning = (typeof meanings)[keyof typeof meanings];

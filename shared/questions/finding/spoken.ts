import type { TimedWord } from '../words.ts';

/** Whether a word was heard in Spanish. */
export const isSpanish = ({ language }: TimedWord): boolean => language === 'es';

export const textOf = (words: readonly TimedWord[]): string => words.map(({ text }) => text).join(' ');

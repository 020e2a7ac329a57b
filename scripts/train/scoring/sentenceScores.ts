import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CodedLanguage, codedLanguageSchema, labelSchema } from '../../../shared/lessons/question.ts';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { type JsonLine, readJsonLines } from './jsonLines.ts';

const sentenceSchema = z.object({
  part: z.enum(['tuned', 'kept']).describe('whether the rules were made while looking at it'),
  kind: z.string(),
  question: z.boolean(),
  text: z.string().min(1).max(2000),
});
/** A line of a file for `npm run train`: what is no question has a null label. */
const codedSchema = z.object({
  id: z.string().optional(),
  question: z.string().min(1).max(2000),
  asr: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('as a recogniser may write it; lines without it are passed over'),
  label: labelSchema.nullable(),
  subtype: z.string().nullish(),
  language: z.string().optional(),
});
const lineSchema = z.union([sentenceSchema, codedSchema]);

export interface Sentence extends z.infer<typeof sentenceSchema> {
  readonly language: CodedLanguage;
  /** as a poor recogniser writes it, where that is known; else marks and capitals are taken off */
  readonly asr?: string;
}

/** Of five folds of a coded file the rules were made while looking at the first four. */
const folds = 5;

/**
 * Reads sentences of which it is known whether they ask, or coded questions with statements between them.
 * @throws Error that names file, line and what to change
 */
export function readSentences(path: string): Sentence[] {
  const sentences = readJsonLines(path, lineSchema).flatMap(sentenceOf);
  if (sentences.length === 0)
    throw new Error(`${path}: no sentences; expected lines with "text", or with "asr" and "label"`);
  return sentences;
}

function sentenceOf({ value, place }: JsonLine<z.infer<typeof lineSchema>>): Sentence[] {
  if ('part' in value) return [{ ...value, language: 'en' }];
  const { id, question: text, asr, label, subtype, language = 'en' } = value;
  if (asr === undefined) return [];
  const kind = label === null ? 'no question' : (subtype?.replace('/', '-') ?? 'subtype unknown');
  const heard = codedLanguageSchema.safeParse(language.slice(0, 2));
  if (!heard.success) throw new Error(`${place}: language "${language}" is not one that is coded (en, es)`);
  return [{ part: partOf(id ?? text), kind, question: label !== null, text, asr, language: heard.data }];
}

function partOf(id: string): Sentence['part'] {
  const digest = createHash('sha256').update(id).digest('hex');
  return Number(BigInt(`0x${digest}`) % BigInt(folds)) === folds - 1 ? 'kept' : 'tuned';
}

/** What a recogniser leaves of a text that writes no marks and no capitals. */
export const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}'’ -]/gu, '').toLowerCase();

const around = {
  en: ['We have a lot to do today.', 'The ducks are on the pond.', 'It is green.'],
  es: ['Hoy tenemos mucho trabajo.', 'Los patos nadan en el agua.', 'Es verde.'],
} as const;

/** How many questions are found in a sentence as it is said among others. */
export function foundIn(
  text: string,
  write: (text: string) => string = (said) => said,
  language: CodedLanguage = 'en',
): number {
  const [before, ...after] = around[language];
  const said = [before, text, ...after].map(write);
  const segments = said.map((each, index) => {
    const start = 10 * index + 1;
    const words = each
      .split(' ')
      .map((word, at) => ({ start: start + 0.3 * at, end: start + 0.3 * at + 0.28, text: word }));
    return { start, end: words.at(-1)?.end ?? start, text: each, words, language };
  });
  const lesson: Transcript = { language, durationSeconds: 60, engine: '', model: '', segments, voice: [] };
  return findQuestions(lesson).length;
}

export interface FindingScore {
  readonly right: number;
  /** questions that were not found, or not as one */
  readonly missed: readonly Sentence[];
  /** sentences in which a question was found though there is none */
  readonly wrong: readonly Sentence[];
}

/** @param poor as a recogniser gives them that writes no marks and no capitals */
export function scoreSentences(sentences: readonly Sentence[], poor = false): FindingScore {
  const counts = new Map(
    sentences.map((one) => [
      one,
      foundIn(poor ? (one.asr ?? one.text) : one.text, poor ? bare : undefined, one.language),
    ]),
  );
  const questions = sentences.filter(({ question }) => question);
  return {
    right: questions.filter((one) => counts.get(one) === 1).length,
    missed: questions.filter((one) => counts.get(one) !== 1),
    wrong: sentences.filter((one) => !one.question && counts.get(one) !== 0),
  };
}

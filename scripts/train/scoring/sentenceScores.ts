import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';

const sentenceSchema = z.object({
  part: z.enum(['tuned', 'kept']).describe('whether the rules were made while looking at it'),
  kind: z.string(),
  question: z.boolean(),
  text: z.string(),
});
export type Sentence = z.infer<typeof sentenceSchema>;

export function readSentences(path: string): Sentence[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => sentenceSchema.parse(JSON.parse(line)));
}

/** What a recogniser leaves of a text that writes no marks and no capitals. */
export const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}'’ -]/gu, '').toLowerCase();

/** How many questions are found in a sentence as it is said among others. */
export function foundIn(text: string, write: (text: string) => string = (said) => said): number {
  const said = ['We have a lot to do today.', text, 'The ducks are on the pond.', 'It is green.'].map(write);
  const segments = said.map((each, index) => {
    const start = 10 * index + 1;
    const words = each
      .split(' ')
      .map((word, at) => ({ start: start + 0.3 * at, end: start + 0.3 * at + 0.28, text: word }));
    return { start, end: words.at(-1)?.end ?? start, text: each, words };
  });
  const lesson: Transcript = { language: 'en', durationSeconds: 60, engine: '', model: '', segments, voice: [] };
  return findQuestions(lesson).length;
}

export interface FindingScore {
  readonly right: number;
  /** questions that were not found, or not as one */
  readonly missed: readonly Sentence[];
  /** sentences in which a question was found though there is none */
  readonly wrong: readonly Sentence[];
}

export function scoreSentences(sentences: readonly Sentence[], write?: (text: string) => string): FindingScore {
  const counts = new Map(sentences.map((one) => [one, foundIn(one.text, write)]));
  const questions = sentences.filter(({ question }) => question);
  return {
    right: questions.filter((one) => counts.get(one) === 1).length,
    missed: questions.filter((one) => counts.get(one) !== 1),
    wrong: sentences.filter((one) => !one.question && counts.get(one) !== 0),
  };
}

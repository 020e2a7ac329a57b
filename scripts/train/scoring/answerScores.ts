import { z } from 'zod';
import type { Segment, Transcript } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { readJsonLines } from './jsonLines.ts';

const dialogueSchema = z.strictObject({
  part: z.enum(['tuned', 'kept']).describe('whether the rules were made while looking at it'),
  kind: z.string(),
  question: z.boolean().describe('whether the last turn asks'),
  turns: z
    .array(
      z.strictObject({
        by: z.string(),
        pauseSeconds: z.number().min(0).max(60).default(0).describe('before it'),
        language: z.string().default('es'),
        text: z.string().min(1).max(2000),
      }),
    )
    .min(2)
    .max(20),
});
export type Dialogue = z.infer<typeof dialogueSchema>;

/** How the last turn of a dialogue is found: as a question, as one in doubt, or as none. */
export type Found = 'sure' | 'in doubt' | 'none';

/** No voice speaks faster for long; seconds a word. */
const secondsPerWord = 0.3;

/**
 * Reads dialogues as a recogniser wrote them, of which it is known whether the last turn asks.
 * @throws Error that names file, line and what to change
 */
export function readDialogues(path: string): Dialogue[] {
  return readJsonLines(path, dialogueSchema).map(({ value }) => value);
}

/** The dialogue as a lesson of that alone. @param voices whether it tells who speaks */
export function lessonOf({ turns }: Dialogue, voices: boolean): Transcript {
  const speakers = [...new Set(turns.map(({ by }) => by))];
  const segments: Segment[] = [];
  for (const { by, pauseSeconds, language, text } of turns) {
    const start = (segments.at(-1)?.end ?? 0) + pauseSeconds;
    const words = text.split(' ').map((word, at) => ({
      start: start + secondsPerWord * at,
      end: start + secondsPerWord * (at + 1),
      text: word,
    }));
    const end = words.at(-1)?.end ?? start;
    segments.push({ start, end, text, language, words, ...(voices ? { speaker: speakers.indexOf(by) } : {}) });
  }
  const durationSeconds = (segments.at(-1)?.end ?? 0) + 10;
  const voice = segments.map(({ start, end }) => ({ start, end }));
  return { language: 'es', durationSeconds, engine: 'written', model: 'none', segments, voice };
}

/** @param voices whether the transcript tells who speaks */
export function foundIn(dialogue: Dialogue, voices: boolean): Found {
  const lesson = lessonOf(dialogue, voices);
  const last = lesson.segments.at(-1);
  const found = findQuestions(lesson).find(({ end }) => last !== undefined && end > last.start);
  return found === undefined ? 'none' : found.doubtful ? 'in doubt' : 'sure';
}

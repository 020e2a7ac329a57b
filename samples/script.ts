import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const things = ['stone', 'cork', 'boat', 'apple', 'spoon'] as const;
const places = ['basket', 'held', 'afloat', 'sunk'] as const;
/** Those who are drawn. */
const speakers = ['educator', 'leo', 'mia', 'sam'] as const;
const voices = [...speakers, 'visitor'] as const;

/** `[label, subtype]`, by the codebook of docs/codebook.md. */
const questionSchema = z.union([
  z.tuple([z.literal('CEQ'), z.enum(['yes-no', 'choice', 'specific-answer', 'fill-in', 'tag', 'repair', 'request'])]),
  z.tuple([z.literal('OEQ'), z.enum(['explain', 'describe', 'predict', 'ideas', 'prompt'])]),
]);

const turnSchema = z.strictObject({
  speaker: z.enum(voices),
  /** Who says the same at the same time. */
  with: z.enum(voices).optional(),
  text: z.string().min(1).max(120),
  /** In which it is said; absent: in English, by the voices of a lesson that is all English. */
  language: z.enum(['en', 'es']).optional(),
  question: questionSchema.optional(),
  /** From the end of this turn's sound to the start of the next one's; 0 to 10 s. */
  pauseSeconds: z.number().min(0).max(10),
  /** Where things are from this turn on; what is not named stays where it is. */
  show: z.partialRecord(z.enum(things), z.enum(places)).optional(),
});

const scriptSchema = z.strictObject({
  title: z.string(),
  about: z.string(),
  /** Only heard: nothing is drawn. */
  soundOnly: z.literal(true).optional(),
  turns: z.array(turnSchema).min(1),
});

export type Speaker = (typeof speakers)[number];
export type VoiceName = (typeof voices)[number];
export type Thing = (typeof things)[number];
export type Place = (typeof places)[number];
export type Turn = z.infer<typeof turnSchema>;
export type Script = z.infer<typeof scriptSchema>;
export { speakers, things };

/** Reads the lesson's script. @throws Error naming the file and what is wrong in it. */
export async function readScript(path: string): Promise<Script> {
  const parsed = scriptSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

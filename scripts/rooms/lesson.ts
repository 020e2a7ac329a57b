import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import { labelSchema, nextBySchema } from '../../shared/lessons/question.ts';
import type { Segment, Word } from '../../shared/lessons/transcript.ts';
import { type Sound, sampleRate, soundOf } from './sound.ts';

const turnSchema = z.object({ speaker: z.string(), text: z.string(), start: z.number(), end: z.number() });
const truthSchema = z.object({
  durationSeconds: z.number(),
  turns: z.array(turnSchema),
  questions: z.array(
    z.object({
      text: z.string(),
      label: labelSchema,
      start: z.number(),
      end: z.number(),
      waitTimeSeconds: z.number().nullable(),
      askedBy: nextBySchema,
      nextBy: nextBySchema.nullable(),
    }),
  ),
});
export type Truth = z.infer<typeof truthSchema>;
export type Turn = Truth['turns'][number];
export type TrueQuestion = Truth['questions'][number];

/** Whose voice a speaker of the samples has. */
export const roleOfSpeaker = (speaker: string): 'educator' | 'adult' | 'child' =>
  speaker === 'educator' ? 'educator' : speaker === 'visitor' ? 'adult' : 'child';

export const isEducator = ({ speaker }: Pick<Turn, 'speaker'>): boolean => speaker === 'educator';

/** A lesson of which everything is known. */
export interface KnownLesson {
  readonly truth: Truth;
  readonly sound: Sound;
}

/** A lesson of samples/, by its file: the sample lesson, unless another is named. */
export async function sampleLesson(file = 'lesson.mp4'): Promise<KnownLesson> {
  const samples = join(import.meta.dirname, '../../samples');
  const truth = join(samples, `${basename(file, extname(file))}.truth.json`);
  return {
    truth: truthSchema.parse(JSON.parse(readFileSync(truth, 'utf8'))),
    sound: await soundOf(join(samples, file)),
  };
}

/** The sound of one turn. */
export const voiceOfTurn = (sound: Sound, { start, end }: Turn): Sound =>
  sound.slice(Math.round(start * sampleRate), Math.round(end * sampleRate));

/** The truth as a perfect recogniser would write it; words are spread over their turn by their letters. */
export function trueSegments({ turns }: Pick<Truth, 'turns'>): Segment[] {
  return turns.map(({ start, end, text }) => ({ start, end, text, words: spread(start, end, text) }));
}

function spread(start: number, end: number, text: string): Word[] {
  const texts = text.split(' ');
  const letters = texts.reduce((sum, word) => sum + word.length + 1, 0);
  let before = 0;
  return texts.map((word) => {
    const from = start + ((end - start) * before) / letters;
    before += word.length + 1;
    return { start: from, end: start + ((end - start) * before) / letters, text: word };
  });
}

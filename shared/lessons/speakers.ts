import { z } from 'zod';
import { spanSchema } from './transcript.ts';

/** Whose voice it is. Several: one voice that stands for several people. */
export const speakerRoleSchema = z.enum(['educator', 'child', 'adult', 'several', 'unknown']);
export type SpeakerRole = z.infer<typeof speakerRoleSchema>;

/** A stretch in which one voice of the lesson speaks; turns of two may overlap. */
export const turnSchema = spanSchema.extend({ speaker: z.int().nonnegative() });
export type Turn = z.infer<typeof turnSchema>;

/** A voice of one lesson. It is nobody's name, and the same person has another number in another lesson. */
export const lessonVoiceSchema = z.object({
  speaker: z.int().nonnegative(),
  seconds: z.number().nonnegative().describe('how long it speaks'),
  turns: z.int().nonnegative(),
  longestSeconds: z.number().nonnegative().describe('its longest turn'),
  questions: z.int().nonnegative(),
  role: speakerRoleSchema,
  roleFrom: z.enum(['machine', 'person']).nullable().describe('machine: proposed; null where the role is unknown'),
});
export type LessonVoice = z.infer<typeof lessonVoiceSchema>;

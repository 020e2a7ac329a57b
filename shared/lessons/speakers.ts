import { z } from 'zod';
import { spanSchema } from './span.ts';

/** Whose voice it is. Several: one voice that stands for several people. */
export const speakerRoleSchema = z.enum(['educator', 'child', 'adult', 'several', 'unknown']);
export type SpeakerRole = z.infer<typeof speakerRoleSchema>;

/** Voices that people add are numbered from here: whatever an analysis finds is below. */
export const firstAddedVoice = 1000;

/** A voice of one lesson. It is nobody's name, and the same person has another number in another lesson. */
export const lessonVoiceSchema = z.object({
  speaker: z.int().nonnegative(),
  seconds: z.number().nonnegative().describe('how long it speaks'),
  turns: z.int().nonnegative(),
  longestSeconds: z.number().nonnegative().describe('its longest turn'),
  questions: z.int().nonnegative(),
  role: speakerRoleSchema,
  label: z.string().max(60).optional().describe('what a person calls it'),
  spans: z
    .array(spanSchema)
    .optional()
    .describe('turns by which it is told best, the clearest first; absent in lessons analysed before they were kept'),
  roleFrom: z.enum(['machine', 'person']).nullable().describe('machine: proposed; null where the role is unknown'),
});
export type LessonVoice = z.infer<typeof lessonVoiceSchema>;

/**
 * Whether voices were told apart. pending: they still are, and the lesson follows; off: the setting SPEAKERS; withheld:
 * those who are heard did not agree; failed: the speech service could not do it. Everybody is unknown but where they were
 * told.
 */
export const speakersStateSchema = z.enum(['told', 'pending', 'off', 'withheld', 'failed']);

/** The voices of a lesson, the one that speaks most first. */
export const lessonSpeakersSchema = z.object({ state: speakersStateSchema, voices: z.array(lessonVoiceSchema) });

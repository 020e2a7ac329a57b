import { z } from 'zod';
import { isLanguageList } from '../heardLanguages.ts';

/** A file's tracks beyond these are not heard. */
const mostTracks = 8;

/**
 * With what a lesson is analysed other than the settings say, as a person chose it when it was analysed again. What is
 * absent is as the settings, its site and its upload say.
 */
export const choicesSchema = z.strictObject({
  languages: z
    .string()
    .refine(isLanguageList, 'name languages by their codes, as en,es')
    .optional()
    .describe('ISO 639-1, apart by commas: what may be spoken in it'),
  track: z
    .int()
    .min(1)
    .max(mostTracks)
    .optional()
    .describe('the only sound track that is heard, counted from 1; absent: all, mixed'),
  model: z.string().min(1).max(100).optional().describe('the speech model, by a name that GET /reanalysis offers'),
  speakers: z.boolean().optional().describe('whether voices are told apart'),
});
export type Choices = z.infer<typeof choicesSchema>;

/** What was chosen once is not judged again: a setting may be another since. */
export const chosenSchema = z.object({
  languages: z.string().optional(),
  track: z.int().positive().optional(),
  model: z.string().optional(),
  speakers: z.boolean().optional(),
});

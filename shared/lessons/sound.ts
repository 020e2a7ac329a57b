import { z } from 'zod';

/** What of a recording's sound was heard, and how loud it is. Levels in dB below full scale; -100 is silence. */
export const soundSchema = z.object({
  loudestDb: z.number().describe('what one frame of 10 ms in a hundred exceeds'),
  gainDb: z.number().nonnegative().describe('by how much a quiet recording was made louder for the recogniser'),
  tracks: z
    .array(z.object({ streamIndex: z.int(), channels: z.int(), loudestDb: z.number() }))
    .describe('the sound tracks that were heard, all channels mixed'),
  trackCount: z.int().positive().describe('those that the file has; what could not be decoded was not heard'),
});
export type Sound = z.infer<typeof soundSchema>;

const share = z.number().min(0).max(1);

/** How well a lesson was heard: shares of the time in which anybody speaks. The rest is a voice that was not understood. */
export const hearingSchema = z.object({
  clearShare: share,
  doubtfulShare: share,
  otherLanguages: z
    .array(z.object({ language: z.string().describe('ISO 639-1 of the likeliest; und: nobody can tell'), share }))
    .optional()
    .describe('in languages that nobody named: of these no words are written down and no questions found'),
});
export type Hearing = z.infer<typeof hearingSchema>;

/**
 * Why nobody was heard. silent: there is no sound. quiet: it is too quiet for any voice. voiceless: there is sound and no
 * voice in it. unclear: somebody speaks, and no word was understood.
 */
export const nobodyHeardSchema = z.enum(['silent', 'quiet', 'voiceless', 'unclear']);
export type NobodyHeard = z.infer<typeof nobodyHeardSchema>;

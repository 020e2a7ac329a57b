import { z } from 'zod';
import { type Span, spanSchema } from './span.ts';
import { speakersStateSchema } from './speakers.ts';

export { type Span, spanSchema };

const seconds = z.number().nonnegative();

/** How well a piece was heard: its words stand, or are to be doubted, or only a voice was heard. */
export const heardSchema = z.enum(['clear', 'doubtful', 'not-understood']);
export type Heard = z.infer<typeof heardSchema>;
const heard = heardSchema.optional().describe('absent in lessons analysed before it was told: clear');

const speaker = {
  speaker: z
    .int()
    .nonnegative()
    .nullable()
    .optional()
    .describe('the voice of the lesson that says it; null: nobody can tell; absent: voices were not told apart'),
  speakerMargin: z.number().nonnegative().optional().describe('by how much it is more alike than the next voice'),
};

/** One word as the recogniser wrote it, punctuation attached, without surrounding white space. */
export const wordSchema = spanSchema.extend({
  text: z.string(),
  probability: z.number().optional().describe('that it is right, where the recogniser tells'),
  heard: heard.describe("the word's own where its probability is below 0.2, else its segment's; absent as there"),
  ...speaker,
});
export type Word = z.infer<typeof wordSchema>;

/** How sure the recogniser was of a piece, where it tells: natural logarithms of probabilities, and probabilities. */
export const doubtSchema = z.object({
  logProbability: z.number().optional().describe('mean over the words, as `avg_logprob` of verbose_json'),
  noSpeechProbability: z.number().optional().describe('that nobody speaks, as `no_speech_prob` of verbose_json'),
  languageProbability: z.number().optional().describe('that it is in the language of the lesson'),
});

/**
 * What the recogniser gave as one piece; `words` is absent where the engine gives no word times. One that was not
 * understood has the text "[unclear]".
 */
export const segmentSchema = spanSchema.extend({
  text: z.string(),
  language: z
    .string()
    .optional()
    .describe(
      'ISO 639-1 of this piece; of one that was not understood: that it is probably in this other language; absent: not told',
    ),
  words: z.array(wordSchema).optional(),
  heard,
  ...doubtSchema.shape,
  ...speaker,
});
export type Segment = z.infer<typeof segmentSchema>;

/** A stretch in which one voice of the lesson speaks; turns of two may overlap. */
export const turnSchema = spanSchema.extend({ speaker: z.int().nonnegative() });
export type Turn = z.infer<typeof turnSchema>;

/** Who says where anybody speaks: a network, loudness alone where it could not be asked, or each in parts. */
export const voiceFromSchema = z.enum(['network', 'loudness', 'both']);
export type VoiceFrom = z.infer<typeof voiceFromSchema>;

/**
 * A whole lesson's words. Segments are in order of time and do not overlap.
 * `voice` is where anybody speaks, measured from the sound itself and not from the recogniser's segments.
 */
export const transcriptSchema = z.object({
  language: z.string(),
  durationSeconds: seconds,
  engine: z.string().describe('who transcribed, under its own name, e.g. "openai" or "whisper-base (local)"'),
  model: z.string(),
  segments: z.array(segmentSchema),
  voice: z.array(spanSchema),
  voiceFrom: voiceFromSchema.optional().describe('absent in lessons analysed before the network: loudness'),
  speakers: z
    .object({ state: speakersStateSchema, turns: z.array(turnSchema) })
    .optional()
    .describe('who speaks when; absent in lessons analysed before voices were told apart'),
});
export type Transcript = z.infer<typeof transcriptSchema>;

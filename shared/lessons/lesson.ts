import { z } from 'zod';
import { isLanguageList } from '../heardLanguages.ts';
import { chosenSchema } from './choices.ts';
import { codingReportSchema, costSchema } from './coding.ts';
import { metricsSchema } from './metrics.ts';
import { codedQuestionSchema } from './question.ts';
import { recordedOnSchema } from './recordedOn.ts';
import { lessonRemovedSchema } from './removal.ts';
import { hearingSchema, nobodyHeardSchema, soundSchema } from './sound.ts';
import { lessonSpeakersSchema } from './speakers.ts';
import { voiceFromSchema } from './transcript.ts';

/** Why a lesson failed, in words that a person can act on. */
export const failureSchema = z.object({ code: z.string(), message: z.string(), stage: z.string().optional() });
export type Failure = z.infer<typeof failureSchema>;

/** The picture branch's result; blob paths are in the container `media`, or the original where it plays as it is. */
export const pictureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), video: z.string(), original: z.boolean(), poster: z.string().nullable() }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type Picture = z.infer<typeof pictureSchema>;

/** Whether those who are seen in a recording, or their parents, have agreed to it. */
export const consentSchema = z.enum(['given', 'withheld', 'unknown']);

const words = z.string().trim().regex(/\S/, 'write something, or leave it out').max(200);

// As the sign-in says it. Compared in lower case: organisations' names of accounts know none other.
const account = z.string().trim().toLowerCase().regex(/^\S+$/, 'the name of an account, without spaces').max(200);

/** What people say of a lesson. */
export const detailsSchema = z.object({
  title: words.optional().describe('default is the file name'),
  educator: words.optional(),
  educatorAccount: account
    .optional()
    .describe('with which the educator signs in, or its id: with the role educator they see this lesson'),
  sharedWith: z.array(account).max(50).optional().describe('accounts of other educators who see this lesson'),
  consent: consentSchema.default('unknown'),
  retainUntil: z.iso.date().optional().describe('the lesson is deleted after this day; default is RETENTION_DAYS'),
  hold: z.boolean().optional().describe('not deleted, whatever the day'),
  recordedOn: recordedOnSchema
    .optional()
    .describe('the day of the lesson, from 1990-01-01 to tomorrow (UTC); default is what the recording itself says'),
});

const { title, educator, recordedOn } = detailsSchema.shape;

/**
 * What may be said with an upload: what it does not say, it does not change. How long a lesson is kept is not for whoever
 * brings a recording to say.
 */
export const uploadDetailsSchema = z.strictObject({
  title,
  educator,
  consent: consentSchema.optional(),
  recordedOn,
  languages: z
    .string()
    .refine(isLanguageList, 'name languages by their codes, as en,es')
    .optional()
    .describe('ISO 639-1, apart by commas: what may be spoken in it; default is the setting of its site, or of all'),
  speakers: z.literal('off').optional().describe('its voices are not told apart, whatever settings say'),
});
export type UploadDetails = z.infer<typeof uploadDetailsSchema>;

/** What was said in whichever way. A day is judged once, when it is said; uploads once said how long a lesson is kept. */
export const saidDetailsSchema = detailsSchema.extend({
  consent: consentSchema.optional(),
  recordedOn: z.iso.date().optional(),
  languages: z.string().optional(),
  speakers: z.literal('off').optional(),
});
export type SaidDetails = z.infer<typeof saidDetailsSchema>;

export const sourceSchema = z.object({
  blobName: z.string(),
  siteId: z.string(),
  fileName: z.string(),
  lessonId: z.string().regex(/^[0-9a-f]{24}$/),
  revision: z.string().regex(/^[0-9a-f]{16}$/),
  etag: z.string(),
  sizeBytes: z.int().nonnegative(),
  uploadedAt: z.iso.datetime(),
  // Not judged again: a job that goes on elsewhere, with another clock, must not stumble over it.
  details: saidDetailsSchema.optional(),
  choices: chosenSchema.optional().describe('with what a person had it analysed again'),
});
/** One upload of one lesson: what the job message carries and every activity is given. */
export type Source = z.infer<typeof sourceSchema>;

/** What has been found out from one revision. */
export const resultSchema = z.object({
  revision: z.string(),
  completedAt: z.iso.datetime(),
  durationSeconds: z.number().nonnegative(),
  recordedOn: z.iso.date().optional().describe('the day that the recording itself says'),
  language: z.string(),
  speechEngine: z.string(),
  speechModel: z.string(),
  voiceFrom: voiceFromSchema.optional().describe('absent in lessons analysed before the network: loudness'),
  speakers: lessonSpeakersSchema.optional().describe('absent in lessons analysed before voices were told apart'),
  sound: soundSchema.optional(),
  hearing: hearingSchema.optional().describe('how well it was heard; absent where nobody speaks'),
  nobodyHeard: nobodyHeardSchema.optional().describe('why the lesson has no words, where it has none'),
  codingEngine: z.string(),
  codingModelVersion: z.string(),
  metrics: metricsSchema.describe("with people's reviews in place of the machine's codes"),
  reviewedCount: z.int().nonnegative().default(0).describe('questions that a person has reviewed'),
  coding: codingReportSchema.optional().describe('how the codes came about'),
  cost: costSchema.optional(),
});
export type LessonResult = z.infer<typeof resultSchema>;

export const lessonStatusSchema = z.enum(['running', 'completed', 'failed']);

/**
 * A lesson. `revision`, `status`, `failure` speak of the newest upload;
 * `result` is of the newest one that completed, and stays until a later one completes.
 */
export const lessonSchema = z.object({
  id: z.string(),
  siteId: z.string(),
  fileName: z.string(),
  blobName: z.string(),
  revision: z.string(),
  earlierRevisions: z.array(z.string()).optional(),
  status: lessonStatusSchema,
  sizeBytes: z.int().nonnegative(),
  uploadedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  title: z.string(),
  educator: z.string().optional(),
  educatorAccount: z.string().optional(),
  sharedWith: z.array(z.string()).optional(),
  consent: consentSchema,
  retainUntil: z.iso.date().optional(),
  hold: z.boolean().optional(),
  recordedOn: z.iso.date().optional().describe('the day of the lesson as a person says it'),
  choices: chosenSchema.optional().describe('with what this upload is analysed, where a person chose it'),
  failure: failureSchema.optional(),
  result: resultSchema.optional(),
  picture: pictureSchema.optional(),
  moving: z
    .object({ lessonId: z.string(), siteId: z.string(), at: z.iso.datetime() })
    .optional()
    .describe('to another site, where it will have this id; nothing can be changed meanwhile'),
  removing: z
    .object({ id: z.uuid(), voice: z.int().nonnegative(), at: z.iso.datetime() })
    .optional()
    .describe('a voice is taken out of it; nothing can be changed or played meanwhile'),
  removed: lessonRemovedSchema.optional().describe('what was taken out of this upload with voices'),
});
export type Lesson = z.infer<typeof lessonSchema>;

/** analysis.json: everything that was found, enough to rebuild the documents from. */
export const analysisSchema = z.object({
  schemaVersion: z.literal(1),
  source: sourceSchema,
  result: resultSchema,
  questions: z.array(codedQuestionSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;

import { z } from 'zod';
import { codingEngineSchema, codingReportSchema, modelCostSchema } from '../lessons/coding.ts';
import { failureSchema, lessonSchema, pictureSchema } from '../lessons/lesson.ts';
import { codedQuestionSchema, codeSchema, labelSchema, subtypeSchema } from '../lessons/question.ts';

/** Limits of POST /predictions. */
export const predictionLimits = { questions: 200, characters: 1000, bodyBytes: 500_000 } as const;

const questionText = z
  .string()
  .trim()
  .min(1, 'write a question')
  .max(predictionLimits.characters, `at most ${predictionLimits.characters} characters a question`);

export const predictionRequestSchema = z.strictObject({
  questions: z
    .array(questionText)
    .min(1, 'send at least one question')
    .max(predictionLimits.questions, `at most ${predictionLimits.questions} questions a request`),
  evidence: z.boolean().default(false).describe('say why, with the strongest pieces of evidence'),
  engine: codingEngineSchema.optional().describe('who codes; default is the setting CODING_ENGINE'),
});

export const predictionResponseSchema = z.object({
  predictions: z.array(codeSchema.extend({ question: z.string() })),
  coding: codingReportSchema.describe('how the codes came about, and whether any is a fallback'),
  cost: modelCostSchema.extend({ currency: z.literal('USD') }),
});

export const lessonIdSchema = z.string().regex(/^[0-9a-f]{24}$/, 'a lesson id has 24 hexadecimal digits');

export const progressSchema = z.object({ stage: z.string(), done: z.int(), total: z.int() });

export const lessonResponseSchema = lessonSchema.omit({ failure: true, picture: true }).extend({
  failure: failureSchema.optional(),
  picture: pictureSchema.optional(),
  progress: progressSchema.optional(),
});

export const lessonListQuerySchema = z.object({
  site: z.string().min(1).max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  continuation: z.string().min(1).max(8000).optional(),
});

export const lessonListResponseSchema = z.object({
  lessons: z.array(lessonSchema),
  continuation: z.string().optional().describe('send it back for the next page'),
});

export const questionsResponseSchema = z.object({
  lessonId: lessonIdSchema,
  revision: z.string(),
  questions: z.array(codedQuestionSchema),
});

export const reviewRequestSchema = z.strictObject({
  label: labelSchema,
  subtype: subtypeSchema.optional(),
  by: z.string().trim().min(1).max(200),
  note: z.string().max(2000).optional(),
});

export const transcriptFormatSchema = z.enum(['json', 'vtt', 'srt']);

import { z } from 'zod';
import { failureSchema, sourceSchema } from '../lessons/lesson.ts';

export const queues = { lessonJobs: 'lesson-jobs', deadJobs: 'lesson-jobs-dead' } as const;
export const topics = { lessonEvents: 'lesson-events' } as const;
/** Of `lesson-events`, that the app itself reads. */
export const subscriptions = { ready: 'ready' } as const;

/** The message on `lesson-jobs`; its messageId is jobId(source), or of its own where it asks for another analysis. */
export const lessonJobSchema = z.object({
  schemaVersion: z.literal(1),
  source: sourceSchema,
  again: z.literal(true).optional().describe('also when the analysis was done before'),
  // One that makes no sense costs a job its trace, not its analysis.
  traceParent: z.string().optional().catch(undefined).describe('W3C: the trace that the analysis goes on with'),
});
export type LessonJob = z.infer<typeof lessonJobSchema>;

/**
 * The message on `lesson-jobs-dead`: which job was given up, by ids alone, so that it need not be deleted with its
 * lesson. `npm run replay` sends it again. What is no job lies there as it came, under the property `unreadable`.
 */
export const deadJobSchema = z.object({
  schemaVersion: z.literal(1),
  siteId: z.string(),
  lessonId: z.string(),
  revision: z.string(),
});
export type DeadJob = z.infer<typeof deadJobSchema>;

/** The message on the topic `lesson-events`, for whoever wants to know that a lesson ended. */
export const lessonEventSchema = z.object({
  schemaVersion: z.literal(1),
  type: z.enum(['lesson.completed', 'lesson.failed', 'lesson.superseded', 'lesson.moved']),
  siteId: z.string(),
  lessonId: z.string(),
  revision: z.string(),
  at: z.iso.datetime(),
  failure: failureSchema.optional(),
  movedFrom: z
    .object({ siteId: z.string(), lessonId: z.string() })
    .optional()
    .describe('of lesson.moved: where it was, and its id there'),
});
export type LessonEvent = z.infer<typeof lessonEventSchema>;

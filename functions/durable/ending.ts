import { z } from 'zod';
import { failureSchema } from '../../shared/lessons/lesson.ts';

/** How analyzeLesson ends; its output in the task hub. */
export const endingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completed'), questionCount: z.int() }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
  z.object({ kind: z.literal('superseded') }),
]);
export type Ending = z.infer<typeof endingSchema>;

/** Progress as the orchestration's custom status. */
export const progressSchema = z.object({ stage: z.string(), done: z.int(), total: z.int() });
export type Progress = z.infer<typeof progressSchema>;

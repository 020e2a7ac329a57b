import { z } from 'zod';
import type { Lesson, lessonStatusSchema } from '../lessons/lesson.ts';

/** Which lessons, in which order. Dates are days (UTC). */
export interface LessonFilter {
  readonly site?: string | undefined;
  readonly status?: z.infer<typeof lessonStatusSchema> | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly q?: string | undefined;
  readonly educator?: string | undefined;
  readonly sort: 'uploadedAt' | 'title' | 'openShare' | 'clearShare';
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Whether educators and results are looked at as well; else what anybody sees who may list lessons. */
  readonly content: boolean;
}

/** What a lesson's document holds besides the lesson, to be found and sorted by; always there, whatever the lesson lacks. */
export const lookupSchema = z.object({
  words: z.string(),
  title: z.string(),
  openShare: z.number(),
  clearShare: z.number().default(-1).describe('of the voices, how much was understood clearly'),
});

/** Lower case is made here, where every language has it, and not by the database. An unknown share sorts below nothing. */
export function lookupOf(lesson: Lesson): z.infer<typeof lookupSchema> {
  return {
    words: [lesson.title, lesson.fileName, lesson.educator ?? ''].join('\n').toLowerCase(),
    title: lesson.title.toLowerCase(),
    openShare: lesson.result?.metrics.openShare ?? -1,
    clearShare: lesson.result?.hearing?.clearShare ?? -1,
  };
}

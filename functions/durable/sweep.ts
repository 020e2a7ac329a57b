import { z } from 'zod';

/** What is left to delete of a lesson: blobs and questions of these revisions. */
export const sweptSchema = z.object({ siteId: z.string(), lessonId: z.string(), revisions: z.array(z.string()) });

/** The input of sweepDeleted; `at` is when it does it. */
export const sweepSchema = sweptSchema.extend({ at: z.iso.datetime() });

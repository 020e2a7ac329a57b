import { z } from 'zod';

const share = z.number().min(0).max(1).nullable();
const wait = z.object({ median: z.number().nullable(), mean: z.number().nullable(), count: z.int() });

/** What coaches look at; every definition is in docs/codebook.md. Null where there is nothing to divide by. */
export const metricsSchema = z.object({
  questionCount: z.int(),
  doubtfulCount: z
    .int()
    .default(0)
    .describe('questions that were hard to hear and that nobody has confirmed; not counted in the others'),
  childCount: z.int().default(0).describe('questions that a child asked; not counted in the others'),
  adultCount: z.int().default(0).describe('questions that another adult asked; not counted in the others'),
  openCount: z.int(),
  closedCount: z.int(),
  openShare: share,
  openShareByThird: z.array(share).length(3),
  questionsPerMinute: z.number().nullable(),
  waitAfterOpenSeconds: wait,
  waitAfterClosedSeconds: wait,
  waitedThreeSecondsShare: share.describe('share of questions with a known wait that were followed by >= 3 s'),
  longestClosedRun: z.int().describe('most CEQs in a row'),
  speechShare: share.describe('share of the recording in which anybody speaks'),
});
export type Metrics = z.infer<typeof metricsSchema>;

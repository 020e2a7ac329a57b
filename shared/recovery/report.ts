import { z } from 'zod';

const count = z.int().nonnegative();

/** Something that could not be brought back, by the name of its blob. */
const problemSchema = z.object({ path: z.string(), why: z.string() });

/** What a rebuild did. `problems` names the first ones; `problemCount` counts them all. */
export const rebuildReportSchema = z.object({
  lessons: count.describe('lessons with a result whose documents were written'),
  left: count.describe('lessons whose documents were there and as new or newer'),
  questions: count.describe('questions written'),
  reviews: count.describe("people's reviews, and studies and codings, brought back"),
  started: count.describe('uploads without a result, whose analysis was asked for'),
  refused: count.describe('uploads without a result that are no recordings, shown as failed again'),
  problemCount: count,
  problems: z.array(problemSchema),
});
export type RebuildReport = z.infer<typeof rebuildReportSchema>;

// The report travels through the orchestration's history: 40 names are about 6 KB.
const namedProblems = 40;

export const emptyReport: RebuildReport = {
  lessons: 0,
  left: 0,
  questions: 0,
  reviews: 0,
  started: 0,
  refused: 0,
  problemCount: 0,
  problems: [],
};

/** A report of nothing but one problem. */
export function problem(path: string, why: string): RebuildReport {
  return { ...emptyReport, problemCount: 1, problems: [{ path, why }] };
}

export function sum(reports: readonly RebuildReport[]): RebuildReport {
  const total = (field: Exclude<keyof RebuildReport, 'problems'>) =>
    reports.reduce((all, report) => all + report[field], 0);
  return {
    lessons: total('lessons'),
    left: total('left'),
    questions: total('questions'),
    reviews: total('reviews'),
    started: total('started'),
    refused: total('refused'),
    problemCount: total('problemCount'),
    problems: reports.flatMap(({ problems }) => problems).slice(0, namedProblems),
  };
}

import { z } from 'zod';
import { type Codebook, isOf } from '../lessons/codebook.ts';
import { askedBySchema, labelSchema, subtypeKeySchema } from '../lessons/question.ts';

export const studyLimits = { name: 200, lessons: 500, coders: 12, codes: 3000, settled: 3000, text: 1000 } as const;

export const studyIdSchema = z.string().regex(/^[0-9a-f]{24}$/, 'a study id has 24 hexadecimal digits');
export const coderSchema = z.string().trim().regex(/\S/, 'write a name').max(200);
const lessonIdSchema = z.string().regex(/^[0-9a-f]{24}$/, 'a lesson id has 24 hexadecimal digits');

/** As a question's label, and `none` for what the coder says is no question. */
export const unitLabelSchema = z.enum([...labelSchema.options, 'none']);

/** What one coder says of one stretch of a lesson. */
export const unitCodeSchema = z
  .strictObject({
    startSeconds: z.number().nonnegative().max(1_000_000),
    endSeconds: z.number().positive().max(1_000_000),
    text: z.string().max(studyLimits.text).optional(),
    label: unitLabelSchema,
    subtype: subtypeKeySchema
      .optional()
      .describe('one of the label in the codebook of the site; none where it is no question'),
    askedBy: askedBySchema.optional().describe('absent where the coder did not say'),
  })
  .refine(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= 0.1 - 1e-9, 'it ends at least 0.1 s later')
  .refine(({ label, subtype }) => subtype === undefined || label !== 'none', 'what is no question has no subtype');
export type UnitCode = z.infer<typeof unitCodeSchema>;

/** The first code whose subtype is not one of its label in a codebook; undefined where all are. */
export function misfitIn(codebook: Codebook, codes: readonly UnitCode[]): UnitCode | undefined {
  return codes.find(
    ({ label, subtype }) => subtype !== undefined && label !== 'none' && !isOf(codebook, label, subtype),
  );
}

/** What one coder says of a lesson. Once it is `done` it is never changed. */
export const codingSchema = z.object({
  studyId: studyIdSchema,
  lessonId: lessonIdSchema,
  coder: coderSchema,
  codes: z.array(unitCodeSchema).max(studyLimits.codes),
  done: z.boolean(),
  from: z.enum(['studio', 'import']).describe('coded here, or brought in from an earlier coding by hand'),
  at: z.iso.datetime().describe('when it was last written'),
});
export type Coding = z.infer<typeof codingSchema>;

/** What those who talked a disagreement over came to. The last one of the same stretch counts. */
export const settlementSchema = z.intersection(
  unitCodeSchema,
  z.object({ by: coderSchema, at: z.iso.datetime(), note: z.string().max(2000).optional() }),
);
export type Settlement = z.infer<typeof settlementSchema>;

export const settledSchema = z.object({
  studyId: studyIdSchema,
  lessonId: lessonIdSchema,
  settlements: z.array(settlementSchema).max(studyLimits.settled),
  open: z
    .int()
    .nonnegative()
    .optional()
    .describe('what its coders differ in and have not settled; absent before all have handed in'),
  at: z.iso.datetime(),
});
export type Settled = z.infer<typeof settledSchema>;

const unique = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase())).size === names.length;

/** What whoever begins a study decides. */
export const studyPlanSchema = z.strictObject({
  name: coderSchema,
  lessons: z.array(lessonIdSchema).min(1, 'choose a lesson').max(studyLimits.lessons).refine(unique, 'a lesson once'),
  coders: z
    .array(coderSchema)
    .min(2, 'name two coders')
    .max(studyLimits.coders)
    .refine(unique, 'a coder once')
    .describe('by the names or account ids under which they sign in'),
  doubleShare: z.number().min(0).max(1).describe('share of the lessons that two people code'),
  showMachine: z.boolean().default(false).describe("whether coders see the machine's codes"),
  seed: z.string().trim().min(1).max(100).describe('with the same one the same lessons go to the same coders'),
});
export type StudyPlan = z.infer<typeof studyPlanSchema>;

export const studySchema = z.object({
  id: studyIdSchema,
  ...studyPlanSchema.shape,
  assignments: z.array(z.object({ lessonId: lessonIdSchema, coders: z.array(coderSchema).min(1) })),
  by: coderSchema,
  byAccount: z.string().optional().describe('the account id of who began it, where people sign in'),
  at: z.iso.datetime(),
  closedAt: z.iso.datetime().optional().describe('nothing is coded or settled after it'),
});
export type Study = z.infer<typeof studySchema>;

import { z } from 'zod';

const share = z.number().min(0).max(1).nullable();
const wait = z.object({ median: z.number().nullable(), mean: z.number().nullable(), count: z.int() });

const spoken = z.object({
  seconds: z.number().nonnegative(),
  share: share.describe('of the recording'),
  turns: z.int().nonnegative(),
});

/** Who talks how much, and how turns follow each other. Two at once speak both, so that shares may sum to more than 1. */
const talkSchema = z.object({
  from: z.enum(['machine', 'person']).describe('machine: at least one voice’s role is only proposed'),
  educator: spoken,
  children: spoken,
  adults: spoken,
  unknown: spoken.omit({ turns: true }).describe('somebody, of whom nobody knows who'),
  nobody: spoken.omit({ turns: true }),
  longestEducatorSeconds: z.number().nonnegative().describe('the longest turn of an educator'),
  childAfterChild: z.int().nonnegative().describe('turns of children that follow a turn of a child'),
});
export type Talk = z.infer<typeof talkSchema>;

const seconds = z.number().nonnegative().nullable();

/** The figures of one language of a lesson. Talk of educators and children is null where voices were not told apart. */
const languageFiguresSchema = z.object({
  questionCount: z.int(),
  openCount: z.int(),
  openShare: share,
  waitAfterOpenSeconds: wait,
  waitAfterClosedSeconds: wait,
  spokenSeconds: seconds.default(null).describe('it is spoken, by whoever; null where no segment says its language'),
  spokenShare: share.default(null).describe('of what is said in any language'),
  educatorSeconds: seconds.describe('an educator speaks in it'),
  educatorShare: share.describe("of the educators' talk in any language"),
  childrenSeconds: seconds.describe('children speak in it'),
  childrenShare: share.describe("of the children's talk in any language"),
});
export type LanguageFigures = z.infer<typeof languageFiguresSchema>;

/** What coaches look at; every definition is in docs/codebook.md. Null where there is nothing to divide by. */
export const metricsSchema = z.object({
  questionCount: z.int(),
  doubtfulCount: z
    .int()
    .default(0)
    .describe(
      'questions that were hard to hear or may be answers, and that nobody has confirmed; not counted in the others',
    ),
  childCount: z.int().default(0).describe('questions that a child asked; not counted in the others'),
  childOpenCount: z.int().default(0).describe('of the questions that a child asked, those coded OEQ'),
  adultCount: z.int().default(0).describe('questions that another adult asked; not counted in the others'),
  openCount: z.int(),
  closedCount: z.int(),
  openShare: share,
  openShareByThird: z.array(share).length(3),
  questionsPerMinute: z.number().nullable(),
  waitAfterOpenSeconds: wait,
  waitAfterClosedSeconds: wait,
  waitedThreeSecondsShare: share.describe('share of questions with a known wait that were followed by >= 3 s'),
  followedCount: z.int().default(0).describe('questions of which it is known who spoke next, or that nobody did'),
  childAnsweredShare: share.default(null).describe('of these, the share after which a child spoke next'),
  selfAnsweredShare: share.default(null).describe('of these, the share after which the educator herself went on'),
  waitAfterAnswerSeconds: wait
    .default({ median: null, mean: null, count: 0 })
    .describe("wait time 2: from the end of a child's answer until an adult speaks"),
  byLanguage: z
    .record(z.string(), languageFiguresSchema)
    .default({})
    .describe('by ISO 639-1; the others sum up all of them. Empty in lessons that were measured before it was told'),
  longestClosedRun: z.int().describe('most CEQs in a row'),
  speechShare: share.describe('share of the recording in which anybody speaks'),
  talk: talkSchema.nullable().default(null).describe('null where voices were not told apart'),
});
export type Metrics = z.infer<typeof metricsSchema>;

import { z } from 'zod';
import { spanSchema } from './transcript.ts';

/** Open-ended or closed-ended question, as early-childhood research uses the terms (docs/codebook.md). */
export const labelSchema = z.enum(['OEQ', 'CEQ']);
export type Label = z.infer<typeof labelSchema>;

export const openSubtypes = ['explain', 'describe', 'predict', 'ideas', 'prompt'] as const;
export const closedSubtypes = ['yes-no', 'choice', 'specific-answer', 'fill-in', 'tag', 'repair', 'request'] as const;
export const subtypeSchema = z.enum([...openSubtypes, ...closedSubtypes]);
export type Subtype = z.infer<typeof subtypeSchema>;
/** The subtypes of each label, in the order in which the local model's numbers have them. */
export const subtypesOf = { OEQ: openSubtypes, CEQ: closedSubtypes } as const satisfies Record<
  Label,
  readonly Subtype[]
>;

/** A subtype as people know it: a key of their site's codebook, or of one that the site had before (codebook.ts). */
export const subtypeKeySchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u, 'a subtype has letters, digits, - and _, at most 40');

/** The languages in which questions are found and coded. */
export const codedLanguageSchema = z.enum(['en', 'es']);
export type CodedLanguage = z.infer<typeof codedLanguageSchema>;

/** In which of these a question is coded: English where it says none; undefined where a person asked in another. */
export function codedLanguageOf({
  language = 'en',
}: {
  readonly language?: string | undefined;
}): CodedLanguage | undefined {
  return codedLanguageSchema.safeParse(language).data;
}

/** A question as found in the transcript, not yet coded. `context` is the talk just before and after it. */
export const foundQuestionSchema = spanSchema.extend({
  id: z.string().describe('stable within a lesson revision'),
  text: z.string(),
  before: z.string().describe('up to 200 characters of talk before the question'),
  after: z.string().describe('up to 200 characters of talk after the question'),
  language: codedLanguageSchema.optional().describe('absent: English'),
  quoted: z.boolean().describe('read aloud or quoted, as far as the transcript tells'),
  doubtful: z
    .literal(true)
    .optional()
    .describe('hard to hear, or it may be an answer: it counts when a person has confirmed it'),
  mayAnswer: z
    .literal(true)
    .optional()
    .describe('begins as the answer to the question before it would, and may be one; `doubtful` says so as well'),
  wordProbability: z.number().min(0).max(1).optional().describe('that its words are right, where that is in doubt'),
});
export type FoundQuestion = z.infer<typeof foundQuestionSchema>;

/** One piece of evidence for a code; `weight` > 0 speaks for OEQ, < 0 for CEQ, in log-odds. */
export const evidenceSchema = z.object({ text: z.string(), weight: z.number() });
export type Evidence = z.infer<typeof evidenceSchema>;

/** The code of one question. `confidence` is the calibrated probability, 0.5 to 1, that `label` is right. */
export const codeSchema = z.object({
  label: labelSchema,
  subtype: subtypeSchema,
  siteSubtype: subtypeKeySchema
    .optional()
    .describe(
      "a large model's subtype that is none of the machine's: a key of the site's codebook as it was then; `subtype` is then the likeliest of the machine's",
    ),
  confidence: z.number().min(0).max(1),
  engine: z.string(),
  modelVersion: z.string(),
  evidence: z.array(evidenceSchema).optional(),
  fallback: z
    .literal(true)
    .optional()
    .describe('the large model was to code this and could not: this is the local code'),
});
export type Code = z.infer<typeof codeSchema>;

export const reviewSchema = z.object({
  label: labelSchema,
  subtype: subtypeKeySchema.optional().describe("a key of the site's codebook as it was then"),
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  note: z.string().max(2000).optional(),
});
export type Review = z.infer<typeof reviewSchema>;

/** Who asked. Figures count `educator`, `several` and `unknown`; the others stand beside. */
export const askedBySchema = z.enum(['educator', 'child', 'adult', 'several', 'unknown']);

/** Who spoke after a question: the educator herself, a child, another adult. */
export const nextBySchema = z.enum(['educator', 'child', 'adult']);
export type NextBy = z.infer<typeof nextBySchema>;

const voice = z.int().nonnegative();

/** A coded question; `waitTimeSeconds` is null where nobody could tell (the recording ends in the question). */
export const codedQuestionSchema = foundQuestionSchema
  .pick({ id: true, start: true, end: true, text: true, language: true, quoted: true, doubtful: true, mayAnswer: true })
  .extend({
    ...codeSchema.shape,
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, 'a code of ISO 639')
      .optional()
      .describe(
        'in which it is asked; absent: English. One that a person added may be in a language that is not coded (und: nobody knows which): its machine code is a guess',
      ),
    waitTimeSeconds: z.number().nonnegative().nullable(),
    next: z
      .enum(['speech', 'unheard', 'silence', 'end'])
      .describe('what ended the wait; unheard: a voice of which no word was understood'),
    nextBy: nextBySchema.optional().describe('who broke the silence; absent where it is not known, or nobody did'),
    review: reviewSchema.optional(),
    origin: z.literal('person').optional().describe('a person added it, or split it off; absent where it was found'),
    rejected: z.literal(true).optional().describe('a person says that it is no question: it counts in nothing'),
    askedBy: askedBySchema.optional().describe('absent where nobody said: unknown'),
    askedByFrom: z.enum(['machine', 'roles', 'person']).optional().describe('who says so'),
    speaker: voice.optional().describe('the voice that asked; absent: nobody can tell'),
    nextSpeaker: voice.optional().describe('the voice that broke the silence; absent: nobody did, or nobody can tell'),
  });
export type CodedQuestion = z.infer<typeof codedQuestionSchema>;

const shownSubtype = {
  subtype: subtypeKeySchema
    .optional()
    .describe("the machine's subtype, as a key of the site's codebook; absent where the codebook has none for it"),
};

/** A code as people see it, by the codebook of a site. */
export const shownCodeSchema = codeSchema.omit({ siteSubtype: true }).extend(shownSubtype);

/** A question as people see it, by the codebook of its site. */
export const shownQuestionSchema = codedQuestionSchema.omit({ siteSubtype: true }).extend(shownSubtype);
export type ShownQuestion = z.infer<typeof shownQuestionSchema>;

/** As it is stored: with the code of a model that runs beside the shown one. The API's schemas leave that out. */
export const shadowedQuestionSchema = codedQuestionSchema.extend({ shadow: codeSchema.optional() });
export type ShadowedQuestion = z.infer<typeof shadowedQuestionSchema>;

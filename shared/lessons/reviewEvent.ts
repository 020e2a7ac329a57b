import { z } from 'zod';
import { type Codebook, isOf } from './codebook.ts';
import { askedBySchema, codedQuestionSchema, labelSchema, shownQuestionSchema, subtypeKeySchema } from './question.ts';
import { spanSchema } from './span.ts';
import { firstAddedVoice, speakerRoleSchema } from './speakers.ts';

/** Limits of what a person may say in one event. */
export const reviewLimits = {
  events: 20_000,
  questionText: 1000,
  lineText: 2000,
  note: 2000,
  voices: 50,
  spans: 500,
} as const;

/** Ids are the coder's own, or a person's page's, of letters and digits. */
export const questionIdSchema = z.string().regex(/^[\w-]{1,64}$/, 'a question id has letters, digits and -');

const id = questionIdSchema;
const seconds = z.number().nonnegative().max(1_000_000);
const voice = z.int().nonnegative().max(9_999);
const said = (most: number) => z.string().trim().regex(/\S/, 'write something').max(most);
const text = said(reviewLimits.questionText);

/**
 * What a person changes. New ids are made by whoever asks, so that the same event sent twice is one. `line` is the
 * transcript's segment that has most of the time given; `was` is what the person saw.
 */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('code'),
    question: id,
    label: labelSchema,
    subtype: subtypeKeySchema.optional().describe("a key of the site's codebook"),
    note: z.string().max(reviewLimits.note).optional(),
  }),
  z.strictObject({ kind: z.literal('code-withdrawn'), question: id }),
  z.strictObject({ kind: z.literal('note'), question: id, note: z.string().max(reviewLimits.note) }),
  z.strictObject({ kind: z.literal('rejected'), question: id, rejected: z.boolean() }),
  z.strictObject({ kind: z.literal('added'), question: id, start: seconds, end: seconds, text }),
  z.strictObject({ kind: z.literal('borders'), question: id, start: seconds, end: seconds }),
  z.strictObject({ kind: z.literal('joined'), question: id, with: id }),
  z.strictObject({ kind: z.literal('split'), question: id, into: id, at: seconds, texts: z.tuple([text, text]) }),
  z.strictObject({ kind: z.literal('text'), question: id, text }),
  z.strictObject({
    kind: z.literal('line'),
    start: seconds,
    end: seconds,
    was: z.string().max(10_000),
    text: said(reviewLimits.lineText),
  }),
  z.strictObject({
    kind: z.literal('asked-by'),
    question: id.optional().describe('absent: every question of which nobody says it singly'),
    askedBy: askedBySchema,
  }),
  z.strictObject({
    kind: z.literal('voices'),
    voices: z
      .array(
        z.strictObject({
          speaker: voice,
          role: speakerRoleSchema,
          label: z.string().trim().regex(/\S/, 'write something').max(60).optional().describe('what to call it'),
        }),
      )
      .min(1)
      .max(reviewLimits.voices)
      .describe('whose voices these are'),
  }),
  z.strictObject({
    kind: z.literal('spoken'),
    spans: z
      .array(z.strictObject({ start: seconds, end: seconds }))
      .min(1)
      .max(reviewLimits.spans),
    speaker: voice.nullable().describe('null: nobody can tell'),
    role: speakerRoleSchema
      .optional()
      .describe(`of a voice that the lesson did not have; it is numbered from ${firstAddedVoice}`),
  }),
  z.strictObject({ kind: z.literal('voice-given'), speaker: voice, to: voice }).describe('all that one voice says'),
  z
    .strictObject({
      kind: z.literal('taught'),
      given: z
        .array(
          z.strictObject({
            speaker: voice,
            spans: z
              .array(z.strictObject({ start: seconds, end: seconds }))
              .min(1)
              .max(reviewLimits.spans),
          }),
        )
        .min(1)
        .max(reviewLimits.voices),
    })
    .describe('what follows for other utterances from what was said of some, as far as a person takes it'),
  z
    .strictObject({ kind: z.literal('cut'), start: seconds, end: seconds, was: z.string().max(10_000), at: seconds })
    .describe('a line is two lines from the word on that begins nearest to `at`'),
  z.strictObject({ kind: z.literal('undone'), event: z.uuid() }),
]);
export type Change = z.infer<typeof changeSchema>;

/**
 * Whether a change's fields go together, which no schema of one field can say; null where they do, else what is wrong.
 * @param stands a subtype that may be said again although the codebook has it no more
 */
export function misfitOf(change: Change, codebook: Codebook, stands?: string): string | null {
  switch (change.kind) {
    case 'code':
      return change.subtype === undefined || change.subtype === stands || isOf(codebook, change.label, change.subtype)
        ? null
        : "the subtype is not one of the label in the site's codebook";
    case 'added':
    case 'borders':
      return change.end - change.start >= shortestQuestionSeconds - 1e-9
        ? null
        : `a question ends at least ${shortestQuestionSeconds} s after it begins`;
    case 'joined':
      return change.question === change.with ? 'a question cannot be joined with itself' : null;
    case 'spoken':
      return change.spans.some(({ start, end }) => end <= start)
        ? 'a stretch ends after it begins'
        : change.role !== undefined && (change.speaker === null || change.speaker < firstAddedVoice)
          ? `a voice that is added is numbered from ${firstAddedVoice}`
          : null;
    case 'taught':
      return change.given.some(({ spans }) => spans.some(({ start, end }) => end <= start))
        ? 'a stretch ends after it begins'
        : null;
    case 'voices':
      return new Set(change.voices.map(({ speaker }) => speaker)).size < change.voices.length
        ? 'one voice has one role'
        : null;
    case 'voice-given':
      return change.speaker === change.to ? 'a voice cannot be given to itself' : null;
    case 'split':
      return change.question === change.into ? 'the second part needs an id of its own' : null;
    default:
      return null;
  }
}

export const shortestQuestionSeconds = 0.1;

/** What was measured and coded anew for a question that an event changes. */
const madeSchema = codedQuestionSchema.pick({
  label: true,
  subtype: true,
  siteSubtype: true,
  confidence: true,
  engine: true,
  modelVersion: true,
  language: true,
  waitTimeSeconds: true,
  next: true,
  speaker: true,
  nextSpeaker: true,
});
export type Made = z.infer<typeof madeSchema>;

const stateSchema = codedQuestionSchema.omit({ evidence: true }).partial();

/**
 * One thing that a person said of a lesson, never changed afterwards; the present state follows from all of them in
 * their order (questions/reviewState.ts).
 */
export const reviewEventSchema = z.object({
  id: z.uuid(),
  sequence: z
    .int()
    .positive()
    .describe('the order of a revision’s events, from 1; those of a voice that was removed are missing'),
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  change: changeSchema,
  before: z
    .object({
      questions: z.record(z.string(), stateSchema.nullable()).optional(),
      line: z.string().optional(),
    })
    .describe('what it changes, as that was; null for a question that there was not'),
  made: z.record(z.string(), madeSchema).optional(),
  heard: z
    .object({
      analysis: z.string(),
      voices: z.array(z.object({ speaker: z.int().nonnegative(), spans: z.array(spanSchema) })),
    })
    .optional()
    .describe('when the voices that it names were found, and where they speak: by that they are known again'),
  found: z
    .array(codedQuestionSchema)
    .optional()
    .describe('the questions that it is about as the machine found them, so that it outlives another analysis'),
});
export type ReviewEvent = z.infer<typeof reviewEventSchema>;

const shownPart = { subtype: subtypeKeySchema.optional() };
const shownState = shownQuestionSchema.omit({ evidence: true }).partial();

/** An event as people see it, by their site's codebook. */
export const shownReviewEventSchema = reviewEventSchema.extend({
  before: reviewEventSchema.shape.before.extend({
    questions: z.record(z.string(), shownState.nullable()).optional(),
  }),
  made: z.record(z.string(), madeSchema.omit({ siteSubtype: true }).extend(shownPart)).optional(),
  found: z.array(shownQuestionSchema).optional(),
});
export type ShownReviewEvent = z.infer<typeof shownReviewEventSchema>;

/** The ids of the questions that a change is about, the one that it is based on first. */
export function questionsOf(change: Change): string[] {
  switch (change.kind) {
    case 'joined':
      return [change.question, change.with];
    case 'split':
      return [change.question, change.into];
    case 'line':
    case 'cut':
    case 'voices':
    case 'spoken':
    case 'voice-given':
    case 'taught':
    case 'undone':
      return [];
    default:
      return change.question === undefined ? [] : [change.question];
  }
}

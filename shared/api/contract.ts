import { z } from 'zod';
import { chosenSchema } from '../lessons/choices.ts';
import { codebookSchema } from '../lessons/codebook.ts';
import { codingEngineSchema, codingReportSchema, modelCostSchema } from '../lessons/coding.ts';
import { extensions } from '../lessons/contentTypes.ts';
import {
  detailsSchema,
  failureSchema,
  lessonSchema,
  lessonStatusSchema,
  pictureSchema,
  uploadDetailsSchema,
} from '../lessons/lesson.ts';
import { metricsSchema } from '../lessons/metrics.ts';
import {
  codedLanguageSchema,
  labelSchema,
  shownCodeSchema,
  shownQuestionSchema,
  subtypeKeySchema,
} from '../lessons/question.ts';
import { removalSchema } from '../lessons/removal.ts';
import { changeSchema, questionIdSchema, shownReviewEventSchema } from '../lessons/reviewEvent.ts';
import { spanSchema } from '../lessons/span.ts';
import { lessonVoiceSchema, speakersStateSchema } from '../lessons/speakers.ts';
import { uncodedReasonSchema } from '../questions/language.ts';
import { rebuildReportSchema } from '../recovery/report.ts';
import { roleSchema, siteRoleSchema } from '../settings/siteRoles.ts';
import {
  settlementSchema,
  studyIdSchema,
  studyLimits,
  studyPlanSchema,
  studySchema,
  unitCodeSchema,
} from '../studies/study.ts';
import { languages } from '../words/texts.ts';

// Given by whoever acts, where nobody signs in.
const personSchema = z.string().trim().regex(/\S/, 'write a name').max(200);

/** A site's name is the first part of a blob's path. */
export const siteIdSchema = z
  .string()
  .trim()
  .max(100)
  .regex(/^(?=.*\S)[^/\\\p{Cc}]+$/u, 'no slashes and no control characters');

/** Limits of POST /predictions. */
export const predictionLimits = { questions: 200, characters: 1000, bodyBytes: 500_000 } as const;

const questionText = z
  .string()
  .trim()
  .regex(/\S/, 'write a question')
  .max(predictionLimits.characters, `at most ${predictionLimits.characters} characters a question`);

export const predictionRequestSchema = z.strictObject({
  questions: z
    .array(questionText)
    .min(1, 'send at least one question')
    .max(predictionLimits.questions, `at most ${predictionLimits.questions} questions a request`),
  evidence: z.boolean().default(false).describe('say why, with the strongest pieces of evidence'),
  engine: codingEngineSchema.optional().describe('who codes; default is the setting CODING_ENGINE'),
  site: siteIdSchema.optional().describe('by whose codebook subtypes are given; else by that of sites that have none'),
  language: codedLanguageSchema
    .optional()
    .describe(
      'of all questions; told from each where it is not given, and where a whole sentence is plainly in another',
    ),
});

export const predictionResponseSchema = z.object({
  predictions: z.array(
    z.union([
      shownCodeSchema.extend({ question: z.string(), language: codedLanguageSchema }),
      z
        .object({ question: z.string(), label: z.null(), reason: uncodedReasonSchema })
        .describe('no code: in no language that is coded, or no sentence'),
    ]),
  ),
  coding: codingReportSchema.describe('how the codes came about, and whether any is a fallback'),
  cost: modelCostSchema.extend({ currency: z.literal('USD') }),
});

export const lessonIdSchema = z.string().regex(/^[0-9a-f]{24}$/, 'a lesson id has 24 hexadecimal digits');
export const lessonPathSchema = z.object({ id: lessonIdSchema });

export const progressSchema = z.object({ stage: z.string(), done: z.int(), total: z.int() });

const temporaryUrl = z.url().describe('read-only, of one blob, for at most an hour');

export const lessonResponseSchema = lessonSchema.omit({ failure: true, picture: true }).extend({
  failure: failureSchema.optional(),
  picture: pictureSchema.optional(),
  progress: progressSchema.optional(),
  posterUrl: temporaryUrl.optional(),
  codedBlindIn: studyIdSchema
    .optional()
    .describe('the study in which the caller codes it; its result is left out until all is handed in and settled'),
});
export type LessonResponse = z.infer<typeof lessonResponseSchema>;

const dollars = z.number().nonnegative().nullable().describe('US dollars; null where a price is not known');

/** With what some lessons can be analysed again: GET /reanalysis. */
export const reanalysisOffersSchema = z.object({
  lessonCount: z.int(),
  durationSeconds: z.number().nonnegative().describe('of all that have been analysed before'),
  choices: chosenSchema.describe('with what they were analysed, where it is the same for all'),
  languages: z.array(z.string()).describe('those that the settings say, of the first lesson'),
  trackCount: z.int().nullable().describe('sound tracks that each of them has; null where it is not known'),
  models: z
    .array(z.object({ name: z.string(), model: z.string(), speechCost: dollars }))
    .describe('who can hear them, the usual one first; what is free on this machine costs 0'),
  speakers: z.boolean().describe('whether voices can be told apart'),
  codingCost: dollars.describe('what coding them cost the last time, in US dollars'),
});
export type { Choices } from '../lessons/choices.ts';
export type ReanalysisOffers = z.infer<typeof reanalysisOffersSchema>;

export const sitePathSchema = z.object({ site: siteIdSchema });

export const lessonListQuerySchema = z.object({
  site: siteIdSchema.optional(),
  status: lessonStatusSchema.optional(),
  from: z.iso.date().optional().describe('recorded, or where that is not known uploaded, on this day (UTC) or later'),
  to: z.iso.date().optional().describe('the same, on this day or before'),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('words of the title or file name; for coaches and admins of the educator as well'),
  educator: z.string().max(200).optional().describe('for coaches and admins'),
  sort: z
    .enum(['uploadedAt', 'title', 'openShare', 'clearShare'])
    .default('uploadedAt')
    .describe('shares are for coaches and admins'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  continuation: z.string().min(1).max(8000).optional(),
});
export type LessonListQuery = z.input<typeof lessonListQuerySchema>;

export const lessonListResponseSchema = z.object({
  lessons: z.array(lessonResponseSchema),
  continuation: z.string().optional().describe('send it back with the same question for the next page'),
});
export type LessonListResponse = z.infer<typeof lessonListResponseSchema>;

/** How many lessons one request may ask after: a page of the list. */
export const mostAskedAfter = 200;

export const progressQuerySchema = z.object({
  lessons: z
    .string()
    .regex(
      new RegExp(`^[0-9a-f]{24}(?:,[0-9a-f]{24}){0,${mostAskedAfter - 1}}$`),
      `1 to ${mostAskedAfter} lesson ids with commas between`,
    ),
});

export const progressListResponseSchema = z.object({
  lessons: z
    .array(
      lessonSchema.pick({ id: true, revision: true, status: true }).extend({
        pictured: z.boolean().describe('its picture is made, or cannot be'),
        progress: progressSchema.optional(),
      }),
    )
    .describe('those that there are, by id'),
});
export type ProgressListResponse = z.infer<typeof progressListResponseSchema>;

/** PATCH: what is absent stays, null clears. That a lesson is deleted, or sooner, is for those who may delete it. */
export const detailsChangeSchema = z.strictObject({
  title: detailsSchema.shape.title.nullable(),
  educator: detailsSchema.shape.educator.nullable(),
  educatorAccount: detailsSchema.shape.educatorAccount.nullable(),
  sharedWith: detailsSchema.shape.sharedWith.nullable(),
  consent: detailsSchema.shape.consent.unwrap().optional(),
  retainUntil: detailsSchema.shape.retainUntil.nullable(),
  hold: detailsSchema.shape.hold,
  recordedOn: detailsSchema.shape.recordedOn.nullable(),
});
export type DetailsChange = z.infer<typeof detailsChangeSchema>;

// What a person or a form may hold and a blob's address cannot: slashes, control characters, half characters, `.` and
// `..`, names ending in a dot.
const segmentPattern = /^(?=.*\S)[^/\\\p{Cc}\p{Cs}]*[^/\\\p{Cc}\p{Cs}.]$/u;
const segmentRule = 'no slashes, no control or broken characters, no dot at the end';

// JSON Schema's patterns know no upper and lower case.
const anyCase = (text: string) => text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const endingPattern = `.\\.(?:${extensions.map(anyCase).join('|')})$`;

export const uploadRequestSchema = z.strictObject({
  site: z.string().trim().max(100).regex(segmentPattern, segmentRule).default('default'),
  // Refused like the upload itself would be, with a code of its own (planUpload); here for who reads the description.
  fileName: z
    .string()
    .max(500)
    .regex(segmentPattern, segmentRule)
    .meta({ allOf: [{ pattern: endingPattern }], description: 'ends like a recording (`extensions` of /me)' }),
  sizeBytes: z.int().nonnegative().meta({ minimum: 1, description: 'at most `maxVideoBytes` of /me' }),
  replace: z
    .boolean()
    .default(false)
    .describe('put it in the place of a lesson of the same name, for which one needs the right to delete that'),
  details: uploadDetailsSchema.optional(),
});
export type UploadRequest = z.input<typeof uploadRequestSchema>;

export const uploadResponseSchema = z.object({
  lessonId: lessonIdSchema,
  blobName: z.string(),
  url: z.url().describe('write-only, for this blob alone; ask again when it has expired'),
  expiresAt: z.iso.datetime(),
  blockBytes: z.int().positive().describe('upload in blocks of this size'),
  metadata: z.record(z.string(), z.string()).describe('send it with the block list'),
  contentType: z.string(),
  stagedBlocks: z
    .array(z.object({ id: z.string(), sizeBytes: z.int() }))
    .describe('blocks that an interrupted upload has left, by their Base64 ids; all ids of a blob have one length'),
});
export type UploadResponse = z.infer<typeof uploadResponseSchema>;

export const mediaResponseSchema = z.object({
  videoUrl: temporaryUrl.nullable(),
  posterUrl: temporaryUrl.nullable(),
  expiresAt: z.iso.datetime(),
});
export type MediaResponse = z.infer<typeof mediaResponseSchema>;

export const waveformResponseSchema = z.object({
  durationSeconds: z.number().nonnegative(),
  peaksPerSecond: z.number().positive(),
  peaks: z.array(z.int().min(0).max(100)).describe('loudness in per cent of the loudest'),
});
export type WaveformResponse = z.infer<typeof waveformResponseSchema>;

/** A question as it is read, with the ETag that a review of it is based on. */
export const questionResponseSchema = shownQuestionSchema.extend({
  etag: z.string(),
  otherSubtype: subtypeKeySchema.optional().describe('the likeliest subtype under the other label, with evidence'),
});
export type QuestionResponse = z.infer<typeof questionResponseSchema>;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const questionsQuerySchema = z.object({
  evidence: flag.default(false).describe('say why, with the strongest pieces of evidence'),
  names: z.enum(['shown', 'masked']).default('shown'),
  by: personSchema.optional().describe('who asks; taken only where nobody signs in, and looked at for studies'),
});

export const questionPathSchema = lessonPathSchema.extend({ questionId: questionIdSchema });

export const codebookResponseSchema = codebookSchema.extend({
  ours: z.literal(true).optional().describe("Askwell's own, for sites that have no other: its names can be translated"),
});
export type CodebookResponse = z.infer<typeof codebookResponseSchema>;

export const questionsResponseSchema = z.object({
  lessonId: lessonIdSchema,
  revision: z.string(),
  metrics: metricsSchema.describe("with people's reviews in place of the machine's codes"),
  reviewedCount: z.int().nonnegative(),
  lesson: z
    .object({ title: z.string(), educator: z.string().optional(), siteId: z.string() })
    .optional()
    .describe('with names masked: what is said of the lesson, masked as well'),
  codebook: codebookResponseSchema.describe("the site's, by which the subtypes are shown"),
  questions: z.array(questionResponseSchema),
});
export type QuestionsResponse = z.infer<typeof questionsResponseSchema>;

const reviewed = {
  by: personSchema.optional().describe('taken only where nobody signs in'),
  note: z.string().max(2000).optional(),
};
/** A person's code. */
export const reviewRequestSchema = z.strictObject({
  label: labelSchema,
  subtype: subtypeKeySchema.optional().describe("one of the label in the site's codebook"),
  ...reviewed,
});

/** Something that a person says of a lesson: POST /lessons/{id}/events. */
export const reviewEventRequestSchema = z.strictObject({
  id: z.uuid().optional().describe('made by whoever asks: the same event sent twice is one'),
  by: reviewed.by,
  change: changeSchema,
});

export const reviewEventResponseSchema = z.object({
  event: shownReviewEventSchema,
  questions: z.array(questionResponseSchema).describe('those that it changed or made, as they now are'),
  gone: z.array(questionIdSchema).describe('those that are no questions of their own any more'),
  voices: z
    .string()
    .optional()
    .describe('the ETag of the voices as they now are, for the next change of them; absent where none were told apart'),
});
export type ReviewEventResponse = z.infer<typeof reviewEventResponseSchema>;

export const reviewEventsResponseSchema = z.object({
  lessonId: lessonIdSchema,
  revision: z.string(),
  events: z.array(shownReviewEventSchema),
});
export type ReviewEventsResponse = z.infer<typeof reviewEventsResponseSchema>;

/** The voices of a lesson, the one that speaks most first. */
export const speakersResponseSchema = z.object({
  lessonId: lessonIdSchema,
  revision: z.string(),
  state: speakersStateSchema,
  etag: z.string().describe('for If-Match of a change of the voices'),
  voices: z.array(lessonVoiceSchema.extend({ spans: z.array(spanSchema).describe('to hear it, the clearest first') })),
  leftovers: z.array(z.uuid()).describe('events that name a voice which another analysis has not found again'),
  teaching: z
    .object({ until: z.iso.datetime().nullable(), why: z.enum(['voices-not-kept', 'voices-gone']).optional() })
    .describe('until when embeddings live from which corrections can teach; null: there are none, and why'),
});
export type SpeakersResponse = z.infer<typeof speakersResponseSchema>;

/** What follows for other utterances from those of which people said who speaks. */
export const teachingResponseSchema = z.object({
  lessonId: lessonIdSchema,
  revision: z.string(),
  etag: z.string().describe('of the voices as they are, for If-Match of the event "taught"'),
  examples: z.int().nonnegative().describe('utterances of which people said who speaks'),
  changes: z
    .array(
      spanSchema.extend({
        from: z.int().nonnegative().nullable().describe('whose it is now; null: nobody can tell'),
        to: z.int().nonnegative(),
        margin: z
          .number()
          .describe('by how much it is more like that voice than like the next: a difference of cosines'),
      }),
    )
    .describe('the surest first; none is made before an event takes it'),
});
export type TeachingResponse = z.infer<typeof teachingResponseSchema>;

export const transcriptPathSchema = lessonPathSchema.extend({ format: z.enum(['json', 'vtt', 'srt']) });
export const exportPathSchema = lessonPathSchema.extend({
  format: z.enum(['csv', 'json', 'vtt', 'srt', 'eaf', 'rttm', 'html']),
});
export const namesQuerySchema = questionsQuerySchema.pick({ names: true });
const sentencesIn = (what: string) => z.enum(languages).default('en').describe(`of ${what}`);
export const transcriptQuerySchema = namesQuerySchema.extend({
  language: sentencesIn('what subtitles say in place of words'),
});
export const exportQuerySchema = namesQuerySchema.extend({
  language: sentencesIn('the report, and of what subtitles say in place of words and of codes'),
});

/** An annotation file of ELAN, as it was taken away and edited. */
export const elanRequestSchema = z.strictObject({ eaf: z.string().min(1).max(4_000_000) });
export const elanResponseSchema = z.object({
  changes: z.array(
    z.object({
      id: z.uuid().describe('for the event, if it is taken over'),
      change: changeSchema,
      was: z.string().nullable().describe('what it changes, as that is now; null for a question more'),
      text: z.string().describe('the words of the question'),
      start: z.number(),
    }),
  ),
});
export type ElanResponse = z.infer<typeof elanResponseSchema>;

/** A table of coding by hand, as text. */
export const handCodingRequestSchema = z.strictObject({ csv: z.string().min(1).max(1_000_000) });
export const handCodingResponseSchema = z.object({
  codes: z.array(
    z.object({
      startSeconds: z.number(),
      endSeconds: z.number(),
      text: z.string().optional(),
      label: labelSchema,
      subtype: subtypeKeySchema.optional(),
      question: questionIdSchema.optional().describe("the machine's question at that place"),
    }),
  ),
  onlyMachine: z.array(questionIdSchema).describe('questions of the lesson that the table has not'),
});
export type HandCodingResponse = z.infer<typeof handCodingResponseSchema>;

/** Several events at once, in their order; one that cannot be made does not keep the others. */
export const reviewEventsRequestSchema = z.strictObject({
  by: reviewed.by,
  events: z
    .array(z.strictObject({ id: z.uuid(), change: changeSchema }))
    .min(1)
    .max(2000),
});
export const reviewEventsTakenSchema = z.object({
  taken: z.int(),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), why: z.string() })),
});
export type ReviewEventsTaken = z.infer<typeof reviewEventsTakenSchema>;

/** Most lessons in one archive: seven files of each are as many as a zip can hold (65,535). */
export const mostExported = 9_000;
export const manyExportPathSchema = z.object({ format: z.enum(['csv', 'zip']) });
export const manyExportQuerySchema = lessonListQuerySchema
  .pick({ site: true, from: true, to: true, q: true, educator: true })
  .extend({
    names: namesQuerySchema.shape.names,
    lessons: progressQuerySchema.shape.lessons.optional(),
    language: sentencesIn('reports, README, data dictionary, and of what subtitles say in place of words and of codes'),
  });

export const rosterSchema = z.strictObject({
  names: z.array(z.string().trim().regex(/\S/, 'write a name').max(100)).max(500),
});

/** A site's codebook: whose else holds where the site has none of its own. */
export const codebookQuerySchema = z.object({ site: siteIdSchema.optional() });

export const sitesResponseSchema = z.object({
  sites: z.array(z.object({ siteId: z.string(), lessonCount: z.int() })),
});

export type SitesResponse = z.infer<typeof sitesResponseSchema>;

/** Search in what was said: POST /search, so that no address and no log of addresses holds what somebody looked for. */
export const searchRequestSchema = z.strictObject({
  q: z
    .string()
    .trim()
    .regex(/[\p{L}\p{N}]/u, 'write a word')
    .max(200)
    .describe(
      'words that a line has, each as the beginning of a word; "in quotation marks" one after the other. The first ten count',
    ),
  site: siteIdSchema.optional(),
  educator: z.string().max(200).optional(),
  from: lessonListQuerySchema.shape.from,
  to: lessonListQuerySchema.shape.to,
  names: z
    .enum(['shown', 'masked'])
    .default('shown')
    .describe('masked: names are masked, and nothing is found by them'),
  limit: z.int().min(1).max(50).default(20).describe('of lines'),
  continuation: z.string().min(1).max(8000).optional(),
});
export type SearchRequest = z.input<typeof searchRequestSchema>;

export const searchResponseSchema = z.object({
  lines: z.array(
    z.object({
      lessonId: lessonIdSchema,
      siteId: z.string().describe('`[school]` where names are masked and the site is not the usual one'),
      title: z.string(),
      day: z.iso.date().describe('of the lesson, or where that is not known of its upload'),
      start: z.number().nonnegative().describe('seconds from the beginning of the video'),
      end: z.number().nonnegative(),
      text: z.string().describe('as people have corrected it'),
    }),
  ),
  lookedThrough: z.int().describe('lessons that this answer comes from'),
  continuation: z
    .string()
    .optional()
    .describe('send it back with the same question for what is left; also where this answer has no line'),
});
export type SearchResponse = z.infer<typeof searchResponseSchema>;

/** To which site a lesson goes; as an upload names it. */
export const moveRequestSchema = z.strictObject({ site: uploadRequestSchema.shape.site.unwrap() });
export const moveResponseSchema = z.object({
  lessonId: lessonIdSchema.describe('its id at the other site'),
  siteId: z.string(),
});
export type MoveResponse = z.infer<typeof moveResponseSchema>;

export const deletionQuerySchema = z.object({
  by: personSchema.optional().describe('who deletes; taken only where nobody signs in'),
});

/** What a deletion removed, for the file of whoever asked for it. */
export const receiptSchema = z.object({
  lessonId: lessonIdSchema,
  deletedAt: z.iso.datetime(),
  by: z.string(),
  deleted: z.object({
    videos: z.int(),
    media: z.int(),
    transcripts: z.int(),
    work: z.int(),
    voices: z.int().describe('files of embeddings of voices; gone for good, whatever recoverableUntil says'),
    questions: z.int(),
    lessons: z.int(),
    corrections: z.int().describe('what people said of its questions and words'),
    codings: z.int().describe('what people coded of it, and settled, in studies'),
    orchestrations: z.int(),
  }),
  cache: z.string().describe('what the answer cache holds of the lesson'),
  recoverableUntil: z.iso.datetime().nullable().describe('as long as storage keeps what was deleted; null: not at all'),
  sweepAgainAt: z.iso.datetime().nullable().describe('when what a running analysis may still write is deleted, too'),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Which voice of a lesson, by its number. */
export const voicePathSchema = lessonPathSchema.extend({ voice: z.coerce.number().int().min(0).max(9999) });
export const voiceRemovalResponseSchema = z.object({ lessonId: lessonIdSchema, voice: z.int() });

const { at, by, voice, original, removed, ended } = removalSchema.shape;
/** What the removal of a voice took out of a lesson, for the file of whoever asked for it. */
export const removalReceiptSchema = z.object({
  lessonId: lessonIdSchema,
  ...{ voice, at, by },
  site: original.describe('what the site has chosen for its recordings: keep, or replace by the muted one'),
  removed,
  ended: ended.unwrap().nullable().describe('null while it is under way'),
  embeddings: z.string().describe('what there is of voices besides'),
  recoverableUntil: z.iso
    .datetime()
    .nullable()
    .describe('as long as storage keeps what was written anew; null: not at all'),
  originalUntil: z.iso
    .date()
    .nullable()
    .describe('when a recording that was kept is deleted; null: on hold, or not kept'),
  addressesUntil: z.iso
    .datetime()
    .nullable()
    .describe('until then, addresses of the recording that were given out before play it; null: none does'),
});
export type RemovalReceipt = z.infer<typeof removalReceiptSchema>;
export const removalsResponseSchema = z.object({
  removing: z.boolean().describe('one is under way: nothing can be changed or played'),
  receipts: z.array(removalReceiptSchema).describe('the newest last'),
});
export type RemovalsResponse = z.infer<typeof removalsResponseSchema>;

export type { Role } from '../settings/siteRoles.ts';
export const meResponseSchema = z.object({
  name: z.string().nullable().describe('null where nobody signs in: the studio then asks for a name'),
  id: z
    .string()
    .nullable()
    .describe('under which the studio keeps on the device what waits for a connection; null where nobody signs in'),
  roles: z.array(roleSchema).describe('at all sites; an educator sees what is theirs or shared with them'),
  siteRoles: z.record(z.string(), z.array(siteRoleSchema)).describe('more roles, by site'),
  maxVideoBytes: z.int().positive(),
  extensions: z.array(z.string()).describe('endings of the file names that are taken'),
  languages: z.array(z.string()).describe('ISO 639-1: what a recording may hold where neither site nor upload say it'),
  siteLanguages: z.record(z.string(), z.array(z.string())).describe('the same, of the sites that say it'),
});
export type MeResponse = z.infer<typeof meResponseSchema>;

const partSchema = z.enum(['ok', 'down']);
export const healthSchema = z.object({
  status: partSchema,
  parts: z.object({ storage: partSchema, database: partSchema }),
  codingModel: z.string(),
});
export type Health = z.infer<typeof healthSchema>;

const checkedPartSchema = z.object({ status: partSchema, milliseconds: z.int() });
export type CheckedPart = z.infer<typeof checkedPartSchema>;
export const healthPartsSchema = z.object({
  status: partSchema,
  parts: z.object({
    storage: checkedPartSchema,
    database: checkedPartSchema,
    messaging: checkedPartSchema,
    taskHub: checkedPartSchema,
    speech: checkedPartSchema,
  }),
});
export type HealthParts = z.infer<typeof healthPartsSchema>;

export const rebuildResponseSchema = z.object({
  status: z.string(),
  progress: progressSchema.optional(),
  report: rebuildReportSchema.optional(),
});

export const studyPathSchema = z.object({ study: studyIdSchema });
export const studyLessonPathSchema = studyPathSchema.extend({ id: lessonIdSchema });
export const studyExportPathSchema = studyPathSchema.extend({ format: z.enum(['txt', 'csv']) });
export const studyExportQuerySchema = namesQuerySchema.extend({ language: sentencesIn('the methods text') });
export const byQuerySchema = z.object({
  by: personSchema.optional().describe('whose codes; taken only where nobody signs in'),
});
export const lessonQuerySchema = byQuerySchema.extend({ names: namesQuerySchema.shape.names });
export const studyRequestSchema = studyPlanSchema.extend({ by: reviewed.by });
export type StudyRequest = z.input<typeof studyRequestSchema>;

export const studiesResponseSchema = z.object({
  studies: z.array(
    studySchema.pick({ id: true, name: true, lessons: true, coders: true, by: true, at: true, closedAt: true }),
  ),
});
export type StudiesResponse = z.infer<typeof studiesResponseSchema>;

export const studyResponseSchema = studySchema.omit({ byAccount: true }).extend({
  assignments: z.array(
    z.object({
      lessonId: lessonIdSchema,
      title: z.string().nullable().describe('null for a lesson that was deleted'),
      coders: z.array(z.object({ coder: z.string(), done: z.boolean() })),
    }),
  ),
  whole: z.boolean().describe('these are all lessons of the study: its agreement can be seen'),
  mayEnd: z.boolean().describe('the caller may close and delete it'),
});

export type StudyResponse = z.infer<typeof studyResponseSchema>;

export type { UnitCode } from '../studies/study.ts';

/** A lesson as a coder sees it. Nothing in it is of another person; of the machine only where the study says so. */
export const codingResponseSchema = z.object({
  studyId: studyIdSchema,
  lessonId: lessonIdSchema,
  title: z.string(),
  durationSeconds: z.number(),
  coder: z.string(),
  codebook: codebookResponseSchema.describe('by which the lesson is coded'),
  showMachine: z.boolean(),
  questions: z.array(
    z.object({
      startSeconds: z.number(),
      endSeconds: z.number(),
      text: z.string(),
      machine: shownQuestionSchema.pick({ label: true, subtype: true }).optional(),
    }),
  ),
  codes: z.array(unitCodeSchema),
  done: z.boolean(),
  closed: z.boolean().describe('the study is: nothing is coded any more'),
  etag: z.string(),
});
export type CodingResponse = z.infer<typeof codingResponseSchema>;
export const codingRequestSchema = z.strictObject({
  codes: z.array(unitCodeSchema).max(studyLimits.codes),
  done: z.boolean().default(false),
});
export type CodingRequest = z.input<typeof codingRequestSchema>;

/** A table of earlier coding by hand, as what a coder of the study says of the lesson. */
export const studyHandCodingRequestSchema = handCodingRequestSchema.extend({
  coder: z.string().trim().min(1).max(200),
  take: z.boolean().default(false).describe('keep it as handed in; else it is only shown how it matches'),
  by: reviewed.by,
});
export type StudyHandCodingRequest = z.input<typeof studyHandCodingRequestSchema>;
export const studyHandCodingResponseSchema = z.object({
  coder: z.string(),
  codebook: codebookResponseSchema.describe('by which the lesson is coded'),
  codes: z.array(
    z.object({
      startSeconds: z.number(),
      endSeconds: z.number(),
      text: z.string().optional(),
      label: labelSchema,
      subtype: subtypeKeySchema.optional(),
      matched: z.boolean().describe('a question was found there'),
    }),
  ),
  missing: z
    .array(z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() }))
    .describe('questions that were found and that the table has not'),
  taken: z.boolean(),
});
export type StudyHandCodingResponse = z.infer<typeof studyHandCodingResponseSchema>;

export const studyClosingRequestSchema = z.strictObject({ by: reviewed.by });
export const studyDeletionResponseSchema = z.object({
  studyId: studyIdSchema,
  codings: z.int().describe('what people coded, and settled'),
});
export type StudyDeletion = z.infer<typeof studyDeletionResponseSchema>;

export const settlementRequestSchema = z.strictObject({
  code: unitCodeSchema,
  note: z.string().max(2000).optional(),
  by: reviewed.by,
});

const share = z.number().nullable();
const kappaSchema = z.object({
  units: z.int(),
  agreement: share,
  kappa: share,
  standardError: share,
  low: share.describe('of the 95 % interval'),
  high: share,
});
const alphaSchema = z.object({ units: z.int(), codes: z.int(), alpha: share });

export const agreementResponseSchema = z.object({
  study: studySchema.pick({ id: true, name: true, coders: true, closedAt: true }),
  assigned: z.int().describe('lessons of the study'),
  lessons: z
    .array(z.object({ lessonId: lessonIdSchema, siteId: z.string(), title: z.string().nullable(), etag: z.string() }))
    .describe('those that all who code them have handed in'),
  codebooks: z.record(z.string(), codebookResponseSchema).describe('by which they are coded, by site'),
  pairs: z.array(
    z.object({
      coders: z.tuple([z.string(), z.string()]).readonly(),
      lessons: z.int(),
      questions: z.object({ both: z.int(), onlyFirst: z.int(), onlySecond: z.int() }),
      borders: z.object({ startSeconds: share, endSeconds: share }),
      label: kappaSchema,
      subtype: kappaSchema,
      askedBy: kappaSchema,
    }),
  ),
  alphas: z.object({ label: alphaSchema, subtype: alphaSchema, askedBy: alphaSchema }),
  disagreements: z.array(
    z.object({
      lessonId: lessonIdSchema,
      startSeconds: z.number(),
      endSeconds: z.number(),
      text: z.string().optional(),
      codes: z.array(z.object({ coder: z.string(), code: unitCodeSchema.optional() })).readonly(),
      differs: z.array(z.enum(['question', 'label', 'subtype', 'askedBy'])).readonly(),
      settled: settlementSchema.optional(),
    }),
  ),
});
export type AgreementResponse = z.infer<typeof agreementResponseSchema>;

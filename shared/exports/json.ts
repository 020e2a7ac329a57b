import { z } from 'zod';
import { codebookSchema } from '../lessons/codebook.ts';
import { metricsSchema } from '../lessons/metrics.ts';
import {
  askedBySchema,
  codedQuestionSchema,
  codeSchema,
  labelSchema,
  nextBySchema,
  reviewSchema,
  subtypeKeySchema,
} from '../lessons/question.ts';
import { recordedOnOf } from '../lessons/recordedOn.ts';
import { lessonVoiceSchema } from '../lessons/speakers.ts';
import { turnSchema } from '../lessons/transcript.ts';
import { voiceNames } from '../speakers/voiceNames.ts';
import { countingCode, type LessonExport } from './lessonExport.ts';

const voiceFields = {
  speaker: true,
  role: true,
  roleFrom: true,
  seconds: true,
  turns: true,
  longestSeconds: true,
  questions: true,
} as const;

/** export.json. Times in seconds from the video's start. */
export const exportJsonSchema = z.object({
  schemaVersion: z.literal(1),
  lesson: z.object({
    id: z.string(),
    site: z.string(),
    title: z.string(),
    educator: z.string().nullable(),
    fileName: z.string(),
    recordedOn: z.iso.date().nullable().describe('as a person says, else as the recording itself says'),
    uploadedAt: z.iso.datetime(),
    analyzedAt: z.iso.datetime(),
    revision: z.string(),
    durationSeconds: z.number().nonnegative(),
    language: z.string(),
  }),
  metrics: metricsSchema.describe("with people's reviews in place of the machine's codes"),
  reviewedCount: z.int().nonnegative(),
  removed: z
    .object({ voices: z.int(), lines: z.int(), questions: z.int() })
    .nullable()
    .describe('what was taken out of the lesson with voices: not coded, and counted in nothing else; null: nothing'),
  speakers: z
    .object({
      voices: z.array(lessonVoiceSchema.pick(voiceFields).extend({ name: z.string() })),
      turns: z.array(turnSchema),
    })
    .nullable()
    .describe('who speaks when; null where voices were not told apart'),
  codebook: codebookSchema.describe("the site's: subtypes are its keys, in reviews also those of earlier ones"),
  questions: z.array(
    codedQuestionSchema
      .pick({
        id: true,
        start: true,
        end: true,
        text: true,
        quoted: true,
        waitTimeSeconds: true,
        next: true,
        doubtful: true,
        mayAnswer: true,
        language: true,
      })
      .extend({
        label: labelSchema.describe("the code that counts: a person's where there is one"),
        subtype: subtypeKeySchema
          .nullable()
          .describe('null where a person gave another label and no subtype, or the codebook has none for it'),
        origin: z
          .enum(['machine', 'person'])
          .describe('who says that it is a question: a person added it, or split it off'),
        rejected: z.boolean().describe('a person says that it is no question: it counts in nothing'),
        askedBy: askedBySchema,
        askedByFrom: z.enum(['machine', 'roles', 'person']).nullable(),
        nextBy: nextBySchema.nullable().describe('who spoke next; null where nobody did, or it is not known'),
        speaker: z.int().nullable().describe('the voice that asked'),
        nextTurn: z.string().nullable().describe('what was said next, up to 200 characters'),
        waitAfterAnswerSeconds: z.number().nonnegative().nullable().describe("wait time 2, after a child's answer"),
        machine: codeSchema.omit({ evidence: true }).extend({
          subtype: subtypeKeySchema.nullable().describe('null where the codebook has none for it'),
        }),
        review: reviewSchema.nullable(),
      }),
  ),
});

/** The lesson's codes as JSON, for programs; the machine's and the reviewer's code side by side. */
export function exportJson(taken: LessonExport): string {
  const { lesson, result, metrics, reviewedCount, questions, codebook } = taken;
  const content: z.infer<typeof exportJsonSchema> = {
    schemaVersion: 1,
    lesson: {
      id: lesson.id,
      site: lesson.siteId,
      title: lesson.title,
      educator: lesson.educator ?? null,
      fileName: lesson.fileName,
      recordedOn: recordedOnOf({ ...lesson, result }) ?? null,
      uploadedAt: lesson.uploadedAt,
      analyzedAt: result.completedAt,
      revision: result.revision,
      durationSeconds: result.durationSeconds,
      language: result.language,
    },
    metrics,
    reviewedCount,
    removed: removedOf(taken),
    speakers: speakersOf(taken),
    codebook: { ...codebook, subtypes: [...codebook.subtypes] },
    questions: questions.map((question) => {
      const { id, start, end, text, quoted, waitTimeSeconds, next, review, doubtful, mayAnswer, language } = question;
      const { label, subtype, confidence, engine, modelVersion, fallback } = question;
      const counting = countingCode(question);
      return {
        ...{ id, start, end, text, quoted, waitTimeSeconds, next },
        ...(doubtful === undefined ? {} : { doubtful }),
        ...(mayAnswer === undefined ? {} : { mayAnswer }),
        ...(language === undefined ? {} : { language }),
        label: counting.label,
        subtype: counting.subtype ?? null,
        origin: question.origin ?? 'machine',
        rejected: question.rejected ?? false,
        askedBy: question.askedBy ?? 'unknown',
        askedByFrom: question.askedByFrom ?? null,
        nextBy: question.nextBy ?? null,
        speaker: question.speaker ?? null,
        nextTurn: question.nextTurn ?? null,
        waitAfterAnswerSeconds: question.waitAfterAnswerSeconds ?? null,
        machine: { label, subtype: subtype ?? null, confidence, engine, modelVersion, ...(fallback && { fallback }) },
        review: review ?? null,
      };
    }),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function removedOf({ lesson: { removed } }: LessonExport) {
  return removed === undefined
    ? null
    : { voices: removed.voices, lines: removed.lines, questions: removed.questions.length };
}

function speakersOf({ transcript: { speakers }, voices }: LessonExport) {
  if (speakers?.state !== 'told') return null;
  const names = voiceNames(voices);
  return {
    voices: voices.map(({ speaker, role, roleFrom, seconds, turns, longestSeconds, questions }) => ({
      ...{ speaker, name: names.get(speaker) ?? '', role, roleFrom, seconds, turns, longestSeconds, questions },
    })),
    turns: speakers.turns,
  };
}

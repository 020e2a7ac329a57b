import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { codedQuestionSchema } from '../lessons/question.ts';
import { removalSchema } from '../lessons/removal.ts';
import { reviewEventSchema } from '../lessons/reviewEvent.ts';
import { lessonVoiceSchema } from '../lessons/speakers.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { mutedStretches } from '../media/mute.ts';
import { withoutVoice } from '../questions/removeVoice.ts';
import { mergeSpans } from '../questions/spans.ts';
import { findLesson } from '../results/lessons.ts';
import type { Place } from '../results/questions.ts';
import { codingsOfLesson } from '../results/removing.ts';
import { readReviewing } from '../results/reviewing.ts';
import { config } from '../settings/config.ts';
import { originalFateAt } from '../settings/removedVoice.ts';
import { lengthOf } from '../speakers/saidVoices.ts';
import { readText } from '../storage/blobs.ts';
import { parseJson, writeJson } from '../storage/json.ts';
import { pathsUnder } from '../storage/listing.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { codingWithout, settledWithout } from '../studies/withoutStretches.ts';

/**
 * What is to be left of a lesson without a voice; nothing of what that voice said. It is decided once: what is written
 * by halves cannot be told from what people said, so whatever ends the writing, it is done again from here.
 */
export const removalPlanSchema = z.object({
  revision: z.string(),
  removal: removalSchema,
  transcript: transcriptSchema,
  voices: z.array(lessonVoiceSchema),
  gone: z.array(z.string()),
  written: z.array(codedQuestionSchema),
  goneEvents: z.array(z.string()),
  changedEvents: z.array(reviewEventSchema),
  lastSequence: z.int().nonnegative(),
  otherRevisions: z.array(z.string()).describe('earlier uploads, of which all that was found goes'),
});
export type RemovalPlan = z.infer<typeof removalPlanSchema>;

/** A removal that is asked for: of which lesson, and by whom. */
export const removalInputSchema = z.object({ siteId: z.string(), lessonId: z.string(), by: z.string() });
export type RemovalInput = z.infer<typeof removalInputSchema>;

/** The lesson from which a voice is being taken out. @throws PermanentError 'superseded' when it is gone or moved on. */
export async function removingLesson({ siteId, lessonId }: Place): Promise<RemovingLesson> {
  const lesson = (await findLesson(siteId, lessonId))?.lesson;
  if (lesson === undefined || !isRemoving(lesson))
    throw new PermanentError('superseded', 'The lesson was replaced or deleted meanwhile.');
  return lesson;
}

type RemovingLesson = Lesson & {
  readonly removing: NonNullable<Lesson['removing']>;
  readonly result: NonNullable<Lesson['result']>;
};
const isRemoving = (lesson: Lesson): lesson is RemovingLesson =>
  lesson.removing !== undefined && lesson.result !== undefined && lesson.result.revision === lesson.revision;

export async function readPlan(lessonId: string): Promise<RemovalPlan | null> {
  const path = blobPaths.removalPlan(lessonId);
  const text = await readText('transcripts', path);
  return text === null ? null : parseJson(text, removalPlanSchema, `transcripts/${path}`);
}

/** Decides what is left of a lesson without the voice; once it is decided it stays so. */
export async function planRemoval(input: RemovalInput): Promise<void> {
  const lesson = await removingLesson(input);
  const { removing, result, revision, siteId, id: lessonId } = lesson;
  if ((await readPlan(lessonId))?.removal.id === removing.id) return;
  const transcript = await readTranscript({ lessonId, revision });
  if (transcript === null) throw new PermanentError('superseded', 'The transcript was deleted meanwhile.');
  const { found, events, state } = await readReviewing({ siteId, lessonId }, revision, result);
  const left = withoutVoice({ transcript, found, events, state, result }, removing.voice);
  if (left === null) throw new PermanentError('superseded', 'The voice says nothing in the lesson any more.');
  const muted = mutedStretches(left.spoken, transcript.durationSeconds);
  const otherRevisions = await otherRevisionsOf(lesson);
  const plan: RemovalPlan = {
    revision,
    removal: {
      ...{ id: removing.id, voice: removing.voice, at: removing.at, by: input.by },
      original: originalFateAt(config(), siteId),
      removed: {
        lines: left.lines.length,
        questions: left.questions.length,
        corrections: left.goneEvents.length,
        codes: await codesWithin(lessonId, left.spoken),
        seconds: round(lengthOf(left.spoken)),
        mutedSeconds: round(lengthOf(muted)),
        overlapSeconds: round(left.overlapSeconds),
        otherUploads: otherRevisions.length,
      },
      spoken: [...left.spoken],
      muted,
      lines: [...left.lines],
      questions: [...left.questions],
    },
    transcript: left.transcript,
    voices: [...left.voices],
    gone: [...left.gone],
    written: [...left.written],
    goneEvents: [...left.goneEvents],
    changedEvents: [...left.changedEvents],
    lastSequence: events.at(-1)?.sequence ?? 0,
    otherRevisions,
  };
  await writeJson('transcripts', blobPaths.removalPlan(lessonId), plan);
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

async function otherRevisionsOf({ id, revision, earlierRevisions = [] }: Lesson): Promise<string[]> {
  const paths = [...(await pathsUnder('transcripts', `${id}/`)), ...(await pathsUnder('media', `${id}/`))];
  const inFolders = paths.flatMap((path) => /^[0-9a-f]{24}\/([0-9a-f]{16})\//.exec(path)?.[1] ?? []);
  return [...new Set([...earlierRevisions, ...inFolders])].filter((other) => other !== revision);
}

async function codesWithin(lessonId: string, spoken: readonly { start: number; end: number }[]): Promise<number> {
  const taken = mergeSpans(spoken);
  const codings = await codingsOfLesson(lessonId);
  return codings.reduce((sum, { value }) => {
    const lost =
      'codes' in value
        ? value.codes.length - codingWithout(value, taken).codes.length
        : value.settlements.length - settledWithout(value, taken).settlements.length;
    return sum + lost;
  }, 0);
}

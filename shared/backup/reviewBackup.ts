import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { type Lesson, lessonSchema } from '../lessons/lesson.ts';
import { type Review, reviewSchema } from '../lessons/question.ts';
import { findLesson } from '../results/lessons.ts';
import { deletePrefix, readText } from '../storage/blobs.ts';
import { changeText } from '../storage/change.ts';

/** A review as it was given, or its withdrawal, and when. */
const keptReviewSchema = z.object({ at: z.iso.datetime(), review: reviewSchema.nullable() });
export type KeptReview = z.infer<typeof keptReviewSchema>;

const detailFields = {
  title: true,
  educator: true,
  consent: true,
  retainUntil: true,
  hold: true,
  recordedOn: true,
} as const;
const keptDetailsSchema = lessonSchema.pick(detailFields).extend({ at: z.iso.datetime() });
export type KeptDetails = z.infer<typeof keptDetailsSchema>;

/**
 * What people said of a lesson, kept beside its transcripts. The database is where it is read; this is where it comes
 * back from when the database is lost, as the analysis does from analysis.json.
 */
const backupSchema = z.object({
  schemaVersion: z.literal(1),
  details: keptDetailsSchema.optional(),
  /** By revision, then by the question's id. */
  reviews: z.record(z.string(), z.record(z.string(), keptReviewSchema)).default({}),
});
export type ReviewBackup = z.infer<typeof backupSchema>;

export const emptyBackup: ReviewBackup = { schemaVersion: 1, reviews: {} };

type Place = { readonly siteId: string; readonly lessonId: string };

/**
 * Keeps a review, or with null its withdrawal. Written after the database; of two the newer stays, whichever comes first.
 * @param at when it was given, ISO 8601 UTC with milliseconds.
 * @throws TransientError when storage does not answer.
 */
export async function keepReview(
  place: Place & { readonly revision: string },
  questionId: string,
  review: Review | null,
  at: string,
): Promise<void> {
  await change(place, (backup) => withReview(backup, place.revision, questionId, { at, review }));
}

/** Keeps what people say of a lesson as a whole. @throws TransientError when storage does not answer. */
export async function keepDetails(lesson: Lesson): Promise<void> {
  const details = keptDetailsSchema.parse({ ...lesson, at: lesson.updatedAt });
  const place = { siteId: lesson.siteId, lessonId: lesson.id };
  await change(place, (backup) => ((backup.details?.at ?? '') >= details.at ? null : { ...backup, details }));
}

/** With a review added, or null where a newer one is there already. */
export function withReview(
  backup: ReviewBackup,
  revision: string,
  questionId: string,
  kept: KeptReview,
): ReviewBackup | null {
  const ofRevision = backup.reviews[revision] ?? {};
  const present = ofRevision[questionId];
  if (present !== undefined && present.at >= kept.at) return null;
  return { ...backup, reviews: { ...backup.reviews, [revision]: { ...ofRevision, [questionId]: kept } } };
}

/** What was kept of a lesson; 'damaged' where it cannot be read. */
export async function readReviewBackup(lessonId: string): Promise<ReviewBackup | 'damaged'> {
  const text = await readText('transcripts', blobPaths.people(lessonId));
  return text === null ? emptyBackup : parseBackup(text);
}

async function change(
  { siteId, lessonId }: Place,
  update: (backup: ReviewBackup) => ReviewBackup | null,
): Promise<void> {
  const path = blobPaths.people(lessonId);
  await changeText('transcripts', path, 'application/json', (text) => {
    const backup = text === null ? emptyBackup : parseBackup(text);
    // Writing over what emptyBackup can read would lose the rest of it for good.
    if (backup === 'damaged')
      throw new PermanentError('internal', `transcripts/${path} is damaged. Restore its last version.`);
    const next = update(backup);
    return next === null ? null : JSON.stringify(next);
  });
  // Whoever deleted the lesson meanwhile has looked for this file before it was written.
  if ((await findLesson(siteId, lessonId)) === null) await deletePrefix('transcripts', path);
}

function parseBackup(text: string): ReviewBackup | 'damaged' {
  try {
    return backupSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'damaged';
    throw error;
  }
}

import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { type Lesson, lessonSchema } from '../lessons/lesson.ts';
import { reviewSchema } from '../lessons/question.ts';
import { type ReviewEvent, reviewEventSchema } from '../lessons/reviewEvent.ts';
import { findLesson } from '../results/lessons.ts';
import { deletePrefix, readText } from '../storage/blobs.ts';
import { changeText } from '../storage/change.ts';

/** A review as it was given before there were events, or its withdrawal, and when. */
const keptReviewSchema = z.object({ at: z.iso.datetime(), review: reviewSchema.nullable() });

const detailFields = {
  title: true,
  educator: true,
  educatorAccount: true,
  sharedWith: true,
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
  // From 2 on there are events: a program that knows none of them would write over them, and refuses to.
  schemaVersion: z.literal([1, 2]).transform(() => 2 as const),
  details: keptDetailsSchema.optional(),
  /** By revision, in the order in which they were kept. */
  events: z.record(z.string(), z.array(reviewEventSchema)).default({}),
  /** From before there were events: by revision, then by the question's id. */
  reviews: z.record(z.string(), z.record(z.string(), keptReviewSchema)).default({}),
});
export type ReviewBackup = z.infer<typeof backupSchema>;

export const emptyBackup: ReviewBackup = { schemaVersion: 2, events: {}, reviews: {} };

type Place = { readonly siteId: string; readonly lessonId: string };

/**
 * Keeps what people said of one revision. Written after the database; what is kept already is left, so that the same may
 * be kept twice.
 * @throws TransientError when storage does not answer.
 */
export async function keepEvents(
  place: Place & { readonly revision: string },
  events: readonly ReviewEvent[],
): Promise<void> {
  await change(place, (backup) => withEvents(backup, place.revision, events));
}

/** Keeps what people say of a lesson as a whole. @throws TransientError when storage does not answer. */
export async function keepDetails(lesson: Lesson): Promise<void> {
  const details = keptDetailsSchema.parse({ ...lesson, at: lesson.updatedAt });
  const place = { siteId: lesson.siteId, lessonId: lesson.id };
  await change(place, (backup) => ((backup.details?.at ?? '') >= details.at ? null : { ...backup, details }));
}

/** With events added, or null where all are there already. */
export function withEvents(
  backup: ReviewBackup,
  revision: string,
  events: readonly ReviewEvent[],
): ReviewBackup | null {
  const present = backup.events[revision] ?? [];
  const known = new Set(present.map(({ id }) => id));
  const more = events.filter(({ id }) => !known.has(id));
  if (more.length === 0) return null;
  return { ...backup, events: { ...backup.events, [revision]: [...present, ...more] } };
}

/** Writes anew what was kept of a lesson, from what is kept. @throws TransientError when storage does not answer. */
export async function rewriteBackup(place: Place, rewrite: (backup: ReviewBackup) => ReviewBackup): Promise<void> {
  await change(place, (backup) => (backup === emptyBackup ? null : rewrite(backup)));
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

import { z } from 'zod';
import { inParallel } from '../inParallel.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { deletePrefix } from '../storage/blobs.ts';
import { changeText } from '../storage/change.ts';
import { writeJson } from '../storage/json.ts';
import { coderKey } from '../studies/coderKey.ts';
import type { Coding, Settled, Study } from '../studies/study.ts';

/**
 * Keeps a study's plan, which is of no one lesson.
 * @param when 'whenever' also in place of one that was begun at the same time: a lesson of it has another id
 * @throws TransientError when storage does not answer.
 */
export async function keepStudy(study: Study, when: 'newest' | 'whenever' = 'newest'): Promise<void> {
  if (when === 'whenever') await writeJson('transcripts', blobPaths.study(study.id), study);
  else await keepNewest(blobPaths.study(study.id), study);
}

/** Keeps a coder's codes beside the lesson's transcripts. @throws TransientError when storage does not answer. */
export async function keepCoding(coding: Coding): Promise<void> {
  await keepOf(coding.lessonId, blobPaths.coding(coding.lessonId, coding.studyId, coderKey(coding.coder)), coding);
}

/** Keeps what was settled of a lesson. @throws TransientError when storage does not answer. */
export async function keepSettled(settled: Settled): Promise<void> {
  await keepOf(settled.lessonId, blobPaths.coding(settled.lessonId, settled.studyId, 'settled'), settled);
}

async function keepOf(lessonId: string, path: string, said: { readonly at: string }): Promise<void> {
  await keepNewest(path, said);
  // Whoever deleted the lesson meanwhile has looked for this file before it was written.
  if ((await findLessonAnywhere(lessonId)) === null) await deletePrefix('transcripts', path);
}

/** Deletes the copies of a study and of all that was said in it. @throws TransientError when storage does not answer. */
export async function deleteStudyBackup({ id, lessons }: Pick<Study, 'id' | 'lessons'>): Promise<void> {
  await inParallel(8, lessons, (lessonId) => deletePrefix('transcripts', blobPaths.codings(lessonId, id)));
  await deletePrefix('transcripts', blobPaths.study(id));
}

/** When something was last changed; of a study that is closed, when that was. */
const changedSchema = z
  .object({ at: z.string(), closedAt: z.string().optional() })
  .transform(({ at, closedAt }) => closedAt ?? at);

async function keepNewest(
  path: string,
  said: { readonly at: string; readonly closedAt?: string | undefined },
): Promise<void> {
  await changeText('transcripts', path, 'application/json', (text) =>
    text !== null && changedSchema.parse(JSON.parse(text)) >= changedSchema.parse(said) ? null : JSON.stringify(said),
  );
}

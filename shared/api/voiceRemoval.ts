import { randomUUID } from 'node:crypto';
import type { Lesson } from '../lessons/lesson.ts';
import type { Removal } from '../lessons/removal.ts';
import { changeLesson } from '../results/lessons.ts';
import { config } from '../settings/config.ts';
import { readExpiry } from '../storage/access.ts';
import { readRemovals } from '../storage/removals.ts';
import type { Rights } from './access.ts';
import type { RemovalReceipt, RemovalsResponse } from './contract.ts';
import { completedLessonAt, isMoving, lessonAt } from './findLesson.ts';
import { type Irremovable, irremovable } from './irremovable.ts';
import { Problem } from './problem.ts';
import { speakersEtag } from './speakersEtag.ts';
import { spokenTranscript } from './takeAway.ts';

/**
 * Shows a lesson as one from which a voice is being taken: from here on nothing of it is changed or played. Asked for
 * again, it is the same removal.
 * @param basis the ETag of the voices as they were heard
 * @throws Problem 404, 409, 412; nothing has changed then
 */
export async function beginRemoval(
  id: string,
  voice: number,
  rights: Rights,
  basis: string | undefined,
): Promise<{ readonly lesson: Lesson; readonly begun: boolean }> {
  const { lesson, result, place } = await completedLessonAt(id, rights);
  const why = whyNot(lesson, voice);
  if (why !== undefined) throw irremovable(why);
  if (lesson.removing !== undefined) return { lesson, begun: false };
  if (result.speakers?.state !== 'told') throw irremovable('not-told');
  const { transcript, speakers } = await spokenTranscript({ ...place, result });
  if (basis !== undefined && basis !== speakersEtag(speakers))
    throw new Problem(412, 'changed-meanwhile', 'Somebody was faster', 'The voices have changed. Read them again.');
  const speaks =
    (transcript.speakers?.turns ?? []).some(({ speaker }) => speaker === voice) ||
    transcript.segments.some(({ speaker }) => speaker === voice);
  if (!speaks)
    throw new Problem(404, 'unknown-voice', 'No such voice', `The lesson has no voice ${voice} that says anything.`);
  const removing = { id: randomUUID(), voice, at: new Date().toISOString() };
  const held = await changeLesson(place.siteId, place.lessonId, (present) => {
    if (present?.moving !== undefined) throw isMoving();
    const now = present === null ? 'replaced' : whyNot(present, voice);
    if (now !== undefined) throw irremovable(now);
    if (present === null || present.removing !== undefined) return null;
    return { ...present, removing, updatedAt: removing.at };
  });
  return { lesson: held ?? lesson, begun: held !== null };
}

function whyNot(lesson: Lesson, voice: number): Irremovable | undefined {
  if (lesson.hold === true) return 'hold';
  if (lesson.status === 'running') return 'running';
  if (lesson.removing !== undefined && lesson.removing.voice !== voice) return 'removing';
  return lesson.result?.revision === lesson.revision ? undefined : 'replaced';
}

/** Shows a lesson as it was before, since its removal could not be started. */
export async function giveUpRemoval({ siteId, id, removing }: Lesson): Promise<void> {
  await changeLesson(siteId, id, (present) =>
    present?.removing === undefined || present.removing.id !== removing?.id
      ? null
      : { ...present, removing: undefined },
  );
}

/** What was taken out of a lesson with voices, a receipt for each. @throws Problem 404 */
export async function removalsView(id: string, rights: Rights): Promise<RemovalsResponse> {
  const { lesson } = await lessonAt(id, rights);
  const known = await readRemovals(lesson.id);
  const removals = known?.revision === lesson.revision ? known.removals : [];
  return { removing: lesson.removing !== undefined, receipts: removals.map((removal) => receiptOf(lesson, removal)) };
}

function receiptOf(lesson: Lesson, { voice, at, by, original, removed, ended }: Removal): RemovalReceipt {
  const days = config().SOFT_DELETE_DAYS;
  const until = (from: string) => new Date(Date.parse(from) + days * 86_400_000).toISOString();
  const isKept = ended?.original === 'kept' || ended?.original === 'not-replaced';
  return {
    lessonId: lesson.id,
    ...{ voice, at, by, removed },
    site: original,
    ended: ended ?? null,
    embeddings: 'Embeddings of this voice are deleted, for good; those of other voices end on their day.',
    recoverableUntil: ended === undefined || days === 0 ? null : until(ended.at),
    originalUntil: isKept && lesson.hold !== true ? lastDay(lesson) : null,
    addressesUntil: isKept ? readExpiry(new Date(at)).toISOString() : null,
  };
}

function lastDay({ retainUntil, uploadedAt }: Lesson): string {
  if (retainUntil !== undefined) return retainUntil;
  return new Date(Date.parse(uploadedAt) + config().RETENTION_DAYS * 86_400_000).toISOString().slice(0, 10);
}

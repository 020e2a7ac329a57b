import { blobPaths } from '../lessons/blobPaths.ts';
import { type Removal, type RemovalEnd, removedOf } from '../lessons/removal.ts';
import { changeLesson, findLesson } from '../results/lessons.ts';
import type { Place } from '../results/questions.ts';
import { deleteEarlierVersions, deletePrefix } from '../storage/blobs.ts';
import { readRemovals, writeRemovals } from '../storage/removals.ts';
import { forgetPlan, sweepRemoval } from './applyRemoval.ts';
import { readPlan } from './removalPlan.ts';

/**
 * Ends the removal of a voice: takes away once more what came while it was done, and what storage keeps of what was
 * written anew; then the lesson can be changed and played again. Done again after its end, it does nothing.
 */
export async function endRemoval(place: Place, ended: Omit<RemovalEnd, 'at'>): Promise<void> {
  const id = (await findLesson(place.siteId, place.lessonId))?.lesson.removing?.id;
  const known = await readRemovals(place.lessonId);
  // Let go of already, by an earlier try of this.
  if (id === undefined || known === null) return forgetPlan(place.lessonId);
  await sweepRemoval(place);
  for (const name of ['transcripts', 'media'] as const) await deleteEarlierVersions(name, `${place.lessonId}/`);
  await deletePrefix('work', `${place.lessonId}/`);
  const end: RemovalEnd = { at: new Date().toISOString(), ...ended };
  const removals = known.removals.map((removal): Removal => (removal.id === id ? { ...removal, ended: end } : removal));
  await writeRemovals(place.lessonId, { ...known, removals });
  await release(place, id, removedOf({ removals }));
  await forgetPlan(place.lessonId);
}

/**
 * Lets go of a lesson from which nothing was taken out, or whose upload was replaced meanwhile: then nothing is played
 * any more of the one from which a voice was being taken.
 */
export async function undoRemoval(place: Place): Promise<void> {
  const revision = (await readPlan(place.lessonId))?.revision;
  if (revision !== undefined) await deletePrefix('media', `${blobPaths.prefix({ ...place, revision })}web`);
  await changeLesson(place.siteId, place.lessonId, (present) => {
    if (present?.removing === undefined) return null;
    const { picture } = present;
    const isOfIt = revision !== undefined && picture?.kind === 'ready';
    const shown = isOfIt ? { kind: 'none' as const, reason: 'A newer upload replaced the recording.' } : picture;
    return { ...present, removing: undefined, picture: shown, updatedAt: new Date().toISOString() };
  });
  await forgetPlan(place.lessonId);
}

async function release(place: Place, id: string, removed: ReturnType<typeof removedOf>): Promise<void> {
  await changeLesson(place.siteId, place.lessonId, (present) =>
    present?.removing?.id !== id
      ? null
      : { ...present, removing: undefined, removed, updatedAt: new Date().toISOString() },
  );
}

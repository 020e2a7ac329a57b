import { z } from 'zod';
import { keepStudy } from '../backup/studyBackup.ts';
import { PermanentError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { sourceOf } from '../lessons/admission.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { plainETag, revisionOf } from '../lessons/identity.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { pictureSchema } from '../lessons/lesson.ts';
import { lessonAfter, type Move, pathAfter, pictureAfter, placeAt, revisionAfter } from '../lessons/move.ts';
import { removalsSchema } from '../lessons/removal.ts';
import { changeLesson, findLesson } from '../results/lessons.ts';
import { refreshMetrics } from '../results/measured.ts';
import { copyCodings, copyQuestions, renameInStudies, takeOutLesson } from '../results/moving.ts';
import { deleteQuestions, type Place } from '../results/questions.ts';
import { deleteCodings } from '../results/studies.ts';
import { deletePrefix, deleteUpload, findUpload, readText } from '../storage/blobs.ts';
import { copyBlob, copyUpload, isCopyOf } from '../storage/copy.ts';
import { writeJson } from '../storage/json.ts';
import { pathsUnder } from '../storage/listing.ts';
import {
  claimArrival,
  deleteDeparture,
  readArrival,
  readDeparture,
  writeArrival,
  writeDeparture,
} from '../storage/moves.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { dropVoices } from '../storage/voices.ts';
import { removalInstances, revisionsOf, sweepRevisions, type TaskHub } from './deleteLesson.ts';
import { instancesOf } from './instances.ts';
import { tagRetention } from './tagRetention.ts';

/** Why a lesson cannot be moved now. */
export type Immovable = 'hold' | 'running' | 'moving' | 'same-site' | 'video-gone' | 'replaced' | 'already-there';

/**
 * Claims a lesson's place at another site, and holds the lesson so that nothing of it is changed any more.
 * @returns the lesson held, or why it cannot be moved; then nothing has changed.
 */
export async function beginMove(lesson: Lesson, site: string): Promise<Lesson | Immovable> {
  const to = placeAt(site, lesson);
  if (to.siteId === lesson.siteId) return 'same-site';
  const upload = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  if (upload === null) return 'video-gone';
  if (sourceOf(upload).revision !== lesson.revision) return 'replaced';
  const again = lesson.moving?.lessonId === to.lessonId;
  if (!again && ((await findLesson(to.siteId, to.lessonId)) !== null || (await findUpload(to.blobName)) !== null))
    return 'already-there';
  const { id: lessonId, siteId, blobName, revision } = lesson;
  const from = { lessonId, siteId, blobName, revision, etag: upload.etag, revisions: revisionsOf(lesson) };
  const earlier = (await readArrival(lessonId))?.from ?? [];
  const arrival = { from: [...earlier.filter((id) => id !== to.lessonId), lessonId], done: false, move: { from, to } };
  // What another move left there that came to nothing is in nobody's way.
  const other = await readArrival(to.lessonId);
  const holder = other?.move === undefined ? null : await findLesson(other.move.from.siteId, other.move.from.lessonId);
  const isHeld = holder?.lesson.moving?.lessonId === to.lessonId && holder.lesson.id !== lessonId;
  if (isHeld || !(await claimArrival(to.lessonId, arrival, (present) => !present.done))) return 'already-there';
  let why: Immovable | undefined;
  const held = await changeLesson(siteId, lessonId, (present) => {
    why = whyNot(present, revision, to.lessonId);
    if (present === null || why !== undefined) return null;
    return { ...present, moving: { lessonId: to.lessonId, siteId: to.siteId, at: new Date().toISOString() } };
  });
  if (held !== null) return held;
  if (!again) await deletePrefix('transcripts', blobPaths.arrival(to.lessonId));
  return why ?? 'video-gone';
}

function whyNot(present: Lesson | null, revision: string, to: string): Immovable | undefined {
  if (present === null) return 'video-gone';
  if (present.hold === true) return 'hold';
  // Who speaks is still being told where it was analysed, and nowhere else.
  if (present.status === 'running' || present.result?.speakers?.state === 'pending') return 'running';
  if (present.revision !== revision) return 'replaced';
  return present.moving === undefined || present.moving.lessonId === to ? undefined : 'moving';
}

async function moveTo(lessonId: string) {
  const arrival = await readArrival(lessonId);
  if (arrival?.move === undefined) throw new PermanentError('internal', 'Nothing is known of this move.');
  const { move, from, done, etag = '' } = arrival;
  return { move, from, done, etag };
}

/** Has the video copied. @returns whether it is there. @throws PermanentError when it was replaced, or is gone. */
export async function copyVideo(to: string): Promise<boolean> {
  const { move } = await moveTo(to);
  return copyUpload(move.from.blobName, move.from.etag, move.to.blobName);
}

/** Copies all that was made of the video, and all that people said of it. */
export async function copyResults(to: string): Promise<void> {
  const { move } = await moveTo(to);
  const newest = await newestOf(move);
  for (const name of ['media', 'transcripts'] as const) {
    await inParallel(4, await pathsUnder(name, `${move.from.lessonId}/`), async (path) => {
      const target = pathAfter(move, path, newest.revision);
      if (target === null || path === blobPaths.arrival(move.from.lessonId)) return;
      const rewritten = rewriting(path);
      if (rewritten === undefined) return copyBlob(name, path, target);
      const text = await readText(name, path);
      if (text !== null) await writeJson(name, target, rewritten(move, JSON.parse(text), newest));
    });
  }
  await copyQuestions(move.from, placeOf(move.to), (revision) => revisionAfter(move, revision, newest.revision));
  await copyCodings(move.from.lessonId, move.to.lessonId);
}

const placeOf = ({ siteId, lessonId }: Place): Place => ({ siteId, lessonId });

interface Newest {
  readonly revision: string;
  readonly etag: string;
}

async function newestOf({ from, to }: Move): Promise<Newest> {
  const upload = await findUpload(to.blobName);
  if (upload === null || !(await isCopyOf(from.blobName, to.blobName)))
    throw new PermanentError('superseded', 'The copy of the video is gone.');
  return { revision: revisionOf(upload.etag), etag: upload.etag };
}

type Rewriting = (move: Move, value: unknown, newest: Newest) => unknown;

/** How a file that names its lesson is written for its new place; undefined for one that does not. */
function rewriting(path: string): Rewriting | undefined {
  if (path.endsWith('/analysis.json')) return analysisAfter;
  if (path.endsWith('/picture.json'))
    return (move, value, { revision }) => pictureAfter(move, pictureSchema.parse(value), revision);
  if (path.endsWith('/people.json')) return peopleAfter;
  if (path.endsWith('/removals.json')) return removalsAfter;
  if (path.includes('/studies/'))
    return ({ to }, value) => ({ ...z.looseObject({}).parse(value), lessonId: to.lessonId });
  return undefined;
}

const looseAnalysisSchema = z.looseObject({
  source: z.looseObject({ revision: z.string(), etag: z.string() }),
  result: z.looseObject({ revision: z.string() }),
});

function analysisAfter(move: Move, value: unknown, newest: Newest): unknown {
  const { source, result, ...rest } = looseAnalysisSchema.parse(value);
  const revision = revisionAfter(move, source.revision, newest.revision);
  const etag = source.revision === move.from.revision ? newest.etag : source.etag;
  const { siteId, lessonId, blobName } = move.to;
  return {
    ...rest,
    source: { ...source, siteId, lessonId, blobName, revision, etag },
    result: { ...result, revision },
  };
}

// The copied video has an ETag of its own, by which it is known.
function removalsAfter(move: Move, value: unknown, newest: Newest): unknown {
  const removals = removalsSchema.parse(value);
  return { ...removals, revision: revisionAfter(move, removals.revision, newest.revision), replacements: [] };
}

const byRevision = z.record(z.string(), z.unknown()).default({});
const loosePeopleSchema = z.looseObject({ events: byRevision, reviews: byRevision });

function peopleAfter(move: Move, value: unknown, newest: Newest): unknown {
  const { events, reviews, ...rest } = loosePeopleSchema.parse(value);
  const renamed = (record: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(record).map(([key, kept]) => [revisionAfter(move, key, newest.revision), kept]));
  return { ...rest, events: renamed(events), reviews: renamed(reviews) };
}

/**
 * Lets the lesson count at its new place, and at its old one no more: never at both, and in between for a moment at
 * none. From the departure on there is no way back, and whatever ends this half-way is made good by doing it again.
 * @throws PermanentError 'superseded' when the lesson was replaced or deleted while it was copied; then nothing happened
 */
export async function commitMove(to: string): Promise<void> {
  const { move, from, done, etag } = await moveTo(to);
  if (done) return;
  const departed = (await readDeparture(move.from.lessonId))?.to === to;
  const newest = departed ? { etag, revision: revisionOf(etag) } : await newestOf(move);
  if (!departed) {
    await assertStill(move);
    await arriving(move, from, newest);
    await writeDeparture(move.from.lessonId, { to, revisions: move.from.revisions });
  }
  await takeOutLesson(placeOf(move.from), async (lesson) => {
    if (lesson.moving?.lessonId !== to) return false;
    await arriving(move, from, newest, lesson);
    return true;
  });
  const lesson = (await readArrival(to))?.lesson;
  if (lesson === undefined) throw new PermanentError('internal', 'What was moved is not known any more.');
  await changeLesson(move.to.siteId, to, (present) => (present === null ? lesson : null));
  // Moved back, it is there again.
  await deleteDeparture(to);
  await writeArrival(to, { from, done: true, move, etag: newest.etag });
}

async function assertStill({ from, to }: Move): Promise<void> {
  const present = (await findLesson(from.siteId, from.lessonId))?.lesson;
  const upload = await findUpload(from.blobName);
  const same = upload !== null && plainETag(upload.etag) === plainETag(from.etag);
  if (!same || present?.moving?.lessonId !== to.lessonId || present.revision !== from.revision)
    throw new PermanentError('superseded', 'The lesson was replaced or deleted meanwhile.');
}

/** Writes down what the lesson will be, so that it is known while it is at neither place. */
async function arriving(move: Move, from: readonly string[], newest: Newest, seen?: Lesson): Promise<void> {
  const present = seen ?? (await findLesson(move.from.siteId, move.from.lessonId))?.lesson;
  if (present === undefined) return;
  const lesson = lessonAfter(move, present, newest.revision, new Date());
  await writeArrival(move.to.lessonId, { from: [...from], done: false, move, lesson, etag: newest.etag });
}

/** A move that was made, in ids. */
export const movedSchema = z.object({
  from: z.object({ siteId: z.string(), lessonId: z.string() }),
  to: z.object({ siteId: z.string(), lessonId: z.string() }),
  revision: z.string(),
});

/** Has studies name the lesson by its new id, and deletes what is left of it at its old place. */
export async function endMove(to: string, hub: Pick<TaskHub, 'find' | 'forget'>): Promise<z.infer<typeof movedSchema>> {
  const { move } = await moveTo(to);
  const { from } = move;
  for (const study of await renameInStudies(from.lessonId, to)) await keepStudy(study, 'whenever');
  const lesson = (await findLesson(move.to.siteId, to))?.lesson;
  if (lesson !== undefined) {
    await tagRetention(lesson);
    if (lesson.result !== undefined) {
      const { revision } = lesson.result;
      await refreshMetrics(placeOf(move.to), revision, () => readTranscript({ lessonId: to, revision }));
    }
  }
  await deleteUpload(from.blobName, from.etag);
  await sweepRevisions(placeOf(from), from.revisions);
  await deleteCodings(from.lessonId);
  for (const revision of from.revisions) {
    const instances = await instancesOf({ lessonId: from.lessonId, revision }, hub);
    // Backwards, so that lanes are found again, from the first, when this is done again.
    for (const instance of instances.toReversed()) await hub.forget(instance);
  }
  for (const instance of removalInstances(from.lessonId)) await hub.forget(instance);
  // Somebody may have put another video in its place by now, which has these of its own.
  if ((await findLesson(from.siteId, from.lessonId)) === null) {
    for (const name of ['media', 'transcripts', 'work'] as const) await deletePrefix(name, `${from.lessonId}/`);
    // They do not go along: what a site agreed to is not the other's to say.
    await dropVoices(from.lessonId);
    await deleteQuestions(placeOf(from), { kind: 'all' });
  }
  return { from: placeOf(from), to: placeOf(move.to), revision: lesson?.revision ?? '' };
}

/** Takes back what was copied, and lets go of the lesson where it is. Does nothing once it counts at its new place. */
export async function undoMove(to: string): Promise<void> {
  const arrival = await readArrival(to);
  if (arrival?.move === undefined) return;
  const { move } = arrival;
  if (arrival.done || (await readDeparture(move.from.lessonId))?.to === to) return;
  if (await isCopyOf(move.from.blobName, move.to.blobName)) await deleteUpload(move.to.blobName);
  await deleteQuestions(placeOf(move.to), { kind: 'all' });
  await deleteCodings(to);
  await changeLesson(move.from.siteId, move.from.lessonId, (present) =>
    present?.moving?.lessonId === to ? { ...present, moving: undefined, updatedAt: new Date().toISOString() } : null,
  );
  for (const name of ['media', 'transcripts'] as const) await deletePrefix(name, `${to}/`);
}

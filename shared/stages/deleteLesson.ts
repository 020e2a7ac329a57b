import { blobPaths } from '../lessons/blobPaths.ts';
import { jobId, moveJobId, removalJobId, removalPictureJobId } from '../lessons/identity.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { type Stores, stores } from '../wiring/stores.ts';
import { instancesOf } from './instances.ts';

/** The Durable task hub, as deletion needs it. */
export interface TaskHub {
  /** @returns null when there is no such orchestration, and no history of it. */
  find(instanceId: string): Promise<unknown>;
  /** Ends an orchestration for good and waits for it. @returns whether it was running. */
  stop(instanceId: string): Promise<boolean>;
  /** Deletes an ended orchestration's history. @returns whether there was one. */
  forget(instanceId: string): Promise<boolean>;
}

export interface Deletion {
  readonly deleted: Readonly<
    Record<
      | 'videos'
      | 'media'
      | 'transcripts'
      | 'work'
      | 'voices'
      | 'questions'
      | 'corrections'
      | 'codings'
      | 'lessons'
      | 'orchestrations',
      number
    >
  >;
  /** The analysis was under way: what of it still runs may write once more, up to ten minutes later. */
  readonly wasRunning: boolean;
}

/** The orchestration instances that take a voice out of a lesson, the first to be stopped first. */
export const removalInstances = (lessonId: string): readonly string[] => [
  removalJobId(lessonId),
  removalPictureJobId(lessonId),
];

/** Every upload of a lesson that is known, the newest last. */
export function revisionsOf(lesson: Pick<Lesson, 'revision' | 'earlierRevisions' | 'result'>): string[] {
  const known = [
    ...(lesson.earlierRevisions ?? []),
    ...(lesson.result ? [lesson.result.revision] : []),
    lesson.revision,
  ];
  return [...new Set(known)].filter((revision) => revision !== '');
}

/**
 * Deletes everything of a lesson. The video goes first, so that nothing starts on it again, and the lesson's document
 * last, so that a deletion that fails half-way can be asked for again.
 */
export async function deleteLesson(
  lesson: Lesson,
  hub: TaskHub,
  from: Pick<
    Stores,
    | 'deleteUpload'
    | 'deletePrefix'
    | 'dropVoices'
    | 'deleteQuestions'
    | 'deleteCodings'
    | 'deleteLessonDocument'
    | 'forgetMoves'
  > = stores,
): Promise<Deletion> {
  const lessonId = lesson.id;
  const place = { siteId: lesson.siteId, lessonId };
  const instances: string[] = [];
  const videos = lesson.blobName === '' ? 0 : await from.deleteUpload(lesson.blobName);
  // With two apps its analysis may be in the other one's hub, where it ends for want of the video.
  let wasRunning = lesson.status === 'running';
  for (const revision of revisionsOf(lesson)) {
    const key = { lessonId, revision };
    // The analysis first, so that it starts no lanes any more.
    if (await hub.stop(jobId(key))) wasRunning = true;
    const known = await instancesOf(key, hub);
    for (const instance of known) if (await hub.stop(instance)) wasRunning = true;
    instances.push(...known);
  }
  for (const instance of removalInstances(lessonId)) {
    if (await hub.stop(instance)) wasRunning = true;
    await hub.forget(instance);
  }
  for (const earlier of await from.forgetMoves(lessonId)) await hub.forget(moveJobId(earlier));
  const media = await from.deletePrefix('media', `${lessonId}/`);
  const transcripts = await from.deletePrefix('transcripts', `${lessonId}/`);
  const work = await from.deletePrefix('work', `${lessonId}/`);
  const voices = await from.dropVoices(lessonId);
  const { questions, corrections } = await from.deleteQuestions(place, { kind: 'all' });
  const codings = await from.deleteCodings(lessonId);
  let orchestrations = 0;
  // Backwards, so that lanes are found again, from the first, when this is asked for again.
  for (const instance of instances.toReversed()) if (await hub.forget(instance)) orchestrations += 1;
  const lessons = (await from.deleteLessonDocument(place.siteId, lessonId)) ? 1 : 0;
  return {
    deleted: { videos, media, transcripts, work, voices, questions, corrections, codings, lessons, orchestrations },
    wasRunning,
  };
}

/**
 * Deletes what an analysis wrote after its lesson was deleted. Only of the revisions that were deleted then:
 * a video of the same name may have been uploaded since.
 */
export async function sweepRevisions(
  place: { readonly siteId: string; readonly lessonId: string },
  revisions: readonly string[],
  {
    deletePrefix,
    dropVoices,
    deleteQuestions,
  }: Pick<Stores, 'deletePrefix' | 'dropVoices' | 'deleteQuestions'> = stores,
): Promise<void> {
  for (const revision of revisions) {
    const prefix = blobPaths.prefix({ lessonId: place.lessonId, revision });
    for (const name of ['media', 'transcripts', 'work'] as const) await deletePrefix(name, prefix);
    await dropVoices(place.lessonId, revision);
  }
  await deleteQuestions(place, { kind: 'ofRevisions', revisions: new Set(revisions) });
}

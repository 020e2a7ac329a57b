import { sourceOf } from '../lessons/admission.ts';
import { jobId } from '../lessons/identity.ts';
import type { Failure, Lesson } from '../lessons/lesson.ts';
import { changeLesson } from '../results/lessons.ts';
import { runningUnchangedSince, untoldUnchangedSince } from '../results/running.ts';
import { findUpload } from '../storage/blobs.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { instancesOf } from './instances.ts';
import { leaveUntold } from './leaveUntold.ts';

/** An analysis as the task hub knows it. */
export interface KnownAnalysis {
  readonly alive: boolean;
  /** When something last happened in it. */
  readonly changedAt: Date;
  /** It waits for its turn. */
  readonly waiting?: boolean;
}

/** The task hub, as far as analyses are looked after. */
export interface Analyses {
  /** @returns null when this hub knows no such analysis; with two apps, the other one's hub may. */
  find(instanceId: string): Promise<KnownAnalysis | null>;
  /** Ends an orchestration for good and waits for it. */
  stop(instanceId: string): Promise<boolean>;
}

// Longer than any moment in which a lesson is shown as running and its orchestration is not there yet.
const startingMilliseconds = 10 * 60_000;
// Something happens in every analysis that is alive, at least whenever a try of an activity ends, which takes ten minutes
// at most. One that waits for its turn is let wait, however long the line.
const silentMilliseconds = 24 * 3_600_000;

const broken = {
  code: 'analysis-lost',
  message:
    'The analysis broke off: Askwell was changed while it was under way, or somebody stopped it. Analyse the lesson again.',
} as const satisfies Failure;
const silent = {
  code: 'analysis-lost',
  message: 'Nothing has happened in the analysis for a day. Analyse the lesson again.',
} as const satisfies Failure;
const gone = {
  code: 'video-gone',
  message: 'The video was deleted before its analysis was done. Upload it again.',
} as const satisfies Failure;

/**
 * Shows lessons as failed that are shown as running, and whose analysis ended without telling: an orchestration that fails
 * by itself (its code was changed under it), is terminated or purged tells nobody.
 * @param onLost is told of each.
 * @param onUnseen is told of a lesson that could not be looked after; the next call does.
 */
export async function failLost(
  analyses: Analyses,
  onLost: (lesson: Lesson) => void,
  onUnseen: (lesson: Lesson, error: unknown) => void,
  now = new Date(),
): Promise<void> {
  for await (const lesson of runningUnchangedSince(new Date(now.getTime() - startingMilliseconds))) {
    try {
      const failure = await whyLost(lesson, analyses, now);
      if (failure !== null && (await fail(lesson, failure, now))) onLost(lesson);
    } catch (error) {
      onUnseen(lesson, error);
    }
  }
}

/**
 * Says of lessons whose voices were to be told apart, and whose analysis ended without, that nobody could. One that another
 * app's hub may have is given a day; so is one in which nothing happens.
 * @param onLost is told of each.
 * @param onUnseen is told of a lesson that could not be looked after; the next call does.
 */
export async function endUntold(
  analyses: Pick<Analyses, 'find'>,
  onLost: (lesson: Lesson) => void,
  onUnseen: (lesson: Lesson, error: unknown) => void,
  now = new Date(),
): Promise<void> {
  for await (const lesson of untoldUnchangedSince(new Date(now.getTime() - startingMilliseconds))) {
    try {
      const { id: lessonId, siteId, result } = lesson;
      if (result === undefined) continue;
      const { revision } = result;
      const known = await analyses.find(jobId({ lessonId, revision }));
      const heardAt = Math.max(Date.parse(lesson.updatedAt), known?.changedAt.getTime() ?? 0);
      const isLost = known !== null && !known.alive;
      if (!isLost && heardAt >= now.getTime() - silentMilliseconds) continue;
      if (await leaveUntold({ siteId, lessonId, revision })) onLost(lesson);
    } catch (error) {
      onUnseen(lesson, error);
    }
  }
}

async function whyLost(lesson: Lesson, analyses: Analyses, now: Date): Promise<Failure | null> {
  const key = { lessonId: lesson.id, revision: lesson.revision };
  const known = await analyses.find(jobId(key));
  if (known?.alive === true && known.waiting === true) return null;
  const changedAt = Date.parse(lesson.updatedAt);
  const tooOld = (at: number) => at < now.getTime() - silentMilliseconds;
  // An end before the lesson's last change is the end of an earlier analysis; this one is in another app's hub, or nowhere.
  const ended = known !== null && !known.alive && known.changedAt.getTime() >= changedAt;
  const heardAt = known?.alive === true ? Math.max(changedAt, known.changedAt.getTime()) : changedAt;
  if (!ended && !tooOld(heardAt)) return null;
  const upload = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  // A newer upload's own analysis is about to begin, and shows the lesson as running by right.
  if (upload !== null && sourceOf(upload).revision !== lesson.revision && !tooOld(heardAt)) return null;
  if (known?.alive === true) {
    await analyses.stop(jobId(key));
    for (const instance of await instancesOf(key, analyses)) await analyses.stop(instance);
  }
  if (upload === null) return gone;
  return ended ? broken : silent;
}

/** @returns whether the lesson was still as it had been seen. */
async function fail(seen: Lesson, failure: Failure, now: Date): Promise<boolean> {
  const failed = await changeLesson(seen.siteId, seen.id, (present) =>
    present?.status === 'running' && present.revision === seen.revision && present.updatedAt === seen.updatedAt
      ? { ...present, status: 'failed', failure, updatedAt: now.toISOString() }
      : null,
  );
  if (failed !== null) record(metrics.lessonsFailed, 1, { code: failure.code, stage: 'none' });
  return failed !== null;
}

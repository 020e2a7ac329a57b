import { foldersUnder } from '../storage/listing.ts';
import { emptyReport, problem, type RebuildReport, sum } from './report.ts';
import { restoreLesson } from './restoreLesson.ts';
import { restoreStudies } from './restoreStudies.ts';
import { retryTransient } from './retryTransient.ts';

/**
 * The lessons in parts of about the same size: by the first two digits of their ids, which are hashes.
 * A shard needs no listing of the others, and what one of them failed at is repeated for it alone.
 */
export const shards: readonly string[] = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

export interface ShardOptions {
  /** Where an earlier run of this shard stopped: the last lesson that was done. */
  readonly after: string | null;
  /** Milliseconds after which it stops, to be called again with `next`. */
  readonly within: number;
}

// As many lessons at a time as hide the distance to storage; each writes up to four questions at once.
const parallelLessons = 4;

/** Restores the lessons of one shard, in the order of their ids. `next` is null when all are done. */
export async function restoreShard(
  shard: string,
  { after, within }: ShardOptions,
): Promise<{ report: RebuildReport; next: string | null }> {
  const folders = await retryTransient(() => foldersUnder('transcripts', shard));
  const lessons = folders.filter((folder) => isLessonId(folder) && (after === null || folder > after));
  const reports: RebuildReport[] = folders
    .filter((folder) => !isLessonId(folder) && after === null)
    .map((folder) => problem(`transcripts/${folder}/`, 'it is no folder of a lesson'));
  if (after === null) reports.push(await retryTransient(() => restoreStudies(shard)));
  const ends = performance.now() + within;
  for (let from = 0; from < lessons.length; from += parallelLessons) {
    const group = lessons.slice(from, from + parallelLessons);
    reports.push(...(await Promise.all(group.map((lesson) => retryTransient(() => restoreLesson(lesson))))));
    const last = group.at(-1) ?? null;
    if (performance.now() > ends && from + parallelLessons < lessons.length)
      return { report: sum(reports), next: last };
  }
  return { report: reports.length === 0 ? emptyReport : sum(reports), next: null };
}

const isLessonId = (folder: string) => /^[0-9a-f]{24}$/.test(folder);

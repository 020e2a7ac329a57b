import { PermanentError, TransientError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { sourceOf, type UploadedBlob } from '../lessons/admission.ts';
import { containers } from '../lessons/blobPaths.ts';
import { jobId } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { isSystemFile } from '../lessons/systemFiles.ts';
import { findLesson } from '../results/lessons.ts';
import { admitUpload } from '../stages/admitUpload.ts';
import type { Analyses } from '../stages/failLost.ts';
import { uploadsFrom } from '../storage/listing.ts';

/** Where uploads and lessons are, and how an upload is told. */
const world = { uploadsFrom, findLesson, admitUpload };

export interface Watch {
  /** Where the run before stopped; null: at the first page. */
  readonly after: string | null;
  /** Looks at uploads since then. */
  readonly since: Date;
  /** Milliseconds after which no further page is begun. */
  readonly within: number;
  readonly onTold: (source: Source, outcome: string) => void;
  /** Is told of an upload that could not be looked after; the next run does. */
  readonly onUnseen: (error: unknown) => void;
}

export interface Told {
  readonly seen: number;
  readonly told: number;
  /** Where the next run goes on; null when all pages were looked at. */
  readonly next: string | null;
}

// The event of a young upload is on its way, and a job that was sent has begun by then.
const youngMilliseconds = 5 * 60_000;
const pageSize = 500;
const parallel = 8;

/**
 * Holds uploads against lessons and analyses, and tells of those of which neither is known, as their events should have:
 * an event can be lost, and so can what had been told when a machine went down. An upload that has a lesson is left
 * alone, whatever became of it; one that was deleted is gone from storage first, and so never comes back.
 * @throws TransientError when uploads cannot be listed.
 */
export async function tellMissed(
  analyses: Pick<Analyses, 'find'>,
  { after: first, since, within, onTold, onUnseen }: Watch,
  now = new Date(),
  from: typeof world = world,
): Promise<Told> {
  const end = performance.now() + within;
  const grown = new Date(now.getTime() - youngMilliseconds);
  let seen = 0;
  let told = 0;
  for (let after = first; ; ) {
    const page: Awaited<ReturnType<typeof uploadsFrom>> = await from.uploadsFrom(after, pageSize);
    const uploads = page.uploads.filter(({ uploadedAt }) => uploadedAt >= since && uploadedAt <= grown);
    seen += uploads.length;
    await inParallel(parallel, uploads, async (upload) => {
      try {
        const source = sourceIn(upload);
        if (source === null || (await isKnown(source, analyses, from))) return;
        const { outcome } = await from.admitUpload({ containerName: containers.videos, blobName: upload.blobName });
        if (outcome !== 'queued' && outcome !== 'refused') return;
        told += 1;
        onTold(source, outcome);
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        onUnseen(error);
      }
    });
    if (page.next === null || performance.now() > end) return { seen, told, next: page.next };
    after = page.next;
  }
}

/** The upload as a source; null for what no lesson comes of, which its event was passed over or refused for. */
function sourceIn(upload: UploadedBlob): Source | null {
  if (isSystemFile(upload)) return null;
  try {
    return sourceOf(upload);
  } catch (error) {
    if (error instanceof PermanentError) return null;
    throw error;
  }
}

async function isKnown(
  source: Source,
  analyses: Pick<Analyses, 'find'>,
  { findLesson }: Pick<typeof world, 'findLesson'>,
): Promise<boolean> {
  const known = await findLesson(source.siteId, source.lessonId);
  if (known?.lesson.revision === source.revision) return true;
  // In a long line of others it has begun before its lesson is written.
  return (await analyses.find(jobId(source)))?.alive === true;
}

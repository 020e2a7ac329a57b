import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { type Lesson, lessonSchema, type Source } from '../lessons/lesson.ts';
import { titleOf } from '../lessons/title.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { lookupOf } from './lookup.ts';

/** A lesson and the ETag that it had when it was read. */
export interface StoredLesson {
  readonly lesson: Lesson;
  readonly etag: string;
}

// Documents that were written before lessons had details get what a new one would have.
const older = z.looseObject({ fileName: z.string() });

/** A document as a lesson. */
export function readLesson(document: unknown): Lesson {
  const { fileName, ...rest } = older.parse(document);
  return lessonSchema.parse({ title: titleOf(fileName), consent: 'unknown', fileName, ...rest });
}

/** Reads one lesson; null when there is none. */
export async function findLesson(siteId: string, lessonId: string): Promise<StoredLesson | null> {
  return inDatabase('reading a lesson', async () => {
    const { resource, etag } = await (await documents('lessons')).item(lessonId, siteId).read();
    return resource === undefined ? null : { lesson: readLesson(resource), etag };
  });
}

/** Finds a lesson by its id alone, in whichever site; for links that carry no site. */
export async function findLessonAnywhere(lessonId: string): Promise<StoredLesson | null> {
  return inDatabase('looking for a lesson', async () => {
    const query = { query: 'SELECT * FROM c WHERE c.id = @id', parameters: [{ name: '@id', value: lessonId }] };
    const { resources } = await (await documents('lessons')).items.query(query).fetchAll();
    const found = resources[0];
    return found === undefined
      ? null
      : { lesson: readLesson(found), etag: z.object({ _etag: z.string() }).parse(found)._etag };
  });
}

/**
 * Changes a lesson, or makes it, on the ground of what it is now; tried again when somebody else was faster.
 * @param change gets the lesson as it is (null when there is none) and returns it as it shall be, or null to leave it.
 * @returns the lesson as it now is, or null when `change` left it.
 * @throws TransientError 'database-unavailable' when others were faster a dozen times running.
 */
export async function changeLesson(
  siteId: string,
  lessonId: string,
  change: (lesson: Lesson | null, etag: string | undefined) => Lesson | null | Promise<Lesson | null>,
): Promise<Lesson | null> {
  const changed = await whileBeaten(async () => {
    const stored = await findLesson(siteId, lessonId);
    const next = await change(stored?.lesson ?? null, stored?.etag);
    return next === null || (await writeIfUnchanged(next, stored?.etag)) ? next : beaten;
  });
  if (changed !== beaten) return changed;
  throw new TransientError('database-unavailable', 'The lesson was changed by others again and again.');
}

/** Deletes a lesson's document; whether it was there. */
export async function deleteLessonDocument(siteId: string, lessonId: string): Promise<boolean> {
  return inDatabase('deleting a lesson', async () => {
    try {
      await (await documents('lessons')).item(lessonId, siteId).delete();
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  });
}

async function writeIfUnchanged(lesson: Lesson, etag: string | undefined): Promise<boolean> {
  const document = { ...lesson, lookup: lookupOf(lesson) };
  return inDatabase('writing a lesson', async () => {
    try {
      if (etag === undefined) await (await documents('lessons')).items.create(document);
      else {
        await (await documents('lessons'))
          .item(lesson.id, lesson.siteId)
          .replace(document, { accessCondition: { type: 'IfMatch', condition: etag } });
      }
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 409 || status === 412 || status === 404) return false;
      throw error;
    }
  });
}

/** The lessons of all sites that changed after a moment. */
export async function* lessonsSince(since: Date): AsyncGenerator<Lesson> {
  const pages = (await documents('lessons')).items.query({
    query: 'SELECT * FROM c WHERE c.updatedAt >= @since',
    parameters: [{ name: '@since', value: since.toISOString() }],
  });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('reading lessons', () => pages.fetchNext());
    for (const document of page.resources ?? []) yield readLesson(document);
  }
}

/**
 * A new lesson's document, or the present one moved on to a newer upload. What people said of the lesson stays, but for
 * what a newer upload says; the same upload seen again says nothing new, for somebody may have changed it since. How
 * long a lesson is kept no upload says. With what it is analysed was chosen for one upload: another one's sound is another.
 */
export function withUpload(present: Lesson | null, source: Source, now: Date): Lesson {
  const said = present?.revision === source.revision ? undefined : source.details;
  return {
    ...(present ?? {
      id: source.lessonId,
      siteId: source.siteId,
      fileName: source.fileName,
      blobName: source.blobName,
    }),
    title: said?.title ?? present?.title ?? titleOf(source.fileName),
    educator: said?.educator ?? present?.educator,
    consent: said?.consent ?? present?.consent ?? 'unknown',
    recordedOn: said?.recordedOn ?? present?.recordedOn,
    choices: source.choices ?? (present?.revision === source.revision ? present.choices : undefined),
    // What was taken out of one recording says nothing of another.
    removed: present?.revision === source.revision ? present.removed : undefined,
    revision: source.revision,
    earlierRevisions: earlierRevisions(present, source.revision),
    status: 'running',
    sizeBytes: source.sizeBytes,
    // A lesson that was moved has been there longer than its copied video.
    uploadedAt: present?.revision === source.revision ? present.uploadedAt : source.uploadedAt,
    updatedAt: now.toISOString(),
    failure: undefined,
  };
}

// Deletion needs them, to find what their analyses left. A lesson is uploaded a few times; the oldest are long gone.
function earlierRevisions(present: Lesson | null, revision: string): string[] | undefined {
  if (present === null) return undefined;
  const known = [...(present.earlierRevisions ?? []), present.revision].filter((earlier) => earlier !== revision);
  return known.length === 0 ? undefined : [...new Set(known)].slice(-100);
}

import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { type Lesson, lessonSchema, type Source } from '../lessons/lesson.ts';
import { titleOf } from '../lessons/title.ts';
import { documents, inDatabase, statusOf } from './database.ts';

/** A lesson and the ETag that it had when it was read. */
export interface StoredLesson {
  readonly lesson: Lesson;
  readonly etag: string;
}

// Documents that were written before lessons had details get what a new one would have.
const older = z.looseObject({ fileName: z.string() });

function readLesson(document: unknown): Lesson {
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
 * @throws TransientError 'database-unavailable' when others were faster eight times running.
 */
export async function changeLesson(
  siteId: string,
  lessonId: string,
  change: (lesson: Lesson | null) => Lesson | null,
): Promise<Lesson | null> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const stored = await findLesson(siteId, lessonId);
    const next = change(stored?.lesson ?? null);
    if (next === null) return null;
    if (await writeIfUnchanged(next, stored?.etag)) return next;
  }
  throw new TransientError('database-unavailable', 'The lesson was changed by others again and again.');
}

async function writeIfUnchanged(lesson: Lesson, etag: string | undefined): Promise<boolean> {
  return inDatabase('writing a lesson', async () => {
    try {
      if (etag === undefined) await (await documents('lessons')).items.create(lesson);
      else {
        await (await documents('lessons'))
          .item(lesson.id, lesson.siteId)
          .replace(lesson, { accessCondition: { type: 'IfMatch', condition: etag } });
      }
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 409 || status === 412 || status === 404) return false;
      throw error;
    }
  });
}

/** One page of a site's lessons, the newest upload first. `limit` is 1 to 200. */
export async function listLessons(
  siteId: string | undefined,
  limit: number,
  continuation: string | undefined,
): Promise<{ lessons: Lesson[]; continuation: string | undefined }> {
  return inDatabase('listing lessons', async () => {
    const where = siteId === undefined ? '' : ' WHERE c.siteId = @site';
    const query = {
      query: `SELECT * FROM c${where} ORDER BY c.uploadedAt DESC`,
      parameters: siteId === undefined ? [] : [{ name: '@site', value: siteId }],
    };
    const page = await (await documents('lessons')).items
      .query(query, {
        maxItemCount: limit,
        ...(siteId === undefined ? {} : { partitionKey: siteId }),
        ...(continuation === undefined ? {} : { continuationToken: continuation }),
      })
      .fetchNext();
    return {
      lessons: (page.resources ?? []).map((found) => readLesson(found)),
      continuation: page.continuationToken,
    };
  });
}

/**
 * A new lesson's document, or the present one moved on to a newer upload. What people said of the lesson stays, but for
 * what a newer upload says; the same upload seen again says nothing new, for somebody may have changed it since.
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
    retainUntil: said?.retainUntil ?? present?.retainUntil,
    hold: said?.hold ?? present?.hold,
    revision: source.revision,
    status: 'running',
    sizeBytes: source.sizeBytes,
    uploadedAt: source.uploadedAt,
    updatedAt: now.toISOString(),
    failure: undefined,
  };
}

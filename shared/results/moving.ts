import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { type Study, studySchema } from '../studies/study.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { findLesson } from './lessons.ts';
import type { Place } from './questions.ts';

const questionSchema = z.looseObject({ id: z.string(), revision: z.string() });
const codingSchema = z.looseObject({ id: z.string(), studyId: z.string(), lessonId: z.string() });

// Enough to hide the distance, too few to exhaust a serverless account's throughput.
const parallel = 8;

/**
 * Writes a lesson's questions, and what people said of them, once more at another place; the same again is the same.
 * @param after what a revision is called there
 */
export async function copyQuestions(from: Place, to: Place, after: (revision: string) => string): Promise<void> {
  await inDatabase('copying questions', async () => {
    const container = await documents('questions');
    const query = 'SELECT * FROM c WHERE c.siteId = @site AND c.lessonId = @lesson';
    const parameters = [
      { name: '@site', value: from.siteId },
      { name: '@lesson', value: from.lessonId },
    ];
    const { resources } = await container.items
      .query({ query, parameters }, { partitionKey: [from.siteId, from.lessonId] })
      .fetchAll();
    await inParallel(parallel, resources, async (document) => {
      const { id, revision, ...rest } = questionSchema.parse(withoutSystem(document));
      const renamed = after(revision);
      await container.items.upsert({ ...rest, ...to, revision: renamed, id: renamed + id.slice(revision.length) });
    });
  });
}

/** Writes what people coded of a lesson in studies once more, under another id of it. */
export async function copyCodings(from: string, to: string): Promise<void> {
  await inDatabase('copying codings', async () => {
    const container = await documents('studies');
    const query = {
      query: 'SELECT * FROM c WHERE c.lessonId = @lesson',
      parameters: [{ name: '@lesson', value: from }],
    };
    const { resources } = await container.items.query(query).fetchAll();
    await inParallel(parallel, resources, async (document) => {
      const { id, ...rest } = codingSchema.parse(withoutSystem(document));
      await container.items.upsert({ ...rest, lessonId: to, id: id.replace(`~${from}~`, `~${to}~`) });
    });
  });
}

/** Has the studies that name a lesson name it by another id. @returns those that name it so now. */
export async function renameInStudies(from: string, to: string): Promise<Study[]> {
  return inDatabase('renaming a lesson in studies', async () => {
    const container = await documents('studies');
    const named = await container.items.query("SELECT c.id FROM c WHERE c.kind = 'study'").fetchAll();
    const studies: Study[] = [];
    for (const { id } of z.array(z.object({ id: z.string() })).parse(named.resources)) {
      const renamed = await whileBeaten(async () => {
        const { resource, etag } = await container.item(id, id).read();
        if (resource === undefined) return null;
        const study = studySchema.parse(resource);
        // Renamed by an earlier try, it may not have been kept beside the recordings yet.
        if (study.lessons.includes(to)) return study;
        if (!study.lessons.includes(from)) return null;
        const other = (lessonId: string) => (lessonId === from ? to : lessonId);
        const lessons = study.lessons.map(other);
        const assignments = study.assignments.map((one) => ({ ...one, lessonId: other(one.lessonId) }));
        try {
          const condition = { accessCondition: { type: 'IfMatch', condition: etag } };
          await container.item(id, id).replace({ ...withoutSystem(resource), lessons, assignments }, condition);
        } catch (error) {
          if (statusOf(error) === 412 || statusOf(error) === 404) return beaten;
          throw error;
        }
        return { ...study, lessons, assignments };
      });
      if (renamed === beaten) throw new TransientError('database-unavailable', 'A study was changed again and again.');
      if (renamed !== null) studies.push(renamed);
    }
    return studies;
  });
}

/**
 * Takes a lesson's document out, as it was when `keep` was told of it.
 * @param keep is told of the lesson as it is, before it goes, and again when it has changed; it may leave it by `false`
 */
export async function takeOutLesson(
  { siteId, lessonId }: Place,
  keep: (lesson: Lesson) => Promise<boolean>,
): Promise<void> {
  const taken = await whileBeaten(async () => {
    const stored = await findLesson(siteId, lessonId);
    if (stored === null || !(await keep(stored.lesson))) return null;
    return inDatabase('taking a lesson out', async () => {
      try {
        const condition = { accessCondition: { type: 'IfMatch', condition: stored.etag } };
        await (await documents('lessons')).item(lessonId, siteId).delete(condition);
        return null;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        if (statusOf(error) === 412) return beaten;
        throw error;
      }
    });
  });
  if (taken === beaten) throw new TransientError('database-unavailable', 'The lesson was changed again and again.');
}

/** A document without what the database itself writes into it. */
function withoutSystem(document: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => !/^_(?:rid|self|etag|attachments|ts)$/.test(name)),
  );
}

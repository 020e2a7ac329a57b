import { z } from 'zod';
import { inParallel } from '../inParallel.ts';
import { type CodedQuestion, codedQuestionSchema } from '../lessons/question.ts';
import type { ReviewEvent } from '../lessons/reviewEvent.ts';
import { type Coding, codingSchema, type Settled, settledSchema } from '../studies/study.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { documentId, questionIdOf } from './questions.ts';
import type { RevisionPlace } from './reviewing.ts';

// Enough to hide the distance, too few to exhaust a serverless account's throughput.
const parallel = 8;

const rowSchema = z.looseObject({ id: z.string(), revision: z.string(), change: z.unknown().optional() });

const codedRowSchema = z.object({ id: z.string(), text: z.string().optional(), shadow: z.unknown().optional() });

/** What is to stand of a revision's questions, and of what people said of them. */
export interface Rewriting {
  readonly gone: ReadonlySet<string>;
  readonly written: readonly CodedQuestion[];
  readonly goneEvents: ReadonlySet<string>;
  readonly changedEvents: readonly ReviewEvent[];
  /** Events with a later number came while it was decided, and go. */
  readonly lastSequence: number;
}

/**
 * Deletes questions and events of a revision and writes others anew, and deletes all of a lesson's other revisions; the
 * same again is the same.
 */
export async function rewriteReviewing(place: RevisionPlace, rewriting: Rewriting): Promise<void> {
  const { siteId, lessonId, revision } = place;
  const changed = new Map(rewriting.changedEvents.map((event) => [event.id, event]));
  await inDatabase('rewriting questions', async () => {
    const container = await documents('questions');
    const item = (id: string) => container.item(id, [siteId, lessonId]);
    const query = 'SELECT * FROM c WHERE c.siteId = @site AND c.lessonId = @lesson';
    const parameters = [
      { name: '@site', value: siteId },
      { name: '@lesson', value: lessonId },
    ];
    const { resources } = await container.items
      .query({ query, parameters }, { partitionKey: [siteId, lessonId] })
      .fetchAll();
    await inParallel(parallel, resources, async (document) => {
      const row = rowSchema.parse(document);
      const remove = async () => {
        try {
          await item(row.id).delete();
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
        }
      };
      if (row.revision !== revision) return remove();
      if (row.change === undefined) return rewriting.gone.has(questionIdOf(row.id, revision)) ? remove() : undefined;
      const { eventId, sequence } = z.looseObject({ eventId: z.string(), sequence: z.int() }).parse(row);
      if (rewriting.goneEvents.has(eventId) || sequence > rewriting.lastSequence) return remove();
      const event = changed.get(eventId);
      if (event === undefined) return;
      const { id, ...rest } = event;
      await container.items.upsert({ ...rest, eventId: id, siteId, lessonId, revision, id: row.id });
    });
    const rows = new Map(
      z
        .array(codedRowSchema)
        .parse(resources)
        .map((row) => [row.id, row]),
    );
    await inParallel(parallel, rewriting.written, async (question) => {
      const id = documentId(revision, question.id);
      const row = rows.get(id);
      // What a shadow made of other words is none of these.
      const shadow = row?.text === question.text && row.shadow !== undefined ? { shadow: row.shadow } : {};
      await container.items.upsert({
        ...codedQuestionSchema.parse(question),
        ...shadow,
        siteId,
        lessonId,
        revision,
        id,
      });
    });
  });
}

/** How many revisions of a lesson the database has questions of, besides one. */
export async function otherRevisions({ siteId, lessonId, revision }: RevisionPlace): Promise<string[]> {
  return inDatabase('looking for earlier uploads', async () => {
    const query = 'SELECT c.revision FROM c WHERE c.siteId = @site AND c.lessonId = @lesson';
    const parameters = [
      { name: '@site', value: siteId },
      { name: '@lesson', value: lessonId },
    ];
    const { resources } = await (await documents('questions')).items
      .query({ query, parameters }, { partitionKey: [siteId, lessonId] })
      .fetchAll();
    const known = z.array(z.object({ revision: z.string() })).parse(resources);
    return [...new Set(known.map((row) => row.revision))].filter((other) => other !== revision);
  });
}

/** What somebody coded of a lesson, or settled, and the id of its document. */
export interface StoredCoding {
  readonly id: string;
  readonly kind: string;
  readonly value: Coding | Settled;
}

/** Everything that people coded of a lesson in studies, and settled. */
export async function codingsOfLesson(lessonId: string): Promise<StoredCoding[]> {
  return inDatabase('reading codings', async () => {
    const query = 'SELECT * FROM c WHERE c.lessonId = @lesson';
    const parameters = [{ name: '@lesson', value: lessonId }];
    const { resources } = await (await documents('studies')).items.query({ query, parameters }).fetchAll();
    return resources.map((document) => {
      const { id, kind } = z.object({ id: z.string(), kind: z.string() }).parse(document);
      return { id, kind, value: kind === 'settled' ? settledSchema.parse(document) : codingSchema.parse(document) };
    });
  });
}

/** Writes a coding anew, also one that was handed in. */
export async function rewriteCoding({ id, kind, value }: StoredCoding): Promise<void> {
  await inDatabase('rewriting a coding', async () => {
    await (await documents('studies')).items.upsert({ ...value, id, kind });
  });
}

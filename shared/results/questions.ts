import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { type CodedQuestion, codedQuestionSchema } from '../lessons/question.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';

/** Where a lesson's documents are. */
export type Place = { readonly siteId: string; readonly lessonId: string };

// A document's id is its revision's and its own, so that two revisions never touch each other's documents.
export const documentId = (revision: string, questionId: string) => `${revision}-${questionId}`;
export const questionIdOf = (id: string, revision: string) => id.slice(revision.length + 1);
const storedSchema = codedQuestionSchema.extend({ revision: z.string(), _etag: z.string() });

export interface StoredQuestion {
  readonly question: CodedQuestion;
  readonly etag: string;
}

/** A question's document as the question. */
export function stored(document: unknown): StoredQuestion {
  const { _etag, revision, ...question } = storedSchema.parse(document);
  return { question: { ...question, id: questionIdOf(question.id, revision) }, etag: _etag };
}

/**
 * Writes the questions of one revision. A question that a person has reviewed meanwhile is left as it is.
 */
export async function saveQuestions(
  place: Place,
  revision: string,
  questions: readonly CodedQuestion[],
): Promise<void> {
  // Eight at a time: enough to hide the distance, too few to exhaust a serverless account's throughput.
  await inParallel(8, questions, (question) => saveQuestion(place, revision, question));
}

async function saveQuestion(place: Place, revision: string, question: CodedQuestion): Promise<void> {
  await inDatabase('writing a question', async () => {
    const id = documentId(revision, question.id);
    const document = { ...question, ...place, revision, id };
    const item = (await documents('questions')).item(id, [place.siteId, place.lessonId]);
    const written = await whileBeaten(async () => {
      try {
        await (await documents('questions')).items.create(document);
        return 'created';
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
      }
      const { resource } = await item.read();
      if (resource === undefined) return beaten;
      const present = stored(resource);
      if (present.question.review !== undefined) return 'left';
      try {
        await item.replace(document, { accessCondition: { type: 'IfMatch', condition: present.etag } });
        return 'replaced';
      } catch (error) {
        if (statusOf(error) === 412 || statusOf(error) === 404) return beaten;
        throw error;
      }
    });
    if (written === beaten)
      throw new TransientError('database-unavailable', 'A question was changed by others again and again.');
  });
}

/** The documents of one revision's questions as the machine found them, in order of time. */
export async function listQuestions(place: Place, revision: string): Promise<StoredQuestion[]> {
  return inDatabase('reading questions', async () => {
    const { resources } = await (await documents('questions')).items
      .query(
        {
          query: `SELECT * FROM c WHERE c.revision = @revision AND c.siteId = @site AND c.lessonId = @lesson
            AND NOT IS_DEFINED(c.change)`,
          parameters: [
            { name: '@revision', value: revision },
            { name: '@site', value: place.siteId },
            { name: '@lesson', value: place.lessonId },
          ],
        },
        { partitionKey: [place.siteId, place.lessonId] },
      )
      .fetchAll();
    return resources.map(stored).sort((a, b) => a.question.start - b.question.start);
  });
}

/**
 * Which of a lesson's questions to delete. From the first two, what a person said is kept: events, and questions that
 * were reviewed before there were events. The others take all.
 */
export type Doomed =
  | { readonly kind: 'ofOtherRevisions'; readonly than: string }
  | { readonly kind: 'notFoundAgain'; readonly revision: string; readonly found: ReadonlySet<string> }
  | { readonly kind: 'ofRevisions'; readonly revisions: ReadonlySet<string> }
  | { readonly kind: 'all' };

/** Deletes questions of a lesson, with what people said of them; returns how many of each. */
export async function deleteQuestions(
  place: Place,
  doomed: Doomed,
): Promise<{ questions: number; corrections: number }> {
  return inDatabase('deleting questions', async () => {
    const { resources } = await (await documents('questions')).items
      .query(
        {
          query: 'SELECT * FROM c WHERE c.siteId = @site AND c.lessonId = @lesson',
          parameters: [
            { name: '@site', value: place.siteId },
            { name: '@lesson', value: place.lessonId },
          ],
        },
        { partitionKey: [place.siteId, place.lessonId] },
      )
      .fetchAll();
    const rows = z.array(rowSchema).parse(resources);
    const chosen = rows.filter((row) => isDoomed(row, doomed));
    for (const row of chosen) {
      try {
        await (await documents('questions')).item(row.id, [place.siteId, place.lessonId]).delete();
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    }
    const corrections = chosen.filter(({ change }) => change !== undefined).length;
    return { questions: chosen.length - corrections, corrections };
  });
}

const rowSchema = z.object({
  id: z.string(),
  revision: z.string(),
  review: z.unknown().optional(),
  change: z.unknown().optional().describe('of events alone'),
});

function isDoomed(row: z.infer<typeof rowSchema>, doomed: Doomed): boolean {
  const said = row.review !== undefined || row.change !== undefined;
  switch (doomed.kind) {
    case 'ofOtherRevisions':
      return row.revision !== doomed.than && !said;
    case 'notFoundAgain':
      return row.revision === doomed.revision && !said && !doomed.found.has(row.id.slice(row.revision.length + 1));
    case 'ofRevisions':
      return doomed.revisions.has(row.revision);
    case 'all':
      return true;
  }
}

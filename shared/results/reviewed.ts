import { z } from 'zod';
import { type Review, reviewSchema, type ShadowedQuestion, shadowedQuestionSchema } from '../lessons/question.ts';
import { documents, inDatabase } from './database.ts';
import { questionIdOf } from './questions.ts';

const storedSchema = shadowedQuestionSchema.extend({ siteId: z.string(), lessonId: z.string() });
export type StoredShadowedQuestion = ShadowedQuestion & { readonly siteId: string; readonly lessonId: string };

/** All questions of all lessons that have a person's review, or a shadow's code. Reads page by page; meant for reports. */
export async function* questionsWith(what: 'review' | 'shadow'): AsyncGenerator<StoredShadowedQuestion> {
  const pages = (await documents('questions')).items.query(`SELECT * FROM c WHERE IS_DEFINED(c.${what})`);
  while (pages.hasMoreResults()) {
    const page = await inDatabase('reading questions', () => pages.fetchNext());
    for (const document of page.resources ?? []) yield storedSchema.parse(document);
  }
}

const reviewRowSchema = z.object({
  id: z.string(),
  siteId: z.string(),
  lessonId: z.string(),
  revision: z.string(),
  review: reviewSchema.optional(),
  takenBackAt: z.iso.datetime().optional(),
});

/** A review, and of which question. */
interface GivenReview {
  readonly place: { readonly siteId: string; readonly lessonId: string; readonly revision: string };
  readonly questionId: string;
  readonly at: string;
  readonly review: Review | null;
}

/** The reviews of all lessons that were given or taken back after a moment. */
export async function* reviewsSince(since: Date): AsyncGenerator<GivenReview> {
  const pages = (await documents('questions')).items.query({
    query: `SELECT c.id, c.siteId, c.lessonId, c.revision, c.review, c.takenBackAt FROM c
      WHERE c.review.at >= @since OR c.takenBackAt >= @since`,
    parameters: [{ name: '@since', value: since.toISOString() }],
  });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('reading reviews', () => pages.fetchNext());
    for (const row of page.resources ?? []) {
      const { id, review = null, takenBackAt, ...place } = reviewRowSchema.parse(row);
      const at = review?.at ?? takenBackAt;
      if (at !== undefined) yield { place, questionId: questionIdOf(id, place.revision), at, review };
    }
  }
}

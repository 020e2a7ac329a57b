import { z } from 'zod';
import { type ShadowedQuestion, shadowedQuestionSchema } from '../lessons/question.ts';
import { documents, inDatabase } from './database.ts';

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

import { z } from 'zod';
import { type ShadowedQuestion, shadowedQuestionSchema } from '../lessons/question.ts';
import { isReviewed } from '../questions/metrics.ts';
import { documents, inDatabase } from './database.ts';
import { questionIdOf } from './questions.ts';
import { type RevisionPlace, readReviewing, reviewedRevisions } from './reviewing.ts';

export type StoredShadowedQuestion = ShadowedQuestion & { readonly siteId: string; readonly lessonId: string };

/** All questions of all lessons that a person has judged, as people have corrected them. Meant for reports. */
export async function* reviewedQuestions(): AsyncGenerator<StoredShadowedQuestion> {
  for (const { siteId, lessonId, revision } of await reviewedRevisions()) {
    const { state } = await readReviewing({ siteId, lessonId }, revision);
    for (const question of state.questions) if (isReviewed(question)) yield { ...question, siteId, lessonId };
  }
}

const storedSchema = shadowedQuestionSchema.extend({ siteId: z.string(), lessonId: z.string(), revision: z.string() });

/** All questions of all lessons that a shadow has coded, with what people made of them. Reads lesson by lesson. */
export async function* shadowedQuestions(): AsyncGenerator<StoredShadowedQuestion> {
  const spokenOf = new Set((await reviewedRevisions()).map(nameOf));
  const pages = (await documents('questions')).items.query('SELECT * FROM c WHERE IS_DEFINED(c.shadow)');
  let known: { name: string; now: Map<string, ShadowedQuestion> } | undefined;
  while (pages.hasMoreResults()) {
    const page = await inDatabase('reading questions', () => pages.fetchNext());
    for (const document of page.resources ?? []) {
      const { revision, ...question } = storedSchema.parse(document);
      const place = { siteId: question.siteId, lessonId: question.lessonId, revision };
      const name = nameOf(place);
      if (spokenOf.has(name) && known?.name !== name) known = { name, now: await corrected(place) };
      const now = known?.name === name ? known.now.get(questionIdOf(question.id, revision)) : undefined;
      // A question that was cut or put together since is not the one that the shadow coded.
      yield now?.text === question.text ? { ...question, review: now.review, rejected: now.rejected } : question;
    }
  }
}

const nameOf = ({ lessonId, revision }: RevisionPlace) => `${lessonId} ${revision}`;

async function corrected({ revision, ...place }: RevisionPlace): Promise<Map<string, ShadowedQuestion>> {
  const { state } = await readReviewing(place, revision);
  return new Map(state.questions.map((question) => [question.id, question]));
}

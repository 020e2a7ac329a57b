import { CosmosClient } from '@azure/cosmos';
import { inParallel } from '../../shared/inParallel.ts';
import type { Analysis } from '../../shared/lessons/lesson.ts';

/** Documents on their way at once: about what the rebuild has. */
const parallel = 64;

/**
 * The least that fills a database with as much: each question and lesson created, nothing read, compared or counted.
 * @param connection of an account whose database `askwell` knows nothing of these lessons
 * @returns seconds
 */
export async function writePlainly(connection: string, analyses: readonly Analysis[]): Promise<number> {
  const database = new CosmosClient(connection).database('askwell');
  const documents = analyses.flatMap(({ source, result, questions }) => {
    const { siteId, lessonId, revision, blobName } = source;
    const asked = questions.map((question) => ({
      container: 'questions',
      document: { ...question, siteId, lessonId, revision, id: `${revision}-${question.id}` },
    }));
    return [...asked, { container: 'lessons', document: { id: lessonId, siteId, revision, blobName, result } }];
  });
  const began = performance.now();
  await inParallel(parallel, documents, ({ container, document }) =>
    database.container(container).items.create(document),
  );
  return (performance.now() - began) / 1000;
}

import { inParallel } from '../inParallel.ts';
import type { CodedQuestion, Review } from '../lessons/question.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { documentId, listQuestions, type StoredQuestion } from './questions.ts';

type Place = { readonly siteId: string; readonly lessonId: string };

/** A question as it was found, and its review from before there were events: null for one that was taken back. */
export interface KeptQuestion {
  readonly question: CodedQuestion;
  readonly said: { readonly at: string; readonly review: Review | null } | undefined;
}

// Several lessons are restored side by side, so each asks for less than when it is saved alone.
const parallel = 4;

export interface RestoreOptions {
  /** Write the machine's codes, too, where no person has reviewed them: the database's are of an older analysis. */
  readonly replace: boolean;
  /** The database knows nothing of the lesson, so that looking for its questions is most likely not worth the while. */
  readonly lost: boolean;
}

/**
 * Writes questions of one revision that the database has lost, and people's reviews of them. What is there stays, but
 * for a review that is older than the kept one. A question that changes meanwhile is left as it then is.
 */
export async function restoreQuestions(
  place: Place,
  revision: string,
  kept: readonly KeptQuestion[],
  { replace, lost }: RestoreOptions,
): Promise<{ questions: number; reviews: number }> {
  const found = lost ? [] : await listQuestions(place, revision);
  const present = new Map(found.map((stored) => [stored.question.id, stored]));
  const done = { questions: 0, reviews: 0 };
  const there: KeptQuestion[] = [];
  await inParallel(parallel, kept, async (next) => {
    const { question, said } = next;
    const stored = present.get(question.id);
    const change = changeOf(next, stored, replace);
    if (change === null) return;
    const id = documentId(revision, question.id);
    const document = change.kind === 'review' ? {} : { ...change.question, ...place, revision, id };
    if (!(await write({ place, id, document, etag: stored?.etag }, change))) there.push(next);
    else {
      if (change.kind !== 'review') done.questions += 1;
      if (change.kind === 'review' || (change.kind === 'create' && said?.review)) done.reviews += 1;
    }
  });
  if (!lost || there.length === 0) return done;
  const rest = await restoreQuestions(place, revision, there, { replace, lost: false });
  return { questions: done.questions + rest.questions, reviews: done.reviews + rest.reviews };
}

type Change =
  | { readonly kind: 'create'; readonly question: CodedQuestion }
  | { readonly kind: 'replace'; readonly question: CodedQuestion }
  | { readonly kind: 'review'; readonly review: Review | null };

/** What is to be written of a question, or null for nothing. */
export function changeOf(
  { question, said }: KeptQuestion,
  present: Pick<StoredQuestion, 'question'> | undefined,
  replace: boolean,
): Change | null {
  if (present === undefined) {
    const { review: _none, ...bare } = question;
    return { kind: 'create', question: said?.review ? { ...bare, review: said.review } : bare };
  }
  const { review } = present.question;
  if (said !== undefined && said.at > (review?.at ?? '') && (said.review !== null || review !== undefined)) {
    return { kind: 'review', review: said.review };
  }
  return replace && review === undefined ? { kind: 'replace', question } : null;
}

interface Target {
  readonly place: Place;
  readonly id: string;
  readonly document: object;
  readonly etag: string | undefined;
}

async function write({ place, id, document, etag }: Target, change: Change): Promise<boolean> {
  return inDatabase('writing a question back', async () => {
    const container = await documents('questions');
    const item = container.item(id, [place.siteId, place.lessonId]);
    const unchanged = etag === undefined ? {} : { accessCondition: { type: 'IfMatch', condition: etag } };
    try {
      if (change.kind === 'create') await container.items.create(document);
      if (change.kind === 'replace') await item.replace(document, unchanged);
      if (change.kind === 'review') {
        const operation =
          change.review === null
            ? ({ op: 'remove', path: '/review' } as const)
            : ({ op: 'set', path: '/review', value: change.review } as const);
        await item.patch({ operations: [operation] }, unchanged);
      }
      return true;
    } catch (error) {
      // Somebody wrote or deleted it since it was looked at, and knows better.
      const status = statusOf(error);
      if (status === 409 || status === 412 || status === 404) return false;
      throw error;
    }
  });
}

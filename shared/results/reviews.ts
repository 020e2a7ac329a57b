import type { PatchOperation } from '@azure/cosmos';
import { plainETag } from '../lessons/identity.ts';
import type { Review } from '../lessons/question.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { documents, inDatabase, statusOf } from './database.ts';
import { documentId, type Place, type StoredQuestion, stored } from './questions.ts';

/**
 * Records a person's code for a question, or takes it back.
 * @param review null takes it back; where there is none, nothing changes
 * @param at when, ISO 8601 UTC with milliseconds
 * @param basedOn the ETag of what the person saw, with or without quotes; undefined means whatever it is now
 * @returns the question as it now is, 'conflict' when it has changed since, or null when there is none
 */
export async function saveReview(
  place: Place,
  revision: string,
  questionId: string,
  review: Review | null,
  basedOn: string | undefined,
  at: string,
): Promise<StoredQuestion | 'conflict' | null> {
  return inDatabase('writing a review', async () => {
    const item = (await documents('questions')).item(documentId(revision, questionId), [place.siteId, place.lessonId]);
    const saved = await whileBeaten(async () => {
      const { resource } = await item.read();
      if (resource === undefined) return null;
      const present = stored(resource);
      if (basedOn !== undefined && plainETag(basedOn) !== plainETag(present.etag)) return 'conflict';
      if (review === null && present.question.review === undefined) return present;
      try {
        const operations: PatchOperation[] =
          review === null
            ? [
                { op: 'remove', path: '/review' },
                { op: 'set', path: '/takenBackAt', value: at },
              ]
            : [{ op: 'set', path: '/review', value: review }];
        const unchanged = { accessCondition: { type: 'IfMatch', condition: present.etag } };
        const answer = await item.patch({ operations }, unchanged);
        const reviewed = stored(answer.resource);
        if (review !== null) record(metrics.reviews, 1, { agrees: reviewed.question.label === review.label });
        return reviewed;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        if (statusOf(error) === 412) return beaten;
        throw error;
      }
    });
    return saved === beaten ? 'conflict' : saved;
  });
}

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { nameOf } from '../../shared/api/caller.ts';
import { basisOf } from '../../shared/api/conditional.ts';
import { type QuestionPath, review } from '../../shared/api/review.ts';
import { plainETag } from '../../shared/lessons/identity.ts';
import type { Review } from '../../shared/lessons/question.ts';
import { log } from '../../shared/telemetry/log.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('questionReview', async ({ path, body: { by, ...code }, request, context, caller }) =>
  save(path, request, context, { ...code, by: nameOf(caller, by), at: new Date().toISOString() }),
);

endpoint('questionReviewUndo', async ({ path, request, context }) => save(path, request, context, null));

async function save(path: QuestionPath, request: HttpRequest, context: InvocationContext, code: Review | null) {
  const saved = await review(path, code, basisOf(request), (error) =>
    log(context, 'warn', 'metrics.stale', { code: error.code }),
  );
  return { headers: { etag: `"${plainETag(saved.etag)}"`, 'cache-control': 'no-store' }, jsonBody: saved };
}

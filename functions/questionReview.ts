import { app, type HttpRequest, type InvocationContext } from '@azure/functions';
import { callerOf, nameOf } from '../shared/api/caller.ts';
import { basisOf } from '../shared/api/conditional.ts';
import { reviewRequestSchema } from '../shared/api/contract.ts';
import { review } from '../shared/api/review.ts';
import { answering, jsonBody } from '../shared/api/route.ts';
import { plainETag } from '../shared/lessons/identity.ts';
import type { Review } from '../shared/lessons/question.ts';
import { log } from '../shared/telemetry/log.ts';

app.http('questionReview', {
  methods: ['PUT'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/questions/{questionId}/review',
  handler: answering(async (request, context) => {
    const { by, ...code } = await jsonBody(request, reviewRequestSchema, 16_000);
    return save(request, context, { ...code, by: nameOf(callerOf(request), by), at: new Date().toISOString() });
  }),
});

app.http('questionReviewUndo', {
  methods: ['DELETE'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/questions/{questionId}/review',
  handler: answering((request, context) => save(request, context, null)),
});

async function save(request: HttpRequest, context: InvocationContext, code: Review | null) {
  const saved = await review(request.params, code, basisOf(request), (error) =>
    log(context, 'warn', 'metrics.stale', { code: error.code }),
  );
  return { headers: { etag: `"${plainETag(saved.etag)}"`, 'cache-control': 'no-store' }, jsonBody: saved };
}

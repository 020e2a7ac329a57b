import type { HttpRequest, InvocationContext } from '@azure/functions';
import { nameOf } from '../../shared/api/caller.ts';
import { basisOf } from '../../shared/api/conditional.ts';
import { reviewRequestSchema } from '../../shared/api/contract.ts';
import { review } from '../../shared/api/review.ts';
import { jsonBody } from '../../shared/api/route.ts';
import { plainETag } from '../../shared/lessons/identity.ts';
import type { Review } from '../../shared/lessons/question.ts';
import { log } from '../../shared/telemetry/log.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('questionReview', {
  methods: ['PUT'],
  route: 'api/v1/lessons/{id}/questions/{questionId}/review',
  handler: async (request, context, caller) => {
    const { by, ...code } = await jsonBody(request, reviewRequestSchema, 16_000);
    return save(request, context, { ...code, by: nameOf(caller, by), at: new Date().toISOString() });
  },
});

guarded('questionReviewUndo', {
  methods: ['DELETE'],
  route: 'api/v1/lessons/{id}/questions/{questionId}/review',
  handler: (request, context) => save(request, context, null),
});

async function save(request: HttpRequest, context: InvocationContext, code: Review | null) {
  const saved = await review(request.params, code, basisOf(request), (error) =>
    log(context, 'warn', 'metrics.stale', { code: error.code }),
  );
  return { headers: { etag: `"${plainETag(saved.etag)}"`, 'cache-control': 'no-store' }, jsonBody: saved };
}

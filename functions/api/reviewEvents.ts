import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { Rights } from '../../shared/api/access.ts';
import { elanChanges, handCoding } from '../../shared/api/broughtIn.ts';
import { nameOf } from '../../shared/api/caller.ts';
import { answerUnlessKnown, basisOf } from '../../shared/api/conditional.ts';
import { questionAfter, review, reviewMany, type Said } from '../../shared/api/review.ts';
import { reviewEventsView } from '../../shared/api/reviewEventsView.ts';
import { log } from '../../shared/telemetry/log.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('questionReview', async ({ path, body: { by, ...code }, request, context, caller, rights }) =>
  question(path, rights, request, context, nameOf(caller, by), { kind: 'code', question: path.questionId, ...code }),
);

endpoint('questionReviewUndo', async ({ path, request, context, caller, rights }) =>
  question(path, rights, request, context, nameOf(caller, undefined), {
    kind: 'code-withdrawn',
    question: path.questionId,
  }),
);

endpoint('reviewEvent', async ({ path, body: { id, by, change }, request, context, caller, rights }) => {
  const said = { ...(id && { id }), by: nameOf(caller, by), change, basis: basisOf(request) };
  return { headers: { 'cache-control': 'no-store' }, jsonBody: await say(path.id, rights, said, context) };
});

endpoint('reviewManyEvents', async ({ path, body: { by, events }, context, caller, rights }) => {
  const said = events.map((one) => ({ ...one, by: nameOf(caller, by), basis: undefined }));
  const stale = (error: { code: string }) => log(context, 'warn', 'metrics.stale', { code: error.code });
  return { headers: { 'cache-control': 'no-store' }, jsonBody: await reviewMany(path.id, rights, said, stale) };
});

endpoint('elanChanges', async ({ path, body, rights }) => ({
  headers: { 'cache-control': 'no-store' },
  jsonBody: await elanChanges(path.id, rights, body.eaf),
}));

endpoint('handCoding', async ({ path, body, rights }) => ({
  headers: { 'cache-control': 'no-store' },
  jsonBody: await handCoding(path.id, rights, body.csv),
}));

endpoint('reviewEvents', async ({ path, request, rights }) =>
  answerUnlessKnown(request, await reviewEventsView(path.id, rights)),
);

const say = (lessonId: string, rights: Rights, said: Said, context: InvocationContext) =>
  review(lessonId, rights, said, (error) => log(context, 'warn', 'metrics.stale', { code: error.code }));

async function question(
  { id, questionId }: { id: string; questionId: string },
  rights: Rights,
  request: HttpRequest,
  context: InvocationContext,
  by: string,
  change: Said['change'],
) {
  const { questions } = await say(id, rights, { by, change, basis: basisOf(request) }, context);
  const saved = questions.find((one) => one.id === questionId) ?? (await questionAfter(id, rights, questionId));
  return { headers: { etag: `"${saved.etag}"`, 'cache-control': 'no-store' }, jsonBody: saved };
}

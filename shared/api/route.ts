import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { TransientError } from '../errors.ts';
import { questionIdSchema } from '../lessons/reviewEvent.ts';
import { faultOf } from '../telemetry/fault.ts';
import { log } from '../telemetry/log.ts';
import { lessonIdSchema } from './contract.ts';
import { Problem, problemResponse } from './problem.ts';

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/**
 * Turns what a handler throws into problem details; what nobody expected is logged and told without its insides. No
 * browser and no proxy keeps an answer that does not say for itself how long: it may hold what children said.
 */
export function answering(handler: Handler): Handler {
  const answer = withProblems(handler);
  return async (request, context) => {
    const { headers, ...rest } = await answer(request, context);
    const named = new Headers(headers);
    if (!named.has('cache-control')) named.set('cache-control', 'no-store');
    return { ...rest, headers: named };
  };
}

function withProblems(handler: Handler): Handler {
  return async (request, context) => {
    try {
      refuseBrokenPath(request);
      return await handler(request, context);
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      if (error instanceof TransientError) {
        log(context, 'warn', 'request.unavailable', { code: error.code });
        const problem = new Problem(503, error.code, 'Not available now', `${error.message} Try again in a moment.`);
        const { headers, ...answer } = problemResponse(problem);
        return { ...answer, headers: { ...headers, 'retry-after': '5' } };
      }
      log(context, 'error', 'request.failed', {
        function: context.functionName,
        lessonId: lessonIdSchema.safeParse(request.params.id).data,
        questionId: questionIdSchema.safeParse(request.params.questionId).data,
        ...faultOf(error),
      });
      return problemResponse(
        new Problem(500, 'internal', 'Askwell failed', 'This is our fault; the logs say more under this invocation.'),
      );
    }
  };
}

// A host hands such a path on as it is; no id, no site and no file is ever called so.
function refuseBrokenPath(request: HttpRequest): void {
  try {
    decodeURIComponent(new URL(request.url).pathname);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    const detail = 'The path is not properly percent-encoded: after each % stand two hexadecimal digits, in UTF-8.';
    throw new Problem(400, 'malformed-path', 'The path is malformed', detail);
  }
}

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { beginEntry } from '../audit/log.ts';
import { TransientError } from '../errors.ts';
import { log } from '../telemetry/log.ts';
import { type Caller, nameOf } from './caller.ts';
import { lessonIdSchema } from './contract.ts';
import { type EndpointName, endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';

/**
 * Answers a request, and writes down who asked for what and how it ended. A change that cannot be written down is not
 * made (503); what is only looked at is shown all the same, and the log line says that nobody knows who saw it: to keep
 * a coach from her lesson because a table is down would protect nobody.
 */
export async function auditing(
  name: EndpointName,
  request: HttpRequest,
  context: InvocationContext,
  caller: Caller,
  answer: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const { audit } = endpointOf(name);
  if (audit === undefined) return answer();
  const deed = {
    who: nameOf(caller, undefined),
    whoId: caller.id ?? '',
    action: name,
    method: request.method,
    lessonId: lessonIdSchema.safeParse(request.params.id).data ?? '',
  };
  const unless = (error: unknown) => {
    if (!(error instanceof TransientError)) throw error;
    log(context, 'error', 'audit.lost', { action: name, lessonId: deed.lessonId, code: error.code });
  };
  const begun = audit === 'changed' ? await beginEntry(deed) : await beginEntry(deed).catch(unless);
  let result = '500';
  try {
    const answered = await answer();
    result = String(answered.status ?? 200);
    return answered;
  } catch (error) {
    if (error instanceof Problem) result = String(error.status);
    else if (error instanceof TransientError) result = '503';
    throw error;
  } finally {
    await begun?.end(result).catch(unless);
  }
}

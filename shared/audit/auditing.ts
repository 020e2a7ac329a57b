import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { GuardedFunction } from '../api/access.ts';
import { type Caller, nameOf } from '../api/caller.ts';
import { lessonIdSchema } from '../api/contract.ts';
import { Problem } from '../api/problem.ts';
import { TransientError } from '../errors.ts';
import { log } from '../telemetry/log.ts';
import { type AuditedAction, audited } from './audited.ts';
import { beginEntry } from './log.ts';

type Answer = () => Promise<HttpResponseInit>;

/**
 * Answers a request, and writes down who asked for what and how it ended. A change that cannot be written down is not
 * made (503); what is only looked at is shown all the same, and the log line says that nobody knows who saw it: to keep
 * a coach from her lesson because a table is down would protect nobody.
 */
export async function auditing(
  name: GuardedFunction,
  request: HttpRequest,
  context: InvocationContext,
  caller: Caller,
  answer: Answer,
): Promise<HttpResponseInit> {
  const action = actionOf(name);
  if (action === undefined) return answer();
  const id = lessonIdSchema.safeParse(request.params.id);
  const deed = {
    who: nameOf(caller, undefined),
    whoId: caller.id ?? '',
    action,
    method: request.method,
    lessonId: id.success ? id.data : '',
  };
  const unless = (error: unknown) => {
    if (!(error instanceof TransientError)) throw error;
    log(context, 'error', 'audit.lost', { action, lessonId: deed.lessonId, code: error.code });
  };
  const isChange = action !== 'retention' && audited[action] === 'changed' && request.method !== 'GET';
  const begun = isChange ? await beginEntry(deed) : await beginEntry(deed).catch(unless);
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

function actionOf(name: GuardedFunction): AuditedAction | undefined {
  return name in audited ? (name as keyof typeof audited) : undefined; // `in` does not narrow a string.
}

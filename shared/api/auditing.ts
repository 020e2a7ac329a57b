import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { type Begun, beginEntry } from '../audit/log.ts';
import { TransientError } from '../errors.ts';
import { log } from '../telemetry/log.ts';
import { Refusal } from './access.ts';
import { type Caller, nameOf } from './caller.ts';
import { lessonIdSchema } from './contract.ts';
import { type EndpointName, endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';

interface Call {
  readonly name: EndpointName;
  readonly request: HttpRequest;
  readonly context: InvocationContext;
  readonly caller: Caller;
}

/** The line of the audit log that a call gets, as whoever answers it sees it. */
export interface Line {
  /**
   * Writes down that it begins, where its row says so. A change that cannot be written down is not made (503); what is
   * only looked at is shown all the same, and the log line says that nobody knows who saw it: to keep a coach from her
   * lesson because a table is down would protect nobody.
   * @param lessonId what it is about; default is what the path says
   */
  begin(lessonId?: string): Promise<void>;
  /** A word more for the line: never anything that a caller wrote. */
  note(why: string): void;
}

/**
 * Answers a request, and writes down who asked for what and how it ended. What is refused is written down as well,
 * whatever it was; it stays refused where it cannot be.
 */
export async function auditing(
  { name, request, context, caller }: Call,
  answer: (line: Line) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const { audit } = endpointOf(name);
  const deed = { who: nameOf(caller, undefined), whoId: caller.id ?? '', action: name, method: request.method };
  let lessonId = lessonIdSchema.safeParse(request.params.id).data ?? '';
  let begun: Begun | undefined;
  let why = '';
  const unless = (error: unknown) => {
    if (!(error instanceof TransientError)) throw error;
    log(context, 'error', 'audit.lost', { action: name, lessonId, code: error.code });
    return undefined;
  };
  let result = '500';
  try {
    const answered = await answer({
      begin: async (about = lessonId) => {
        lessonId = about;
        if (audit === undefined) return;
        const entry = beginEntry({ ...deed, lessonId });
        begun = await (audit === 'changed' ? entry : entry.catch(unless));
      },
      note: (word) => {
        why = word;
      },
    });
    result = String(answered.status ?? 200);
    return answered;
  } catch (error) {
    if (error instanceof Problem) result = String(error.status);
    else if (error instanceof TransientError) result = '503';
    if (error instanceof Refusal) {
      why = error.why;
      begun ??= await beginEntry({ ...deed, lessonId }).catch(unless);
    }
    throw error;
  } finally {
    await begun?.end(result, why).catch(unless);
  }
}

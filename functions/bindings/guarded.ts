import {
  app,
  type HttpFunctionOptions,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { assertMayCall, type GuardedFunction } from '../../shared/api/access.ts';
import { type Caller, callerOf } from '../../shared/api/caller.ts';
import { answering } from '../../shared/api/route.ts';
import { auditing } from '../../shared/audit/auditing.ts';
import { config } from '../../shared/settings/config.ts';

interface GuardedOptions extends Omit<HttpFunctionOptions, 'authLevel' | 'handler'> {
  handler(request: HttpRequest, context: InvocationContext, caller: Caller): Promise<HttpResponseInit>;
}

/**
 * Registers an HTTP function that only those may call whom shared/api/access.ts names. Where people sign in, the platform
 * has asked them already and needs no key; where nobody does, the function's key keeps strangers out.
 */
export function guarded(name: GuardedFunction, { handler, ...options }: GuardedOptions): void {
  app.http(name, {
    ...options,
    authLevel: config().SIGN_IN === 'entra' ? 'anonymous' : 'function',
    handler: answering(async (request, context) => {
      const caller = callerOf(request);
      assertMayCall(caller, name);
      return auditing(name, request, context, caller, () => handler(request, context, caller));
    }),
  });
}

import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { roleSchema } from './contract.ts';

/** Who asks. `name` is null where nobody signs in: then everybody may do everything. */
export interface Caller {
  readonly name: string | null;
  readonly roles: readonly z.infer<typeof roleSchema>[];
}

/** Who sent a request. */
export function callerOf(_request: HttpRequest): Caller {
  return { name: null, roles: roleSchema.options };
}

/** The name to record for what somebody did: the signed-in one, else the one given, else "unnamed". */
export function nameOf(caller: Caller, given: string | undefined): string {
  return caller.name ?? given ?? 'unnamed';
}

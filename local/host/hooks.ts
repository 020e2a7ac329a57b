import type { HookCallback, RpcLogCategory, RpcLogLevel } from './coreTypes.ts';

/** Runs hooks one after the other, in the order in which they were registered; the first that throws ends it. */
export async function runHooks(hooks: readonly HookCallback[], context: object): Promise<void> {
  for (const hook of hooks) await hook(context);
}

/** What a log line is before it is written; a hook may change its level and message. */
export interface LogHookContext {
  level: RpcLogLevel;
  message: string;
  readonly category: RpcLogCategory;
  readonly [field: string]: unknown;
}

/** Shows a log line to the app's log hooks, which have to answer at once, and gives what they made of it. */
export function runLogHooks(hooks: readonly HookCallback[], line: LogHookContext): LogHookContext {
  for (const hook of hooks) hook(line);
  return line;
}

import type { Failure } from './history.ts';

/** A stack says where, not what; more of it than this only fills the history. */
const stackCharsMax = 4_000;

/** The name, message and stack of whatever was thrown. */
export function describeError(thrown: unknown): { name: string; message: string; stack: string } {
  if (thrown instanceof Error)
    return { name: thrown.name, message: thrown.message, stack: (thrown.stack ?? '').slice(0, stackCharsMax) };
  const message = typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  return { name: 'Error', message, stack: '' };
}

/** The failure of an activity, worded as the Durable Functions extension words it. */
export function activityFailure(name: string, thrown: unknown): Failure {
  const error = describeError(thrown);
  return {
    reason: `Activity function '${name}' failed: ${error.message}`,
    details: JSON.stringify({
      $type: 'System.Exception, System.Private.CoreLib',
      ClassName: 'System.Exception',
      Message: error.message,
      RemoteStackTraceString: error.stack,
    }),
  };
}

/** The failure of an orchestrator that threw `message`. */
export function orchestratorFailure(name: string, message: string, stack: string): Failure {
  return {
    reason: `Orchestrator function '${name}' failed: ${message}`,
    details: `Message: ${message}, StackTrace: ${stack.slice(0, stackCharsMax)}`,
  };
}

/** Says that no such function is registered, and which ones are. */
export function unknownFunction(
  name: string,
  kind: 'activity' | 'orchestrator' | 'entity',
  known: readonly string[],
): string {
  const plural = known.length > 0 ? `The following are the known ${kind} functions: '${known.join("', '")}'.` : '';
  const article = kind === 'activity' ? 'an activity' : `an ${kind}`;
  return (
    `The function '${name}' doesn't exist, is disabled, or is not ${article} function. Additional info: ` +
    (plural || `No ${kind} functions are currently registered!`)
  );
}

/** The orchestrator asked for something that cannot be honoured; it fails with this message. */
export class OrchestrationError extends Error {
  override name = 'OrchestrationError';
}

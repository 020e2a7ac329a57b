/** How an instance stands, in the words of the status query. */
export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

export const runtimeStatuses: readonly RuntimeStatus[] = [
  'Pending',
  'Running',
  'Suspended',
  'Completed',
  'Failed',
  'Terminated',
];

/** Whether nothing more will happen to an instance. */
export function isOver(status: RuntimeStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}

/** Whose child an instance is, and under which sequence number it was asked for. */
export interface Parent {
  readonly instanceId: string;
  readonly executionId: string;
  readonly taskId: number;
}

/** An orchestration instance as it was last recorded. Payloads are JSON texts. */
export interface Instance {
  readonly instanceId: string;
  /** Changes when the instance starts over. */
  readonly executionId: string;
  readonly name: string;
  readonly version: string;
  readonly status: RuntimeStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly input: string;
  readonly output: string | undefined;
  /** Why a failed instance failed, in full; `output` has the short reason. */
  readonly failureDetails: string | undefined;
  readonly customStatus: string | undefined;
  readonly parent: Parent | undefined;
}

const instanceIdCharsMax = 100;

/** Says what is wrong with an instance id given by a client, or undefined. */
export function instanceIdFault(instanceId: string): string | undefined {
  if (instanceId.length > instanceIdCharsMax)
    return `Instance ID lengths must not exceed ${instanceIdCharsMax} characters.`;
  if (instanceId.startsWith('@')) return 'Orchestration instance ids must not start with @.';
  if (/[/\\?#\p{Cc}]/u.test(instanceId))
    return 'Orchestration instance ids must not contain /, \\, #, ?, or control characters.';
  return undefined;
}

/** The row that tells how an instance stands. */
export const instanceRow = 'instance';

/** A table key for an instance id: letters, digits and :_- stay, anything else becomes =hhhh; a prefix stays a prefix. */
export function partitionKey(instanceId: string): string {
  return instanceId.replace(/[^A-Za-z0-9:_-]/g, (char) => `=${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function messageRow(executionId: string, sequence: number): string {
  return `${executionId}.m${String(sequence).padStart(9, '0')}`;
}

export function turnRow(executionId: string, index: number): string {
  return `${executionId}.t${String(index).padStart(9, '0')}`;
}

/** What a row key says: whose execution it belongs to, and which message or turn it holds. */
export function readRow(rowKey: string): { executionId: string; kind: 'm' | 't'; number: number } | undefined {
  const [, executionId, kind, number] = /^(.+)\.([mt])(\d{9})$/.exec(rowKey) ?? [];
  if (!executionId || (kind !== 'm' && kind !== 't')) return undefined;
  return { executionId, kind, number: Number(number) };
}

/** Names of the table and the containers of a task hub. They differ from Azure's own, so that both can share an account. */
export function hubNames(taskHub: string): { table: string; largeMessages: string; leases: string } {
  if (!/^[A-Za-z][A-Za-z0-9]{2,44}$/.test(taskHub))
    throw new Error(
      `the task hub name '${taskHub}' must have 3 to 45 letters and digits and start with a letter: set extensions.durableTask.hubName in host.json`,
    );
  const lower = taskHub.toLowerCase();
  return { table: `${taskHub}Local`, largeMessages: `${lower}-local-largemessages`, leases: `${lower}-local-leases` };
}

import type { InvocationContext } from '@azure/functions';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Level = 'info' | 'warn' | 'error';

/**
 * Writes one line: an event name and fields. Never transcript text, a file name or a secret:
 * ids are enough to find a lesson, and file names often hold children's names.
 */
export function log(context: Pick<InvocationContext, Level>, level: Level, event: string, fields: Fields = {}): void {
  context[level](JSON.stringify({ event, ...fields }));
}

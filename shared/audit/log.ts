import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TransientError } from '../errors.ts';
import { auditTable } from './table.ts';

export const auditEntrySchema = z.object({
  at: z.iso.datetime(),
  who: z.string(),
  whoId: z.string().describe("the identity provider's id; empty where nobody signs in"),
  action: z.string(),
  method: z.string(),
  lessonId: z.string().describe('empty where it is about no lesson'),
  result: z.string().describe('HTTP status; "begun" where the end was not written down'),
  why: z.string().default('').describe('what a refused call lacked; "replaces" where a lesson gives way to an upload'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export interface Deed {
  readonly who: string;
  readonly whoId: string;
  /** A function of the API, or what the app does by itself. */
  readonly action: string;
  readonly method: string;
  readonly lessonId: string;
}

// Longer than a healthy account takes, shorter than anybody waits.
const patienceMilliseconds = 4000;
const partitionOf = (lessonId: string) => (lessonId === '' ? 'none' : lessonId);

// The row of a deed's end stands behind the one of its beginning.
const endMark = ' end';

/** A line of the audit log whose end is to be written when it is known. */
export interface Begun {
  end(result: string, why: string): Promise<void>;
}

/**
 * Writes down who does what, before it is done: what cannot be written down is not done.
 * @throws TransientError 'storage-unavailable'
 */
export async function beginEntry(deed: Deed): Promise<Begun> {
  const at = new Date().toISOString();
  // By lesson, since that is what people ask for; then by time. Ids are hashes or ours, so any is a valid key.
  const key = { partitionKey: partitionOf(deed.lessonId), rowKey: `${at} ${randomUUID().slice(0, 8)}` };
  await written(async (abortSignal) => {
    await (await auditTable()).createEntity({ ...key, ...deed, at, result: 'begun' }, { abortSignal });
  });
  return {
    // A row of its own: the app may add to the log and change nothing in it.
    end: (result, why) =>
      written(async (abortSignal) => {
        const row = { ...key, rowKey: `${key.rowKey}${endMark}`, at: new Date().toISOString(), result, why };
        await (await auditTable()).createEntity(row, { abortSignal });
      }),
  };
}

async function written(write: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await write(AbortSignal.timeout(patienceMilliseconds));
  } catch (error) {
    throw new TransientError('storage-unavailable', 'The audit log cannot be written.', { cause: error });
  }
}

/**
 * Reads the audit log in no order but that of time within a lesson.
 * @param asked a lesson's id, or the time from which on; both narrow.
 */
export async function* entries(asked: { lessonId?: string; since?: Date }): AsyncGenerator<AuditEntry> {
  const { odata } = await import('@azure/data-tables');
  const filters = [
    ...(asked.lessonId === undefined ? [] : [odata`PartitionKey eq ${partitionOf(asked.lessonId)}`]),
    ...(asked.since === undefined ? [] : [odata`RowKey ge ${asked.since.toISOString()}`]),
  ];
  const queryOptions = filters.length === 0 ? {} : { filter: filters.join(' and ') };
  let begun: Row | undefined;
  for await (const row of (await auditTable()).listEntities<Row>({ queryOptions })) {
    const isEnd = row.rowKey.endsWith(endMark);
    if (isEnd && begun !== undefined && row.rowKey === `${begun.rowKey}${endMark}`) {
      yield auditEntrySchema.parse({ ...begun, result: row.result, why: row.why });
      begun = undefined;
      continue;
    }
    if (begun !== undefined) yield auditEntrySchema.parse(begun);
    // An end without its beginning tells nothing of who did what: it lies before the time that was asked for.
    begun = isEnd ? undefined : row;
  }
  if (begun !== undefined) yield auditEntrySchema.parse(begun);
}

interface Row extends Record<string, unknown> {
  readonly partitionKey: string;
  readonly rowKey: string;
}

import { z } from 'zod';

/** The orchestration that asks for something, and under which number. */
export interface Caller {
  readonly instanceId: string;
  readonly executionId: string;
  readonly taskId: number;
}

/** One operation for an entity. */
export interface EntityRequest {
  /** The same each time that it is sent: an entity does it once. */
  readonly id: string;
  readonly operation: string;
  /** JSON text. */
  readonly input: string | undefined;
  /** Nobody waits for an answer. */
  readonly signal: boolean;
  /** Set when an orchestration asks. */
  readonly caller?: Caller;
  /** Set when another entity asks. */
  readonly fromEntity?: true;
}

/** Who has an entity for itself. */
export interface EntityLock {
  readonly requestId: string;
  readonly instanceId: string;
  readonly executionId: string;
}

const OperationResult = z.object({ isError: z.boolean(), result: z.string().nullish() });
const Signal = z.object({
  target: z.object({ name: z.string(), key: z.string() }),
  name: z.string(),
  input: z.string().nullish(),
});

/** What the entity function of `durable-functions` 3 answers with, for a batch of operations. */
export const EntityAnswer = z.object({
  entityExists: z.boolean(),
  entityState: z.string().nullish(),
  results: z.array(OperationResult),
  signals: z.array(Signal),
});
export type EntityAnswer = z.infer<typeof EntityAnswer>;

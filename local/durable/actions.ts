import { z } from 'zod';

/** Numbers of the actions that `durable-functions` 3 can answer with. */
export const actionType = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

const RetryOptions = z.object({
  firstRetryIntervalInMilliseconds: z.number().positive(),
  maxNumberOfAttempts: z.number().int().min(1, 'retryOptions.maxNumberOfAttempts must be at least 1'),
  backoffCoefficient: z.number().nonnegative().nullish(),
  maxRetryIntervalInMilliseconds: z.number().positive().nullish(),
  retryTimeoutInMilliseconds: z.number().positive().nullish(),
});
export type RetryOptions = z.infer<typeof RetryOptions>;

const name = z.string().min(1);
const input = z.unknown().optional();
const instanceId = z.string().nullish();
const version = z.string().nullish();

const CallActivity = z.object({ actionType: z.literal(actionType.callActivity), functionName: name, input });
const CallActivityWithRetry = z.object({
  actionType: z.literal(actionType.callActivityWithRetry),
  functionName: name,
  input,
  retryOptions: RetryOptions,
});
const CallChild = z.object({
  actionType: z.literal(actionType.callSubOrchestrator),
  functionName: name,
  input,
  instanceId,
  version,
});
const CallChildWithRetry = z.object({
  actionType: z.literal(actionType.callSubOrchestratorWithRetry),
  functionName: name,
  input,
  instanceId,
  version,
  retryOptions: RetryOptions,
});
const ContinueAsNew = z.object({ actionType: z.literal(actionType.continueAsNew), input });
const CreateTimer = z.object({
  actionType: z.literal(actionType.createTimer),
  fireAt: z.iso.datetime('fireAt is not a date').transform((text) => new Date(text)),
  isCanceled: z.boolean().default(false),
});
const WaitForEvent = z.object({
  actionType: z.literal(actionType.waitForExternalEvent),
  externalEventName: name,
});
const operation = { instanceId: z.string(), operation: z.string(), input };
const CallEntity = z.object({ actionType: z.literal(actionType.callEntity), ...operation });
const SignalEntity = z.object({ actionType: z.literal(actionType.signalEntity), ...operation });
const LockEntities = z.object({
  actionType: z.literal(actionType.lockEntities),
  lockSet: z.array(z.object({ name, key: z.string() })).min(1),
  lockRequestId: z.string(),
});
const ReleaseEntities = z.object({ actionType: z.literal(actionType.releaseEntities) });
const CallHttp = z.object({
  actionType: z.literal(actionType.callHttp),
  httpRequest: z.object({
    method: name,
    uri: z.url('the address of callHttp is no absolute URL'),
    content: z.string().nullish(),
    headers: z.record(z.string(), z.string()).nullish(),
    tokenSource: z.unknown().optional(),
    asynchronousPatternEnabled: z.boolean().default(true),
  }),
});
const WhenAny = z.object({
  actionType: z.literal(actionType.whenAny),
  get compoundActions(): z.ZodArray<typeof Action> {
    return z.array(Action);
  },
});
const WhenAll = z.object({
  actionType: z.literal(actionType.whenAll),
  get compoundActions(): z.ZodArray<typeof Action> {
    return z.array(Action);
  },
});

const Action = z.discriminatedUnion('actionType', [
  CallActivity,
  CallActivityWithRetry,
  CallChild,
  CallChildWithRetry,
  ContinueAsNew,
  CreateTimer,
  WaitForEvent,
  CallEntity,
  SignalEntity,
  LockEntities,
  ReleaseEntities,
  CallHttp,
  WhenAny,
  WhenAll,
]);
export type Action = z.infer<typeof Action>;

/** What an orchestrator's run ended with: the actions of its whole life so far, and how it stands. */
const OrchestratorState = z.object({
  isDone: z.boolean(),
  actions: z.array(z.array(Action)).max(1, 'expected one list of actions: replay schema V2, V3 or V4'),
  output: z.unknown().optional(),
  error: z.string().nullish(),
  customStatus: z.unknown().optional(),
  schemaVersion: z.literal([1, 2, 3], 'expected replay schema V2, V3 or V4'),
});
export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly Action[];
  readonly output: unknown;
  /** The error that the orchestrator threw. */
  readonly error: string | undefined;
  readonly customStatus: unknown;
}

/** Reads what the SDK answered, as JSON text or value. Throws an Error that says which field is wrong. */
export function readOrchestratorState(answer: unknown): OrchestratorState {
  const value: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  const parsed = OrchestratorState.safeParse(value);
  if (!parsed.success)
    throw new Error(`the orchestrator answered with something else than its state: ${z.prettifyError(parsed.error)}`);
  const { isDone, actions, output, error, customStatus } = parsed.data;
  return { isDone, actions: actions[0] ?? [], output, error: error ?? undefined, customStatus };
}

/** The JSON text of an activity's or a restart's input: the SDK puts a text into JSON itself, other values it leaves. */
export function sdkPayload(input: unknown): string {
  if (typeof input !== 'string') return JSON.stringify(input ?? null);
  try {
    JSON.parse(input);
    return input;
  } catch (error) {
    if (error instanceof SyntaxError) return JSON.stringify(input);
    throw error;
  }
}

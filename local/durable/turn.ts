import { type OrchestratorState, readOrchestratorState, sdkPayload } from './actions.ts';
import { parseSchedulerId } from './entityIds.ts';
import { describeError, OrchestrationError, orchestratorFailure, unknownFunction } from './failures.ts';
import { type Failure, type Received, type Scheduled, type Turn, toHistoryEvents } from './history.ts';
import { httpPollMs } from './httpPolling.ts';
import type { Instance } from './instances.ts';
import { needsSingleSteps, Replay, timerMaxMs, timerPieceMs } from './replay.ts';

/** How an instance stands after a turn. Payloads are JSON texts. */
export type Result =
  | { readonly kind: 'running' }
  | { readonly kind: 'completed'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'continuedAsNew'; readonly input: string; readonly carried: readonly Received[] };

export interface TurnOutcome {
  readonly turn: Turn;
  readonly result: Result;
  /** Undefined: as it was. */
  readonly customStatus: string | undefined;
  readonly canceledTimers: readonly number[];
  /** The next turn may tell of one event only. */
  readonly singleSteps: boolean;
}

export interface TurnInput {
  readonly instance: Instance;
  readonly past: readonly Turn[];
  readonly startedAt: string;
  readonly received: readonly Received[];
}

/** Names of the functions that may be called, as registered. */
export interface KnownFunctions {
  readonly activities: readonly string[];
  readonly orchestrators: readonly string[];
  readonly entities: readonly string[];
}

/** Where a failed orchestrator's error carries its state. */
const outOfProcLabel = '\n\n$OutOfProcData$:';
/** UTF-16 bytes, as in Azure. */
const customStatusBytesMax = 16 * 1024;

/** The value of the orchestration trigger: all that the SDK needs to replay the orchestrator. */
export function triggerData({ instance, past, startedAt, received }: TurnInput): unknown {
  const present: Turn = { startedAt, received, scheduled: [], actionCount: -1 };
  return {
    history: toHistoryEvents(instance, [...past, present], true),
    input: JSON.parse(instance.input),
    instanceId: instance.instanceId,
    isReplaying: past.length > 0,
    parentInstanceId: instance.parent?.instanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    maximumShortTimerDuration: days(timerMaxMs),
    longRunningTimerIntervalDuration: days(timerPieceMs),
    defaultHttpAsyncRequestSleepTimeMillseconds: httpPollMs,
  };
}

function days(milliseconds: number): string {
  return `${milliseconds / 86_400_000}.00:00:00`;
}

interface Ran {
  readonly state: OrchestratorState;
  /** Set when the orchestrator threw. */
  readonly failure: Failure | undefined;
}

/** What the orchestrator's invocation came to. `run` rejects as the function did. */
async function runOrchestrator(name: string, run: () => Promise<unknown>): Promise<Ran> {
  try {
    return { state: readOrchestratorState(await run()), failure: undefined };
  } catch (thrown) {
    const { message, stack } = describeError(thrown);
    const label = message.indexOf(outOfProcLabel);
    if (label < 0) throw thrown;
    const state = readOrchestratorState(message.slice(label + outOfProcLabel.length));
    return { state, failure: orchestratorFailure(name, state.error ?? '', stack) };
  }
}

function check(task: Scheduled, instance: Instance, known: KnownFunctions): void {
  if (task.kind === 'timer' || task.kind === 'http' || task.kind === 'release') return;
  if (task.kind !== 'activity' && task.kind !== 'child') {
    for (const id of task.kind === 'lock' ? task.entityIds : [task.entityId]) checkEntity(id, known.entities);
    return;
  }
  const names = task.kind === 'activity' ? known.activities : known.orchestrators;
  if (!names.some((name) => name.toLowerCase() === task.name.toLowerCase()))
    throw new OrchestrationError(
      unknownFunction(task.name, task.kind === 'activity' ? 'activity' : 'orchestrator', names),
    );
  if (task.kind === 'child' && [instance.instanceId, instance.parent?.instanceId].includes(task.instanceId))
    throw new OrchestrationError(
      'The instance ID of a sub-orchestration must be different than the instance ID of a parent orchestration.',
    );
}

function checkEntity(id: string, entities: readonly string[]): void {
  const name = parseSchedulerId(id)?.name ?? id;
  if (!entities.some((each) => each.toLowerCase() === name))
    throw new OrchestrationError(unknownFunction(name, 'entity', entities));
}

function toCustomStatus(status: unknown): string | undefined {
  if (status === undefined || status === null) return undefined;
  const text = JSON.stringify(status);
  const bytes = text.length * 2;
  if (bytes > customStatusBytesMax)
    throw new OrchestrationError(
      `The UTF-16 size of the JSON-serialized payload must not exceed ${customStatusBytesMax / 1024} KB. ` +
        `The current payload size is ${Math.ceil(bytes / 1024)} KB.`,
    );
  return text;
}

function finish({ state, failure }: Ran, replay: Replay): Result {
  // Like Azure's, an instance is over only when everything that it began is over.
  if (!(state.isDone || failure) || replay.hasOpenTasks()) return { kind: 'running' };
  if (failure) return { kind: 'failed', failure };
  const restart = replay.continueAsNew;
  if (!restart) return { kind: 'completed', output: JSON.stringify(state.output ?? null) };
  return { kind: 'continuedAsNew', input: sdkPayload(restart.input), carried: replay.unprocessedEvents() };
}

/**
 * Runs the orchestrator once and works out what that means. Whatever is wrong with the orchestrator or its answer
 * makes the instance fail; nothing is thrown.
 */
export async function takeTurn(
  input: TurnInput,
  known: KnownFunctions,
  run: () => Promise<unknown>,
): Promise<TurnOutcome> {
  const { instance, past, startedAt, received } = input;
  try {
    const ran = await runOrchestrator(instance.name, run);
    const replay = new Replay(instance.executionId, ran.state.actions);
    for (const turn of past) replay.past(turn);
    const scheduled = replay.present({ startedAt, received });
    for (const task of scheduled) check(task, instance, known);
    const turn: Turn = { startedAt, received, scheduled, actionCount: ran.state.actions.length };
    const anyFailure = [...past, turn].some((each) => each.received.some((event) => 'failure' in event));
    return {
      turn,
      result: finish(ran, replay),
      customStatus: toCustomStatus(ran.state.customStatus),
      canceledTimers: replay.canceledTimers(),
      singleSteps: needsSingleSteps(ran.state.actions, anyFailure),
    };
  } catch (thrown) {
    const { message, stack } = describeError(thrown);
    return {
      turn: { startedAt, received, scheduled: [], actionCount: -1 },
      result: { kind: 'failed', failure: orchestratorFailure(instance.name, message, stack) },
      customStatus: undefined,
      canceledTimers: [],
      singleSteps: false,
    };
  }
}

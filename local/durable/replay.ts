import { type Action, actionType, type RetryOptions, sdkPayload } from './actions.ts';
import { schedulerId } from './entityIds.ts';
import { OrchestrationError } from './failures.ts';
import type { Failure, Received, Scheduled, Turn } from './history.ts';
import { type HttpRequest, pollAfter } from './httpPolling.ts';
import { nextDelayMs } from './retries.ts';

/** A timer longer than this is made of shorter ones; the SDK is told the same two lengths. */
export const timerMaxMs = 6 * 24 * 3_600_000;
export const timerPieceMs = 3 * 24 * 3_600_000;

/** Attempts that may still have to be failed one by one after the time for retries is over. */
const expiredAttemptsMax = 100;

/** Told how a task ended: its failure, or its result as JSON text. */
type Settle = (failure?: Failure, result?: string) => void;
interface Open {
  readonly settle: Settle;
  readonly canceled: boolean;
}
type Call = Extract<Action, { functionName: string }>;
type NamedTask = Extract<Scheduled, { kind: 'activity' | 'child' }>;

type EntityAction = Extract<Action, { operation: string }>;

/**
 * Follows an orchestrator's actions through its history, so that each activity, timer and child gets the sequence
 * number that the SDK gave it. The protocol carries no numbers: they follow from the order in which tasks are yielded
 * and, for retries, in which attempts fail. It follows the SDK's own order, and like Azure takes a task that is put
 * into a second Task.any or Task.all for a new one.
 */
export class Replay {
  readonly #actions: readonly Action[];
  readonly #executionId: string;
  readonly #scheduled = new Map<number, Scheduled>();
  readonly #open = new Map<number, Open>();
  readonly #waiting = new Map<string, Settle[]>();
  readonly #buffered = new Map<string, Extract<Received, { kind: 'eventRaised' }>[]>();
  #nextId = 0;
  #nextAction = 0;
  #begun = false;
  #settled = true;
  #nowMs = 0;
  #continueAsNew: { readonly input: unknown } | undefined;
  #lock: { readonly entityIds: readonly string[]; readonly requestId: string } | undefined;

  constructor(executionId: string, actions: readonly Action[]) {
    this.#executionId = executionId;
    this.#actions = actions;
  }

  /** Goes through a turn of the past. Throws OrchestrationError where the orchestrator no longer does what it did. */
  past(turn: Turn): void {
    if (turn.actionCount < 0) return;
    this.#receive(turn, turn.actionCount);
    for (const task of turn.scheduled) this.#confirm(task);
  }

  /** Goes through the newest turn; the tasks that it asks for, in order of their numbers. */
  present(turn: Pick<Turn, 'startedAt' | 'received'>): Scheduled[] {
    this.#receive(turn, this.#actions.length);
    return [...this.#scheduled.values()].sort((a, b) => a.id - b.id);
  }

  /** Whether anything that was asked for is still to come; cancelled timers are not. */
  hasOpenTasks(): boolean {
    return [...this.#open.values()].some((task) => !task.canceled);
  }

  /** Numbers of the timers that the orchestrator has cancelled. */
  canceledTimers(): number[] {
    return [...this.#open].filter(([, task]) => task.canceled).map(([id]) => id);
  }

  /** Set when the orchestrator asked to start over. */
  get continueAsNew(): { readonly input: unknown } | undefined {
    return this.#continueAsNew;
  }

  /** Events that were raised and that nothing has waited for. */
  unprocessedEvents(): Received[] {
    return [...this.#buffered.values()].flat();
  }

  #receive(turn: Pick<Turn, 'startedAt' | 'received'>, actionLimit: number): void {
    this.#nowMs = Math.max(this.#nowMs, Date.parse(turn.startedAt));
    if (!this.#begun) this.#advance(actionLimit);
    this.#begun = true;
    for (const event of turn.received) {
      if (event.kind === 'eventRaised') this.#raise(event);
      else this.#complete(event);
      this.#advance(actionLimit);
    }
  }

  #complete(event: Exclude<Received, { kind: 'eventRaised' }>): void {
    const task = this.#open.get(event.taskId);
    if (!task) return; // told twice, as after a restart
    this.#open.delete(event.taskId);
    if (event.kind === 'taskFailed' || event.kind === 'childFailed') task.settle(event.failure);
    else if (event.kind === 'entityAnswered') task.settle(failureIn(event.answer));
    else task.settle(undefined, 'result' in event ? event.result : undefined);
  }

  #raise(event: Extract<Received, { kind: 'eventRaised' }>): void {
    const settle = this.#waiting.get(event.name)?.pop();
    if (settle) settle();
    else this.#buffered.set(event.name, [...(this.#buffered.get(event.name) ?? []), event]);
  }

  #advance(actionLimit: number): void {
    while (this.#settled && this.#nextAction < Math.min(actionLimit, this.#actions.length)) {
      const action = this.#actions[this.#nextAction++];
      if (!action) return;
      this.#settled = false;
      this.#begin(
        action,
        once(() => {
          this.#settled = true;
        }),
      );
    }
  }

  #begin(action: Action, settle: Settle): void {
    switch (action.actionType) {
      case actionType.callActivity:
      case actionType.callSubOrchestrator:
        this.#call(action, settle);
        break;
      case actionType.callActivityWithRetry:
      case actionType.callSubOrchestratorWithRetry:
        this.#callWithRetry(action, action.retryOptions, settle);
        break;
      case actionType.createTimer:
        this.#timer(action.fireAt.getTime(), action.isCanceled, settle);
        break;
      case actionType.waitForExternalEvent:
        this.#wait(action.externalEventName, settle);
        break;
      case actionType.continueAsNew:
        this.#continueAsNew = { input: action.input };
        settle();
        break;
      case actionType.whenAll:
        this.#all(action.compoundActions, settle);
        break;
      case actionType.whenAny: {
        const first = once(() => settle());
        for (const each of action.compoundActions) this.#begin(each, () => first());
        break;
      }
      case actionType.callEntity:
        this.#open.set(this.#entity('entityCall', action), { settle, canceled: false });
        break;
      case actionType.signalEntity:
        this.#entity('entitySignal', action);
        settle();
        break;
      case actionType.lockEntities: {
        const id = this.#nextId++;
        this.#lock = { entityIds: action.lockSet.map(schedulerId), requestId: action.lockRequestId };
        this.#scheduled.set(id, { kind: 'lock', id, ...this.#lock });
        this.#open.set(id, { settle, canceled: false });
        break;
      }
      case actionType.releaseEntities:
        this.#release();
        settle();
        break;
      case actionType.callHttp: {
        const { asynchronousPatternEnabled, content, headers, method, tokenSource, uri } = action.httpRequest;
        if (tokenSource)
          throw new OrchestrationError('callHttp with a managed identity (tokenSource) is not supported by this host');
        const sent = { content: content ?? undefined, headers: headers ?? undefined };
        this.#http(this.#nextId++, { method, uri, ...sent, poll: asynchronousPatternEnabled }, settle);
        break;
      }
    }
  }

  #entity(kind: 'entityCall' | 'entitySignal', { input, instanceId, operation }: EntityAction): number {
    const id = this.#nextId++;
    const requestId = `${this.#executionId}:${id}`;
    this.#scheduled.set(id, { kind, id, entityId: instanceId, operation, input: JSON.stringify(input), requestId });
    return id;
  }

  #release(): void {
    const lock = this.#lock;
    if (!lock) throw new OrchestrationError('a lock was released that the orchestrator had not waited for');
    this.#lock = undefined;
    const id = this.#nextId;
    // The SDK counts one message for each entity.
    this.#nextId += lock.entityIds.length;
    this.#scheduled.set(id, { kind: 'release', id, ...lock });
  }

  /** A request, and where its answer asks for that, a timer and the next request, which the SDK numbers at once. */
  #http(id: number, request: HttpRequest, settle: Settle): void {
    this.#scheduled.set(id, { kind: 'http', id, request });
    const answered: Settle = (failure, result) => {
      const next = failure || result === undefined ? undefined : pollAfter(request, result);
      if (!next) {
        settle(failure);
        return;
      }
      const again = () => this.#http(nextId, next.request, settle);
      this.#timer(this.#nowMs + next.delayMs, false, again);
      const nextId = this.#nextId++;
    };
    this.#open.set(id, { settle: answered, canceled: false });
  }

  #all(actions: readonly Action[], settle: Settle): void {
    let left = actions.length;
    let failed = false;
    for (const each of actions)
      this.#begin(each, (failure) => {
        left -= 1;
        if (failed) return;
        failed = failure !== undefined;
        if (failed || left === 0) settle(failure);
      });
  }

  #wait(name: string, settle: Settle): void {
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, waiting);
    waiting.push(settle);
    const early = this.#buffered.get(name)?.shift();
    if (early) this.#raise(early);
  }

  #call(action: Call, settle: Settle, failWith?: Failure): void {
    const id = this.#nextId++;
    const task: NamedTask =
      action.actionType === actionType.callActivity || action.actionType === actionType.callActivityWithRetry
        ? { kind: 'activity', id, name: action.functionName, input: sdkPayload(action.input) }
        : {
            kind: 'child',
            id,
            name: action.functionName,
            instanceId: action.instanceId || `${this.#executionId}:${id}`,
            input: JSON.stringify(action.input ?? null),
            ...(action.version ? { version: action.version } : {}),
          };
    this.#scheduled.set(id, failWith ? { ...task, failWith } : task);
    this.#open.set(id, { settle, canceled: false });
  }

  #callWithRetry(action: Call, options: RetryOptions, settle: Settle): void {
    const firstAttemptMs = this.#nowMs;
    const attempt = (number: number, failWith?: Failure): void => {
      const settled = (failure?: Failure): void => {
        if (!failure) {
          settle();
          return;
        }
        if (number === options.maxNumberOfAttempts) {
          // The SDK counts on one timer after the last attempt as well.
          this.#timer(this.#nowMs, false, () => settle(failure));
          return;
        }
        const delayMs = failWith ? undefined : nextDelayMs(options, number, firstAttemptMs, this.#nowMs);
        if (delayMs === undefined && options.maxNumberOfAttempts - number > expiredAttemptsMax)
          throw new OrchestrationError(`'${action.functionName}' ran out of time for retries: ${failure.reason}`);
        // The SDK knows nothing of the time-out and goes on counting attempts, so the rest of them fail at once.
        const next = () => (delayMs === undefined ? attempt(number + 1, failure) : attempt(number + 1));
        this.#timer(this.#nowMs + (delayMs ?? 0), false, next);
      };
      this.#call(action, settled, failWith);
    };
    attempt(1);
  }

  #timer(fireAtMs: number, canceled: boolean, settle: Settle): void {
    const id = this.#nextId++;
    const pieceMs = fireAtMs - this.#nowMs > timerMaxMs ? this.#nowMs + timerPieceMs : fireAtMs;
    this.#scheduled.set(id, { kind: 'timer', id, fireAt: new Date(pieceMs).toISOString() });
    const fired = () => (fireAtMs > this.#nowMs ? this.#timer(fireAtMs, canceled, settle) : settle());
    this.#open.set(id, { settle: fired, canceled });
  }

  #confirm(recorded: Scheduled): void {
    const now = this.#scheduled.get(recorded.id);
    const before = describe(recorded);
    const changed =
      'Was a change made to the orchestrator code after this instance had already started running, ' +
      'or does it read the clock, a random number or anything else outside its context?';
    if (!now)
      throw new OrchestrationError(
        `Non-Deterministic workflow detected: a previous execution of this orchestration scheduled ${before} with ` +
          `sequence number ${recorded.id}, but the current replay hasn't scheduled this task. ${changed}`,
      );
    if (describe(now).toLowerCase() !== before.toLowerCase())
      throw new OrchestrationError(
        `Non-Deterministic workflow detected: a previous execution of this orchestration scheduled ${before} with ` +
          `sequence number ${recorded.id}, but the current replay instead scheduled ${describe(now)}. ${changed}`,
      );
    this.#scheduled.delete(recorded.id);
  }
}

function once(settle: Settle): Settle {
  let done = false;
  return (failure) => {
    if (!done) settle(failure);
    done = true;
  };
}

/** Whether the event fails the task that it is about. */
export function isFailure(event: Received): boolean {
  return 'failure' in event || (event.kind === 'entityAnswered' && failureIn(event.answer) !== undefined);
}

/** An entity's answer that tells of an error fails its task. */
function failureIn(answer: string): Failure | undefined {
  const value: unknown = JSON.parse(answer);
  const failed = typeof value === 'object' && value !== null && 'exceptionType' in value;
  return failed ? { reason: 'The operation of an entity failed.', details: '' } : undefined;
}

function describe(task: Scheduled): string {
  if (task.kind === 'timer') return 'a timer';
  if (task.kind === 'http') return 'an HTTP call';
  if (task.kind === 'lock') return `a lock of ${task.entityIds.join(', ')}`;
  if (task.kind === 'release') return `a release of ${task.entityIds.join(', ')}`;
  if (task.kind === 'entityCall') return `a call of the entity ${task.entityId}`;
  if (task.kind === 'entitySignal') return `a signal to the entity ${task.entityId}`;
  return task.kind === 'activity' ? `the activity '${task.name}'` : `the sub-orchestration '${task.name}'`;
}

/** Whether more tasks may follow from how the action's own ended: attempts, or polls of an HTTP call. */
function hasRetry(action: Action): boolean {
  if ('compoundActions' in action) return action.compoundActions.some(hasRetry);
  return 'retryOptions' in action || action.actionType === actionType.callHttp;
}

/**
 * Whether the next turn may tell the orchestrator of one event only. When retries go on inside a group that has
 * already let the orchestrator continue (a Task.any, or a Task.all that failed), only one event at a time shows
 * whether a retry or the orchestrator's next step took the next sequence number.
 */
export function needsSingleSteps(actions: readonly Action[], anyFailure: boolean): boolean {
  return actions.some((action) => {
    if (action.actionType === actionType.whenAny) return hasRetry(action);
    if (action.actionType === actionType.whenAll)
      return needsSingleSteps(action.compoundActions, anyFailure) || (anyFailure && hasRetry(action));
    return false;
  });
}

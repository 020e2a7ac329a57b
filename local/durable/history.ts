import type { HttpRequest } from './httpPolling.ts';

/** Numbers of the history's event types, as `durable-functions` reads them. */
export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  childCreated: 7,
  childCompleted: 8,
  childFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventSent: 14,
  eventRaised: 15,
  executionSuspended: 19,
  executionResumed: 20,
} as const;

/** Names of the same events in answers to a status query. */
export const eventTypeNames: Readonly<Record<number, string>> = {
  0: 'ExecutionStarted',
  1: 'ExecutionCompleted',
  3: 'ExecutionTerminated',
  4: 'TaskScheduled',
  5: 'TaskCompleted',
  6: 'TaskFailed',
  7: 'SubOrchestrationInstanceCreated',
  8: 'SubOrchestrationInstanceCompleted',
  9: 'SubOrchestrationInstanceFailed',
  10: 'TimerCreated',
  11: 'TimerFired',
  12: 'OrchestratorStarted',
  13: 'OrchestratorCompleted',
  14: 'EventSent',
  15: 'EventRaised',
  19: 'ExecutionSuspended',
  20: 'ExecutionResumed',
};

/** Why an activity or a child orchestration failed; the SDK's error message is `${reason} \n ${details}`. */
export interface Failure {
  readonly reason: string;
  readonly details: string;
}

/** Something that happened to an instance from outside its orchestrator. Payloads are JSON texts. */
export type Received =
  | { readonly kind: 'taskCompleted'; readonly at: string; readonly taskId: number; readonly result: string }
  | { readonly kind: 'taskFailed'; readonly at: string; readonly taskId: number; readonly failure: Failure }
  | { readonly kind: 'childCompleted'; readonly at: string; readonly taskId: number; readonly result: string }
  | { readonly kind: 'childFailed'; readonly at: string; readonly taskId: number; readonly failure: Failure }
  | { readonly kind: 'timerFired'; readonly at: string; readonly taskId: number; readonly fireAt: string }
  | { readonly kind: 'eventRaised'; readonly at: string; readonly name: string; readonly input: string }
  /** An entity's operation is done, or entities are locked. */
  | {
      readonly kind: 'entityAnswered';
      readonly at: string;
      readonly taskId: number;
      readonly requestId: string;
      readonly answer: string;
    };

/** An operation that an orchestrator asks an entity for. */
interface EntityOperation {
  readonly id: number;
  /** `@name@key` */
  readonly entityId: string;
  readonly operation: string;
  readonly input?: string | undefined;
  readonly requestId: string;
}

interface EntitiesLock {
  readonly id: number;
  readonly entityIds: readonly string[];
  readonly requestId: string;
}

/** Something an orchestrator asked for, under the sequence number that its SDK gave it. */
export type Scheduled =
  | {
      readonly kind: 'activity';
      readonly id: number;
      readonly name: string;
      readonly input: string;
      /** Set when the time for retries is over: the attempt fails with this instead of running. */
      readonly failWith?: Failure;
    }
  | {
      readonly kind: 'child';
      readonly id: number;
      readonly name: string;
      readonly instanceId: string;
      readonly input: string;
      /** Undefined: the host's default. */
      readonly version?: string;
      readonly failWith?: Failure;
    }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: string }
  | ({ readonly kind: 'entityCall' } & EntityOperation)
  | ({ readonly kind: 'entitySignal' } & EntityOperation)
  | ({ readonly kind: 'lock' } & EntitiesLock)
  | ({ readonly kind: 'release' } & EntitiesLock)
  | { readonly kind: 'http'; readonly id: number; readonly request: HttpRequest };

/** What nobody answers: it is done before the turn that asked for it is recorded. */
export type Effect = Extract<Scheduled, { kind: 'entitySignal' | 'release' }>;
export const isEffect = (task: Scheduled): task is Effect => task.kind === 'entitySignal' || task.kind === 'release';

/** A control request that took effect between two runs of the orchestrator. */
export interface Control {
  readonly kind: 'terminated' | 'suspended' | 'resumed';
  readonly reason: string;
}

/** One run of the orchestrator: what it was told, and what it asked for. */
export interface Turn {
  /** UTC, ISO 8601; never earlier than the turn before, nor than any timer that it was told of. */
  readonly startedAt: string;
  readonly received: readonly Received[];
  readonly scheduled: readonly Scheduled[];
  /** How many top-level actions the orchestrator had taken by then; -1 when it did not run. */
  readonly actionCount: number;
  readonly control?: Control;
}

/** What the first turn starts with. */
export interface ExecutionStart {
  readonly name: string;
  readonly version: string;
  readonly input: string;
}

/** One entry of the history in the form that `durable-functions` expects. */
export type HistoryEvent = Readonly<Record<string, unknown>> & { readonly EventType: number };

function received(event: Received, base: { IsPlayed: boolean }): HistoryEvent {
  const common = { ...base, EventId: -1, Timestamp: event.at };
  switch (event.kind) {
    case 'taskCompleted':
      return { EventType: eventType.taskCompleted, ...common, TaskScheduledId: event.taskId, Result: event.result };
    case 'childCompleted':
      return { EventType: eventType.childCompleted, ...common, TaskScheduledId: event.taskId, Result: event.result };
    case 'taskFailed':
    case 'childFailed':
      return {
        EventType: event.kind === 'taskFailed' ? eventType.taskFailed : eventType.childFailed,
        ...common,
        TaskScheduledId: event.taskId,
        Reason: event.failure.reason,
        Details: event.failure.details,
      };
    case 'timerFired':
      return { EventType: eventType.timerFired, ...common, TimerId: event.taskId, FireAt: event.fireAt };
    case 'eventRaised':
      return { EventType: eventType.eventRaised, ...common, Name: event.name, Input: event.input };
    case 'entityAnswered':
      return { EventType: eventType.eventRaised, ...common, Name: event.requestId, Input: event.answer };
  }
}

function scheduled(task: Scheduled, base: { IsPlayed: boolean; Timestamp: string }): HistoryEvent {
  const common = { ...base, EventId: task.id };
  switch (task.kind) {
    case 'activity':
      return { EventType: eventType.taskScheduled, ...common, Name: task.name, Version: '', Input: task.input };
    case 'child':
      return {
        EventType: eventType.childCreated,
        ...common,
        Name: task.name,
        InstanceId: task.instanceId,
        Input: task.input,
      };
    case 'timer':
      return { EventType: eventType.timerCreated, ...common, FireAt: task.fireAt };
    case 'http':
      return { EventType: eventType.taskScheduled, ...common, Name: 'BuiltIn::HttpActivity', Version: '' };
    case 'entityCall':
    case 'entitySignal':
      return {
        EventType: eventType.eventSent,
        ...common,
        InstanceId: task.entityId,
        Name: 'op',
        Input: JSON.stringify({ id: task.requestId, op: task.operation, signal: task.kind === 'entitySignal' }),
      };
    case 'lock':
    case 'release':
      return {
        EventType: eventType.eventSent,
        ...common,
        InstanceId: task.entityIds[0],
        Name: task.kind === 'lock' ? 'op' : 'release',
        Input: JSON.stringify({ id: task.requestId, lockset: task.entityIds }),
      };
  }
}

const controlTypes = {
  terminated: eventType.executionTerminated,
  suspended: eventType.executionSuspended,
  resumed: eventType.executionResumed,
};

/** The whole history as the SDK wants it: a flat list, the last turn marked as not yet played when `lastIsNew`. */
export function toHistoryEvents(start: ExecutionStart, turns: readonly Turn[], lastIsNew: boolean): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  turns.forEach((turn, index) => {
    const isNew = lastIsNew && index === turns.length - 1;
    const base = { IsPlayed: !isNew, Timestamp: turn.startedAt };
    events.push({ EventType: eventType.orchestratorStarted, EventId: -1, ...base });
    if (index === 0)
      events.push({
        EventType: eventType.executionStarted,
        EventId: -1,
        ...base,
        Name: start.name,
        Version: start.version,
        Input: start.input,
      });
    for (const event of turn.received) events.push(received(event, base));
    if (turn.control)
      events.push({ EventType: controlTypes[turn.control.kind], EventId: -1, ...base, Input: turn.control.reason });
    for (const task of turn.scheduled) events.push(scheduled(task, base));
    if (!isNew) events.push({ EventType: eventType.orchestratorCompleted, EventId: -1, ...base });
  });
  return events;
}

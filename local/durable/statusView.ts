import { eventTypeNames, type HistoryEvent, type Turn, toHistoryEvents } from './history.ts';
import type { Instance } from './instances.ts';

export interface StatusOptions {
  readonly showInput: boolean;
  readonly showHistory: boolean;
  readonly showHistoryOutput: boolean;
  /** Also what has begun and has not ended; not asked for by any SDK, and not shown by Azure. */
  readonly showPending?: boolean;
}

/** Times are given to the second, as the extension does. */
function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}

/** The answer to a status query. */
export function statusView(
  instance: Instance,
  turns: readonly Turn[],
  options: StatusOptions,
): Record<string, unknown> {
  return {
    name: instance.name,
    instanceId: instance.instanceId,
    runtimeStatus: instance.status,
    input: options.showInput ? parsed(instance.input) : null,
    customStatus: parsed(instance.customStatus),
    output: parsed(instance.output),
    createdTime: seconds(instance.createdAt),
    lastUpdatedTime: seconds(instance.updatedAt),
    historyEvents: options.showHistory ? historyView(instance, turns, options) : null,
  };
}

const shown = new Set([
  'ExecutionStarted',
  'ExecutionTerminated',
  'ExecutionSuspended',
  'ExecutionResumed',
  'TaskCompleted',
  'TaskFailed',
  'SubOrchestrationInstanceCompleted',
  'SubOrchestrationInstanceFailed',
  'TimerCreated',
  'TimerFired',
  'EventRaised',
]);

/** The history without the orchestrator's own comings and goings; what ended says when and as what it began. */
function historyView(instance: Instance, turns: readonly Turn[], options: StatusOptions): unknown[] {
  const events = toHistoryEvents(instance, turns, false);
  const began = new Map<unknown, HistoryEvent>();
  const view: Record<string, unknown>[] = [];
  const ended = new Set<unknown>();
  for (const event of events) {
    const name = eventTypeNames[event.EventType] ?? String(event.EventType);
    if (name === 'TaskScheduled' || name === 'SubOrchestrationInstanceCreated') began.set(event.EventId, event);
    ended.add(event.TaskScheduledId);
    if (!shown.has(name)) continue;
    const start = event.TaskScheduledId === undefined ? undefined : began.get(event.TaskScheduledId);
    view.push({
      EventType: name,
      Timestamp: event.Timestamp,
      ...(start ? { FunctionName: start.Name, ScheduledTime: start.Timestamp } : {}),
      ...(name === 'ExecutionStarted' ? { FunctionName: event.Name } : {}),
      ...(name === 'EventRaised' ? { Name: event.Name } : {}),
      ...(start?.InstanceId === undefined ? {} : { InstanceId: start.InstanceId }),
      ...(event.FireAt === undefined ? {} : { FireAt: event.FireAt }),
      ...(event.Reason === undefined ? {} : { Reason: event.Reason, Details: event.Details }),
      ...(options.showHistoryOutput && typeof event.Result === 'string' ? { Result: JSON.parse(event.Result) } : {}),
      ...(options.showInput && typeof (start ?? event).Input === 'string' ? { Input: inputOf(start ?? event) } : {}),
    });
  }
  if (options.showPending)
    for (const [id, { EventType, Timestamp, Name, InstanceId, Input }] of began)
      if (!ended.has(id))
        view.push({
          EventType: eventTypeNames[EventType] ?? String(EventType),
          Timestamp,
          FunctionName: Name,
          ...(InstanceId === undefined ? {} : { InstanceId }),
          ...(options.showInput && typeof Input === 'string' ? { Input: JSON.parse(Input) } : {}),
        });
  const last = turns.at(-1);
  if (last && (instance.status === 'Completed' || instance.status === 'Failed'))
    view.push({
      EventType: 'ExecutionCompleted',
      Timestamp: instance.updatedAt.toISOString(),
      OrchestrationStatus: instance.status,
      ...(options.showHistoryOutput ? { Result: parsed(instance.output) } : {}),
    });
  return view;
}

/** A control event's input is a plain reason, everybody else's is JSON. */
function inputOf(event: HistoryEvent): unknown {
  const name = eventTypeNames[event.EventType];
  const text = String(event.Input);
  return name?.startsWith('Execution') && name !== 'ExecutionStarted' ? text : JSON.parse(text);
}

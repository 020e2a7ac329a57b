import { activityFailure } from '../../../local/durable/failures.ts';
import type { Received, Scheduled, Turn } from '../../../local/durable/history.ts';
import { takeTurn, triggerData } from '../../../local/durable/turn.ts';
import { registered, testInvoker } from '../../../local/test/durableInvoker.ts';

/** A task as the test answers it: an activity's or a child's name and input. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
}

/** What an orchestrator came to. */
export interface Ran {
  readonly output: unknown;
  /** Every call of an activity or a child, tries that failed among them, in the order in which they were asked for. */
  readonly asked: readonly Asked[];
  /** The longest list of activities that were under way together. */
  readonly together: number;
}

/**
 * Runs a registered orchestrator to its end with the real SDK, replayed turn by turn. Timers fire at once, activities
 * end next, and a child only when nothing else is left to wait for.
 * @param answer stands in for activities and children; what it throws fails the call.
 * @param event is raised, without data, whenever the orchestrator waits for nothing else.
 */
export async function runOrchestrator(
  name: string,
  input: unknown,
  answer: (asked: Asked) => unknown,
  { event, version = '' }: { readonly event?: string; readonly version?: string } = {},
): Promise<Ran> {
  const known = {
    activities: registered('activityTrigger'),
    orchestrators: registered('orchestrationTrigger'),
    entities: registered('entityTrigger'),
  };
  const instance = {
    ...{ instanceId: 'tested', executionId: 'e', name, version, status: 'Running' as const },
    ...{ createdAt: new Date(0), updatedAt: new Date(0), input: JSON.stringify(input), output: undefined },
    ...{ failureDetails: undefined, customStatus: undefined, parent: undefined },
  };
  const asked: Asked[] = [];
  const past: Turn[] = [];
  const children: Scheduled[] = [];
  let together = 0;
  let received: Received[] = [];
  const outcomeOf = (task: Scheduled, at: string): Received => {
    const taskId = task.id;
    if (task.kind === 'timer') return { kind: 'timerFired', at, taskId, fireAt: task.fireAt };
    if (!isCall(task)) throw new Error(`${name} asks for ${task.kind}, which nothing answers here.`);
    const kind = task.kind === 'child' ? 'child' : 'task';
    try {
      const result = JSON.stringify(answer(askedBy(task)) ?? null);
      return { kind: `${kind}Completed`, at, taskId, result };
    } catch (error) {
      return { kind: `${kind}Failed`, at, taskId, failure: activityFailure(task.name, error) };
    }
  };
  for (let clock = 0; clock < 1000; clock += 1) {
    const startedAt = new Date(Date.UTC(2030, 0, 1) + clock * 60_000).toISOString();
    const turn = { instance, past, startedAt, received };
    const data = triggerData(turn);
    const outcome = await takeTurn(turn, known, () =>
      testInvoker.invoke(name, { kind: 'orchestration', instanceId: 'tested', data }),
    );
    if (outcome.result.kind === 'completed') return { output: JSON.parse(outcome.result.output), asked, together };
    if (outcome.result.kind !== 'running')
      throw new Error(`${name} ended otherwise: ${JSON.stringify(outcome.result)}`);
    past.push(outcome.turn);
    const { scheduled } = outcome.turn;
    asked.push(...scheduled.filter(isCall).map(askedBy));
    children.push(...scheduled.filter(({ kind }) => kind === 'child'));
    together = Math.max(together, scheduled.filter(({ kind }) => kind === 'activity').length);
    const others = scheduled.filter(({ kind }) => kind !== 'child');
    received = (others.length > 0 ? others : children.splice(0)).map((task) => outcomeOf(task, startedAt));
    // What else it may wait for is an event, which comes when nothing else does.
    if (received.length === 0 && event !== undefined)
      received = [{ kind: 'eventRaised', at: startedAt, name: event, input: 'null' }];
    if (received.length === 0) throw new Error(`${name} waits for nothing that was asked for.`);
  }
  throw new Error(`${name} does not end.`);
}

type Call = Extract<Scheduled, { kind: 'activity' | 'child' }>;
const isCall = (task: Scheduled): task is Call => task.kind === 'activity' || task.kind === 'child';

const askedBy = (task: Call): Asked => ({
  name: task.name,
  input: JSON.parse(task.input),
});

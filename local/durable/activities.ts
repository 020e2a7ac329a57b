import type { DurableInvoker } from './contract.ts';
import { activityFailure } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Received, Scheduled } from './history.ts';
import type { RunningInstance } from './hubContext.ts';

type Activity = Extract<Scheduled, { kind: 'activity' }>;

/**
 * Runs an activity, as soon as the gate lets it, and records what came of it. It does not run for an instance that
 * has ended meanwhile, and once `signal` is aborted nothing more is recorded: the next host runs it again.
 */
export async function runActivity(
  live: RunningInstance,
  task: Activity,
  gate: Gate,
  invoker: DurableInvoker,
  registered: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { instanceId, executionId } = live.instance;
  const name = registered.find((each) => each.toLowerCase() === task.name.toLowerCase()) ?? task.name;
  const event = await gate.run(async (): Promise<Received | undefined> => {
    if (signal.aborted || !live.runs(executionId)) return undefined;
    try {
      const data: unknown = JSON.parse(task.input);
      const value = await invoker.invoke(name, { kind: 'activity', instanceId, data }, signal);
      const result = JSON.stringify(value ?? null) ?? 'null';
      return { kind: 'taskCompleted', at: new Date().toISOString(), taskId: task.id, result };
    } catch (thrown) {
      const failure = activityFailure(task.name, thrown);
      return { kind: 'taskFailed', at: new Date().toISOString(), taskId: task.id, failure };
    }
  });
  if (event && !signal.aborted) await live.deliver(event, executionId);
}

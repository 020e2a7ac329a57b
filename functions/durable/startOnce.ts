import df, { type DurableClient, type DurableOrchestrationStatus } from 'durable-functions';
import { endingSchema } from './ending.ts';

type Status = Pick<DurableOrchestrationStatus, 'runtimeStatus' | 'output'>;

/** A Durable client, as far as orchestrations are started with it. */
interface Starter extends Pick<DurableClient, 'startNew'> {
  getStatus(instanceId: string): Promise<Status>;
}

/**
 * Starts an orchestration unless it is under way or has done its work already.
 * One that ended in failure is started again: whoever sends its message again asks for another try.
 * @param over 'again' starts one that has done its work, too: its results are gone, or shall be made anew.
 * @returns whether this call started it.
 */
export async function startOnce(
  client: Starter,
  name: string,
  instanceId: string,
  input: unknown,
  over: 'stays' | 'again' = 'stays',
): Promise<boolean> {
  const startable = over === 'again' ? isOver : isUndone;
  if (!startable(await statusOf(client, instanceId))) return false;
  try {
    await client.startNew(name, { instanceId, input });
    return true;
  } catch (error) {
    // Somebody else started it between the two calls; anything else is the caller's to try again.
    if (!startable(await statusOf(client, instanceId))) return false;
    throw error;
  }
}

function isOver(status: Status | null): boolean {
  return isUndone(status) || status?.runtimeStatus === df.OrchestrationRuntimeStatus.Completed;
}

function isUndone(status: Status | null): boolean {
  if (status === null) return true;
  const { runtimeStatus, output } = status;
  if (
    runtimeStatus === df.OrchestrationRuntimeStatus.Failed ||
    runtimeStatus === df.OrchestrationRuntimeStatus.Terminated
  ) {
    return true;
  }
  const ending = endingSchema.safeParse(output);
  return runtimeStatus === df.OrchestrationRuntimeStatus.Completed && ending.success && ending.data.kind === 'failed';
}

/** An instance's status, or null when there is none. */
export async function statusOf<S>(
  client: { getStatus(instanceId: string): Promise<S> },
  instanceId: string,
): Promise<S | null> {
  try {
    return await client.getStatus(instanceId);
  } catch (error) {
    // The client has no code for "no such instance": its message names the extension's answer.
    if (error instanceof Error && error.message.includes('HTTP 404')) return null;
    throw error;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import df, { type DurableClient } from 'durable-functions';
import { TransientError } from '../../shared/errors.ts';
import type { TaskHub } from '../../shared/stages/deleteLesson.ts';
import type { Analyses } from '../../shared/stages/failLost.ts';
import { type LineHub, passTurn } from '../../shared/stages/line.ts';
import { progressSchema } from './ending.ts';
import { statusOf } from './startOnce.ts';

/** The event that tells an analysis that it is its turn. */
export const turnEvent = 'turn';
/** The stage of an analysis that waits for it. */
export const waitingStage = 'waiting';

const { Running, Pending, Suspended, ContinuedAsNew } = df.OrchestrationRuntimeStatus;
const alive: readonly unknown[] = [Running, Pending, Suspended, ContinuedAsNew];

// A terminated orchestration ends when the hub gets to its message: at once, or after the activities before it in line.
const patienceMilliseconds = 20_000;
const pollMilliseconds = 250;

/** Whether an orchestration has not ended yet. */
export async function isAlive(client: DurableClient, instanceId: string): Promise<boolean> {
  const status = await statusOf(client, instanceId);
  return status !== null && alive.includes(status.runtimeStatus);
}

/** The task hub behind a durable client. `stop` throws TransientError when an orchestration does not end in 20 s. */
export function taskHub(client: DurableClient): Omit<TaskHub, 'find'> & Analyses {
  return {
    async find(instanceId) {
      const status = await statusOf(client, instanceId);
      if (status === null) return null;
      const waiting = progressSchema.safeParse(status.customStatus).data?.stage === waitingStage;
      const changedAt = new Date(status.lastUpdatedTime);
      return { alive: alive.includes(status.runtimeStatus), changedAt, waiting };
    },
    async stop(instanceId) {
      if (!(await isAlive(client, instanceId))) return false;
      await client.terminate(instanceId, 'The lesson is deleted, or nothing happened in its analysis for a day.');
      // The client has no event for an orchestration's end: its status is asked for.
      for (const deadline = Date.now() + patienceMilliseconds; Date.now() < deadline; ) {
        if (!(await isAlive(client, instanceId))) {
          await passTurn(lineHub(client), [instanceId]);
          return true;
        }
        await delay(pollMilliseconds);
      }
      throw new TransientError('timed-out', 'The analysis of the lesson does not end.');
    },
    async forget(instanceId) {
      return (await client.purgeInstanceHistory(instanceId)).instancesDeleted > 0;
    },
  };
}

/** The line of the task hub behind a durable client. */
export function lineHub(client: DurableClient): LineHub {
  return {
    name: client.taskHubName,
    find: (instanceId) => taskHub(client).find(instanceId),
    async call(instanceId) {
      if (await isAlive(client, instanceId)) await client.raiseEvent(instanceId, turnEvent, null);
    },
  };
}

import type { ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import type { TimerTrigger } from '../bindings.ts';
import { asError } from '../errors.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { Invoker, TriggerEvent } from '../invoke.ts';
import { createOngoing, createRest, type Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';
import type { Schedule } from '../schedule.ts';
import { isMissing } from './blobQueue.ts';
import { type ScheduleStatus, timerEvent } from './timerEvent.ts';

export interface TimerListenerOptions {
  readonly definition: FunctionDefinition & { readonly trigger: TimerTrigger };
  readonly schedule: Schedule;
  /** Where the host keeps when the timer ran last; undefined when the function does not want that (useMonitor). */
  readonly statuses: ContainerClient | undefined;
  readonly hostId: string;
  readonly invoker: Invoker;
  readonly log: HostLog;
  readonly now?: () => Date;
}

const statusSchema = z.object({ Last: z.iso.datetime(), Next: z.iso.datetime(), LastUpdated: z.iso.datetime() });
const category = 'Host.Timers';

/** The longest that Node's timers wait at once, in milliseconds. */
const longestWait = 2_147_483_647;

/** Runs a function at the times of its schedule, never twice at once, and once late for what was missed while down. */
export function createTimerListener(options: TimerListenerOptions): Listener {
  const { definition, schedule, invoker, log } = options;
  const now = options.now ?? (() => new Date());
  const rest = createRest();
  const ongoing = createOngoing();
  let stopped = false;

  async function tick(previous: ScheduleStatus | undefined): Promise<void> {
    const pastDue = previous !== undefined && new Date(previous.Next) < now();
    let status = previous;
    if (pastDue || definition.trigger.runOnStartup) status = await run(status, pastDue);
    let due = schedule.next(now());
    while (due && !stopped) {
      const wait = due.getTime() - now().getTime();
      if (wait > 0) {
        await rest.wait(Math.min(wait, longestWait));
        continue;
      }
      status = await run(status, false);
      due = schedule.next(now());
    }
  }

  async function run(status: ScheduleStatus | undefined, isPastDue: boolean): Promise<ScheduleStatus> {
    const began = now();
    const next = schedule.next(began) ?? began;
    await runWithRetries(timerEvent({ isPastDue, status }));
    const after: ScheduleStatus = {
      Last: began.toISOString(),
      Next: next.toISOString(),
      LastUpdated: now().toISOString(),
    };
    await writeStatus(after);
    return after;
  }

  async function runWithRetries(event: TriggerEvent): Promise<void> {
    const { retry } = definition;
    let context: TriggerEvent['retry'];
    for (let attempt = 0; !stopped; attempt += 1) {
      try {
        await invoker.invoke(definition, context ? { ...event, retry: context } : event);
        return;
      } catch (thrown) {
        // The invoker has logged it.
        if (!retry || attempt >= retry.maxRetryCount) return;
        const { message, stack = '' } = asError(thrown);
        const exception = { message, source: definition.name, stackTrace: stack };
        const maxRetryCount = Number.isFinite(retry.maxRetryCount) ? retry.maxRetryCount : -1;
        context = { retryCount: attempt + 1, maxRetryCount, exception };
        await rest.wait(retry.delayBefore(attempt + 1));
      }
    }
  }

  function statusBlob() {
    const path = `timers/${options.hostId}/Host.Functions.${definition.name}/status`;
    return options.statuses?.getBlockBlobClient(path);
  }

  async function readStatus(): Promise<ScheduleStatus | undefined> {
    try {
      const bytes = await statusBlob()?.downloadToBuffer();
      return bytes ? statusSchema.parse(JSON.parse(bytes.toString('utf8'))) : undefined;
    } catch (thrown) {
      if (!isMissing(thrown)) log.write('warn', category, 'status.unreadable', about(thrown));
      return undefined;
    }
  }

  async function writeStatus(status: ScheduleStatus): Promise<void> {
    try {
      const text = JSON.stringify(status);
      await statusBlob()?.upload(text, Buffer.byteLength(text));
    } catch (thrown) {
      // The timer goes on; only whether it is past due at the next start is not known then.
      log.write('warn', category, 'status.not-written', about(thrown));
    }
  }

  const about = (thrown: unknown) => ({ function: definition.name, error: asError(thrown).message });

  return {
    async start() {
      await options.statuses?.createIfNotExists();
      const status = await readStatus();
      // The first status says when the timer is due, so that a host that is down at that time knows it was missed.
      const next = schedule.next(now());
      if (!status && next) {
        const time = now().toISOString();
        await writeStatus({ Last: time, Next: next.toISOString(), LastUpdated: time });
      }
      ongoing.add(tick(status).catch((thrown) => log.write('error', category, 'timer.ended', about(thrown))));
    },
    async pause() {
      stopped = true;
      rest.wake();
    },
    idle: () => ongoing.idle(),
    async close() {
      stopped = true;
      rest.wake();
    },
  };
}

import { type Backlog, readBacklog } from '../messaging/backlog.ts';
import { queues } from '../messaging/messages.ts';
import { type Running, readRunning } from '../results/running.ts';
import { setGauge } from '../telemetry/gauges.ts';
import { metrics } from '../telemetry/names.ts';

/** What could be seen; a part that did not answer is left out. */
export type Watched = Partial<Backlog> & { readonly running?: number; readonly oldestRunningSeconds?: number };

/** Reads what waits and what runs, for the gauges. A part that does not answer is told by `onBlind`, and spoils nothing. */
export async function watchWork(onBlind: (error: unknown) => void): Promise<Watched> {
  const [backlog, running] = await Promise.all([seen(readBacklog(), onBlind), seen(readRunning(), onBlind)]);
  return { ...tellBacklog(backlog), ...tellRunning(running) };
}

async function seen<T>(reading: Promise<T>, onBlind: (error: unknown) => void): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    onBlind(error);
    return null;
  }
}

function tellBacklog(backlog: Backlog | null): Watched {
  if (backlog === null) return {};
  setGauge(metrics.oldestJob, backlog.oldestSeconds, {});
  setGauge(metrics.deadJobs, backlog.dead, { queue: queues.lessonJobs });
  setGauge(metrics.deadJobs, backlog.aside, { queue: queues.deadJobs });
  return backlog;
}

function tellRunning(running: Running | null): Watched {
  if (running === null) return {};
  setGauge(metrics.running, running.count, {});
  setGauge(metrics.oldestRunning, running.oldestSeconds, {});
  return { running: running.count, oldestRunningSeconds: running.oldestSeconds };
}

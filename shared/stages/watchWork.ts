import { jobId } from '../lessons/identity.ts';
import { type Backlog, readBacklog } from '../messaging/backlog.ts';
import { queues } from '../messaging/messages.ts';
import { type Running, readRunning } from '../results/running.ts';
import { setGauge } from '../telemetry/gauges.ts';
import { metrics } from '../telemetry/names.ts';
import type { Turns } from './line.ts';

/** What could be seen; a part that did not answer is left out. */
export type Watched = Partial<Backlog> & { readonly running?: number; readonly oldestRunningSeconds?: number };

/**
 * Reads what waits and what runs, for the gauges. A part that does not answer is told by `onBlind`, and spoils nothing;
 * without the line, lessons count from their last change.
 */
export async function watchWork(
  readTurns: () => Promise<Turns>,
  onBlind: (error: unknown) => void,
  now = new Date(),
): Promise<Watched> {
  const [backlog, running, turns] = await Promise.all([
    seen(readBacklog(), onBlind),
    seen(readRunning(), onBlind),
    seen(readTurns(), onBlind),
  ]);
  return { ...tellBacklog(backlog), ...tellRunning(running, turns, now) };
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

function tellRunning(running: readonly Running[] | null, turns: Turns | null, now: Date): Watched {
  if (running === null) return {};
  // A lesson that waits for its turn is not stuck, and one whose turn has just come has not been under way before.
  const ages = running.flatMap(({ id, revision, updatedAt }) => {
    const analysis = jobId({ lessonId: id, revision });
    if (turns?.waiting.has(analysis)) return [];
    const began = Math.max(Date.parse(updatedAt), Date.parse(turns?.since.get(analysis) ?? updatedAt));
    return [(now.getTime() - began) / 1000];
  });
  const oldest = Math.max(0, ...ages);
  setGauge(metrics.running, running.length, {});
  setGauge(metrics.oldestRunning, oldest, {});
  return { running: running.length, oldestRunningSeconds: oldest };
}

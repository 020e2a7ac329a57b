import { once } from 'node:events';
import { reachMessaging } from '../messaging/sender.ts';
import { localEngine } from '../questions/localEngine.ts';
import { documents } from '../results/database.ts';
import { container } from '../storage/blobs.ts';
import { poolOf } from '../wiring/pools.ts';
import type { CheckedPart, Health, HealthParts } from './contract.ts';

// Longer than a slow answer, shorter than a load balancer's patience.
const patienceMilliseconds = 5000;

type Call = (signal: AbortSignal) => Promise<unknown>;

async function reachable(call: Call): Promise<CheckedPart> {
  const started = performance.now();
  const milliseconds = () => Math.round(performance.now() - started);
  const late = AbortSignal.timeout(patienceMilliseconds);
  try {
    // Not every client heeds its signal; the answer comes in time all the same.
    await Promise.race([call(late), once(late, 'abort').then(() => Promise.reject(late.reason))]);
    return { status: 'ok', milliseconds: milliseconds() };
  } catch {
    // That it does not answer is the finding; why, its own logs say.
    return { status: 'down', milliseconds: milliseconds() };
  }
}

const storage: Call = async (abortSignal) => (await container('videos')).getProperties({ abortSignal });
const database: Call = async (abortSignal) => (await documents('lessons')).read({ abortSignal });
const speech: Call = async (signal) => (await poolOf('speech')).reach(signal);

/** Whether what the API needs answers now. Says nothing that a stranger should not know. */
export async function checkHealth(): Promise<Health> {
  const [first, second] = await Promise.all([reachable(storage), reachable(database)]);
  const status = first.status === 'ok' && second.status === 'ok' ? 'ok' : 'down';
  return { status, parts: { storage: first.status, database: second.status }, codingModel: localEngine().modelVersion };
}

/**
 * Whether each part that a lesson's way needs answers now, and how fast; nothing that costs money is asked.
 * @param taskHub asks the Durable task hub for anything.
 */
export async function checkParts(taskHub: Call): Promise<HealthParts> {
  const started = {
    storage: reachable(storage),
    database: reachable(database),
    messaging: reachable(reachMessaging),
    taskHub: reachable(taskHub),
    speech: reachable(speech),
  };
  const parts = {
    storage: await started.storage,
    database: await started.database,
    messaging: await started.messaging,
    taskHub: await started.taskHub,
    speech: await started.speech,
  };
  return { status: Object.values(parts).every((part) => part.status === 'ok') ? 'ok' : 'down', parts };
}

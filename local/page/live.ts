import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { maskedJson } from './masking.ts';
import { PageError } from './view.ts';

/** No view is looked at more often. */
const paceMilliseconds = 1000;
/** Nor does looking take more than this share of the time, however much there is to see. */
const shareOfTime = 0.05;
/** A comment, so that both ends notice when the other is gone. */
const heartbeatMilliseconds = 15_000;

/**
 * Sends what `show` gives as server-sent events, each time that it is another, until the reader goes. What fails is an
 * event as well, `{"error"}`, and is tried again.
 */
export async function follow(response: ServerResponse, show: () => Promise<unknown>): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  let last = '';
  let saidAt = performance.now();
  while (!gone.signal.aborted) {
    const began = performance.now();
    const text = maskedJson(await show().catch(problemOf));
    const took = performance.now() - began;
    if (text !== last || performance.now() - saidAt > heartbeatMilliseconds) {
      const kept = response.write(text === last ? ':\n\n' : `data: ${text}\n\n`);
      last = text;
      saidAt = performance.now();
      if (!kept) await drained(response, gone.signal);
    }
    const pause = Math.max(paceMilliseconds, took / shareOfTime);
    // Ends early, and says so by an error, when the reader goes.
    await delay(pause, undefined, { signal: gone.signal }).catch(() => undefined);
  }
}

/** What a reader is told of a failure. */
export function problemOf(error: unknown): { readonly error: string; readonly status: number } {
  if (error instanceof PageError) return { error: error.message, status: error.status };
  return { error: error instanceof Error ? error.message : String(error), status: 500 };
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

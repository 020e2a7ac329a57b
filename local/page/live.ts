import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { maskedJson } from './masking.ts';
import { PageError } from './view.ts';

/** No view is looked at more often, in milliseconds. */
const paceMin = 1000;
/** While nothing changes, a view is looked at ever more rarely, down to this. */
const paceMax = 5000;
/** Nor does looking take more than this share of the time, of all readers together, however much there is to see. */
const shareOfTime = 0.02;
/** A comment, so that both ends notice when the other is gone. */
const heartbeatMilliseconds = 15_000;
/** Each follows a view; a person has some tabs. */
const readersMax = 30;

/** Those who follow views of the page. */
export class Readers {
  readonly #wake = new Set<() => void>();

  /**
   * Sends what `show` gives as server-sent events, each time that it is another, until the reader goes. What fails is
   * an event as well, `{"error"}`, and is tried again.
   * @throws PageError 429 when too many follow already.
   */
  async follow(response: ServerResponse, show: () => Promise<unknown>): Promise<void> {
    if (this.#wake.size >= readersMax) throw new PageError(429, 'Too many pages follow already: close some.');
    const gone = new AbortController();
    let pause = new AbortController();
    let pace = paceMin;
    const wake = () => {
      pace = paceMin;
      pause.abort();
    };
    this.#wake.add(wake);
    response.once('close', () => {
      this.#wake.delete(wake);
      gone.abort();
    });
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    let last = '';
    let saidAt = performance.now();
    while (!gone.signal.aborted) {
      pause = new AbortController();
      const began = performance.now();
      let failed = false;
      const shown = await show().catch((error: unknown) => {
        failed = true;
        return problemOf(error);
      });
      const text = maskedJson(shown);
      const took = performance.now() - began;
      const isNews = text !== last;
      pace = isNews ? paceMin : Math.min(pace * 1.5, paceMax);
      if (isNews || performance.now() - saidAt > heartbeatMilliseconds) {
        const kept = response.write(isNews ? `data: ${text}\n\n` : ':\n\n');
        last = text;
        saidAt = performance.now();
        if (!kept) await drained(response, gone.signal);
      }
      // What failed is tried again soon: how long it took says nothing of how long it takes.
      const rest = failed ? pace : Math.max(pace, (took * this.#wake.size) / shareOfTime);
      const signal = AbortSignal.any([gone.signal, pause.signal]);
      // Ends early, and says so by an error, when the reader goes or something was done.
      await delay(rest, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Has everybody look again now: something was done through the page. */
  wake(): void {
    for (const wake of this.#wake) wake();
  }
}

/** What a reader is told of a failure. */
export function problemOf(error: unknown): { readonly error: string; readonly status: number } {
  if (error instanceof PageError) return { error: error.message, status: error.status };
  if (!(error instanceof Error)) return { error: String(error), status: 500 };
  // As the SDKs of Azure say what the server refused; below the first line are ids of the request.
  const { statusCode, code } = error as { readonly statusCode?: unknown; readonly code?: unknown };
  const refused = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  const [line = ''] = error.message.split('\n', 1);
  return { error: line || String(code ?? error.name), status: refused ? statusCode : 500 };
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

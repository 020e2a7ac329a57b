import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const autocannon = createRequire(import.meta.url).resolve('autocannon');

/** Each keeps its share of the rate by itself, so that requests come in small bursts, one from each. */
export const connections = 10;

const answerSchema = z.object({
  latency: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  requests: z.object({ total: z.int() }),
  errors: z.int(),
  timeouts: z.int(),
  non2xx: z.int(),
  mismatches: z.int(),
});

export interface Load {
  readonly url: string;
  readonly body: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** How a server bore a load; times in milliseconds, whole ones from autocannon. */
export interface Borne {
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  readonly requests: number;
  /** Refused, broken off, out of time, or answered with anything but a 2xx. */
  readonly errors: number;
}

/**
 * Sends POSTs at a steady rate from a process of its own. A request that had to wait because earlier ones were slow
 * counts from when it was due.
 */
export async function load({ url, body, perSecond, seconds }: Load): Promise<Borne> {
  const args = ['--json', '--no-progress', '--method', 'POST', '--headers', 'content-type=application/json'];
  const rate = [
    '--connections',
    String(connections),
    '--overallRate',
    String(perSecond),
    '--duration',
    String(seconds),
  ];
  const { stdout } = await run(process.execPath, [autocannon, ...args, ...rate, '--body', body, url]);
  const { latency, requests, errors, timeouts, non2xx, mismatches } = answerSchema.parse(JSON.parse(stdout));
  return {
    p50: latency.p50,
    p99: latency.p99,
    slowest: latency.max,
    requests: requests.total,
    errors: errors + timeouts + non2xx + mismatches,
  };
}

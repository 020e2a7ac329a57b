import { fileURLToPath } from 'node:url';
import { readyLine, startPart } from '../../local/part.ts';
import { startTestCloud } from '../../testing/cloud.ts';
import { atMost, type BenchOptions, type BenchResult, figure, ratioAtMost } from '../measuring/figure.ts';
import { connections, load } from './load.ts';

const bareServer = fileURLToPath(new URL('./bareServer.ts', import.meta.url));
const perSecond = 200;
const body = JSON.stringify({ questions: ['Why did it sink?', 'Is it red?'] });

/** POST /predictions at 200 requests a second, beside a bare HTTP server under the same load. */
export async function predictions({ quick, say }: BenchOptions): Promise<BenchResult> {
  const seconds = quick ? 3 : 30;
  await using cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
  });
  await using stack = new AsyncDisposableStack();
  const bare = await startPart({
    name: 'bare server',
    script: bareServer,
    args: [],
    ready: readyLine,
    log: say,
    timeoutSeconds: 30,
  });
  stack.defer(() => bare.stop());
  const ours = { url: `${cloud.host}/api/v1/predictions`, body, perSecond };
  const theirs = { url: String(bare.said.url), body, perSecond };
  // Both warm: what the first second costs is the bench `start`'s to tell.
  for (const target of [theirs, ours]) await load({ ...target, seconds: 2 });
  const baseline = await load({ ...theirs, seconds });
  const borne = await load({ ...ours, seconds });
  say(`${borne.requests} requests, the slowest ${borne.slowest} ms; bare server ${baseline.slowest} ms`);
  return {
    figures: [
      figure({
        name: 'p99',
        value: borne.p99,
        unit: 'ms',
        // Whole milliseconds: what took less than one counts as one.
        baseline: Math.max(1, baseline.p99),
        target: ratioAtMost(8),
      }),
      figure({ name: 'p50', value: borne.p50, unit: 'ms', baseline: baseline.p50 }),
      figure({ name: 'errors', value: borne.errors, unit: 'requests', baseline: baseline.errors, target: atMost(0) }),
    ],
    conditions: {
      perSecond,
      connections,
      seconds,
      requests: borne.requests,
      questionsPerRequest: 2,
      baseline: 'a bare node:http server that answers a fixed JSON',
    },
  };
}

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { buildApp } from '../../local/buildApp.ts';
import { readResources } from '../../local/resources.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtMost } from '../measuring/figure.ts';

const run = promisify(execFile);
const importApp = fileURLToPath(new URL('./importApp.ts', import.meta.url));
// Microseconds.
const usageSchema = z.object({ user: z.int(), system: z.int() });
const saidSchema = z.object({ milliseconds: z.number(), processorMilliseconds: z.number(), functions: z.int() });

// The app reads its settings while it loads. Nothing is there, and nothing is asked for before the first call.
const settings = {
  AskwellStorage: 'UseDevelopmentStorage=true',
  AskwellServiceBus:
    'Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none;UseDevelopmentEmulator=true;',
  COSMOS_CONNECTION: 'AccountEndpoint=http://localhost:8081/;AccountKey=bm9uZQ==;',
};

/** How long a fresh Node takes to import the built app, beside one that does nothing at all. */
export async function start({ quick, say }: BenchOptions): Promise<BenchResult> {
  const rounds = quick ? 3 : 10;
  const imports: number[] = [];
  const processor: number[] = [];
  const bare: number[] = [];
  const bareProcessor: number[] = [];
  let functions = 0;
  const app = await buildApp((await readResources(resolve('infra/local.json'))).app);
  // Taken in turns, so that both see the same machine.
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now();
    const nothing = await run(process.execPath, ['-p', 'JSON.stringify(process.cpuUsage())']);
    const took = performance.now() - began;
    const { user, system } = usageSchema.parse(JSON.parse(nothing.stdout));
    const { stdout } = await run(process.execPath, [importApp, app], { env: { ...process.env, ...settings } });
    const said = saidSchema.parse(JSON.parse(stdout));
    functions = said.functions;
    // The first round brings the files into the system's cache.
    if (round === 0) continue;
    bare.push(took);
    bareProcessor.push((user + system) / 1000);
    imports.push(said.milliseconds);
    processor.push(said.processorMilliseconds);
  }
  say(`${functions} functions, ${imports.map((value) => Math.round(value)).join(', ')} ms`);
  return {
    figures: [
      // The time by the clock is what people wait for; that of the processor is the same whatever else the machine does.
      figure({ name: 'import of the app', value: median(imports), unit: 'ms', baseline: median(bare) }),
      figure({
        name: 'processor time of it',
        value: median(processor),
        unit: 'ms',
        baseline: median(bareProcessor),
        target: ratioAtMost(25),
      }),
    ],
    conditions: {
      rounds,
      functions,
      baseline: 'a Node that says its processor time and ends, from start to end of the process',
    },
  };
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { atMost, type BenchOptions, type BenchResult, figure } from '../measuring/figure.ts';

const run = promisify(execFile);
const findMade = fileURLToPath(new URL('./findMade.ts', import.meta.url));
const foundSchema = z.object({
  voices: z.int(),
  windows: z.int(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  grownMegabytes: z.number(),
  peakMegabytes: z.number(),
});

/** Windows of three hours of talk, one each 0.6 s; and as many as another tool was killed by, of nobody's voice. */
const cases = [
  { name: 'three hours', windows: 18_000, kind: 'people' },
  { name: 'nine hours of nobody', windows: 53_000, kind: 'chance' },
] as const;

/** Telling the voices of a long lesson apart: how long it takes, and how much memory it needs beside the embeddings. */
export async function voices({ quick, say }: BenchOptions): Promise<BenchResult> {
  const figures = [];
  for (const { name, windows, kind } of quick ? cases.slice(0, 1) : cases) {
    const { stdout } = await run(process.execPath, [findMade, String(quick ? 3_000 : windows), kind]);
    const found = foundSchema.parse(JSON.parse(stdout));
    say(`${name}: ${found.windows} windows, ${found.voices} voices, ${found.cpuSeconds.toFixed(1)} s`);
    figures.push(
      figure({ name: `${name}: processor seconds`, unit: 's', value: found.cpuSeconds }),
      figure({
        name: `${name}: megabytes beside the embeddings`,
        unit: 'MB',
        value: found.grownMegabytes,
        target: atMost(300),
      }),
      figure({ name: `${name}: megabytes of the process at most`, unit: 'MB', value: found.peakMegabytes }),
    );
  }
  return {
    figures,
    conditions: { embeddings: 'made by seed, 192 numbers each', threads: 1 },
  };
}

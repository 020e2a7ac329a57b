import { misused, readCommandLine } from '../../local/commandLine.ts';
import { rebuild } from '../../shared/recovery/rebuild.ts';
import type { RebuildReport } from '../../shared/recovery/report.ts';
import { useSettings } from './recovery/settings.ts';

const usage = `Usage: npm run rebuild [-- --parallel N] [--state DIR]

Writes the database's documents back from blob storage: lessons, questions, people's reviews and details. What the
database has and is as new stays; run again, it changes nothing. Uploads without a result are analysed again.
It works on the running local cloud, or on the deployment whose settings are in the environment: AskwellStorage,
COSMOS_CONNECTION and AskwellServiceBus, or their forms with your own sign-in (docs/settings.md).
  --parallel N  shards at once, 1 to 64; default 8`;

async function run(): Promise<number> {
  const { values } = readCommandLine(usage, {
    parallel: { type: 'string', default: '8' },
    state: { type: 'string', default: '.askwell' },
  });
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 64)
    misused(usage, `--parallel takes a whole number, 1 to 64, not "${values.parallel}".`);
  await useSettings(values.state);
  const began = performance.now();
  const report = await rebuild(parallel, (so, done, total) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} parts, ${so.lessons} lessons `);
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.log(describe(report, (performance.now() - began) / 1000));
  return report.problemCount === 0 ? 0 : 2;
}

function describe(report: RebuildReport, seconds: number): string {
  const { lessons, left, questions, reviews, started, refused, problemCount, problems } = report;
  const more = problemCount - problems.length;
  return [
    `${lessons} lessons written back, ${left} left as they were; ${questions} questions, ${reviews} reviews (${seconds.toFixed(1)} s)`,
    `${started} uploads without a result are analysed again, ${refused} are refused as before`,
    ...problems.map(({ path, why }) => `not usable: ${path}: ${why}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

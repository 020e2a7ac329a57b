import { fileURLToPath } from 'node:url';
import { misused, readCommandLine } from '../local/commandLine.ts';
import { benches } from './benches.ts';
import type { Figure } from './measuring/figure.ts';
import { keepRecord, machine } from './measuring/record.ts';
import { table } from './measuring/table.ts';
import { runBench } from './runBench.ts';

const resultsFile = fileURLToPath(new URL('./results.json', import.meta.url));

const usage = `Measures Askwell against its targets. What depends on the machine is held to a baseline of the same run.

  npm run bench                            all: ${[...benches.keys()].join(', ')}
  npm run bench -- overhead memory         some
  npm run bench -- --quick start           small sizes, to see that it works; nothing is kept
  npm run bench -- speech --against REF    the speech server beside that of another commit

The figures go into bench/results.json, those of benches that did not run stay there.
`;

/** Runs the named benches one after the other; one that fails is told, and the others run all the same. */
async function main(): Promise<boolean> {
  const options = { quick: { type: 'boolean', default: false }, against: { type: 'string' } } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  const unknown = positionals.filter((name) => !benches.has(name));
  if (unknown.length > 0) misused(usage, `There is no bench ${unknown.join(', ')}.`);
  const results: { name: string; figures: readonly Figure[] }[] = [];
  let complete = true;
  for (const name of benches.keys()) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const conditions = machine();
    try {
      const result = await runBench(name, values.quick, values.against);
      results.push({ name, figures: result.figures });
      if (!values.quick) await keepRecord(resultsFile, name, { ...conditions, ...result });
    } catch (error) {
      complete = false;
      process.stderr.write(`${name}: failed. ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  if (results.length > 0) process.stdout.write(`${table(results)}\n`);
  return complete;
}

process.exitCode = (await main()) ? 0 : 1;

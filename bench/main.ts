import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './bench.ts';
import { coding } from './coding.ts';
import { memory } from './memory.ts';
import { orchestration } from './orchestration.ts';
import { overhead } from './overhead.ts';
import { predictions } from './predictions.ts';
import { keepRecord, machine } from './record.ts';
import { recovery } from './recovery.ts';
import { start } from './start.ts';
import { studio } from './studio.ts';
import { table } from './table.ts';

const benches: Readonly<Record<string, Bench>> = {
  start,
  coding,
  predictions,
  orchestration,
  memory,
  overhead,
  recovery,
  studio,
};
const resultsFile = fileURLToPath(new URL('./results.json', import.meta.url));

const usage = `Measures Askwell against its targets, each figure beside a baseline of the same run.

  npm run bench                            all: ${Object.keys(benches).join(', ')}
  npm run bench -- overhead memory         some
  npm run bench -- --quick start           small sizes, to see that it works; nothing is kept

The figures go into bench/results.json, those of benches that did not run stay there.
`;

/** Runs the named benches one after the other; one that fails is told, and the others run all the same. */
async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (values.help || unknown.length > 0) {
    process.stdout.write(unknown.length > 0 ? `There is no bench ${unknown.join(', ')}.\n\n${usage}` : usage);
    return unknown.length === 0;
  }
  const results: { name: string; figures: readonly Figure[] }[] = [];
  let complete = true;
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
    const conditions = machine();
    try {
      const result = await bench({ quick: values.quick, say });
      results.push({ name, figures: result.figures });
      if (!values.quick) await keepRecord(resultsFile, name, { ...conditions, ...result });
    } catch (error) {
      complete = false;
      say(`failed. ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (results.length > 0) process.stdout.write(`${table(results)}\n`);
  return complete;
}

process.exitCode = (await main()) ? 0 : 1;

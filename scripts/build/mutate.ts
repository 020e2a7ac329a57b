import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { misused, readCommandLine } from '../../local/commandLine.ts';

const usage = `Changes a file in many small ways, runs the unit tests on each change, and lists the changes that no test noticed.

  npm run mutate -- shared/questions/waitTime.ts      a file: minutes
  npm run mutate -- shared/questions                  a folder: an hour, perhaps
  npm run mutate -- FILE… --at-once N                 test processes side by side, default 2

Each change that survives is either one that makes no difference, or a test that is missing. What runs only while a
module is loaded (tables, schemas) is left out: each such change would take all tests, and most of the time.
`;

// Not among the dependencies: it needs Node 22, and Askwell runs on 20. npm puts the project's own Node first.
const version = '10.1.1';

/** What Stryker is to change: a file, or all code under a folder. @throws Error when there is no such thing. */
async function patternOf(path: string): Promise<string> {
  const plain = path.replace(/\/+$/, '');
  const found = await stat(plain).catch(() => null);
  if (found === null) throw new Error(`There is no file or folder ${path}.`);
  return found.isDirectory() ? `${plain}/**/*.ts` : plain;
}

async function mutate(): Promise<number> {
  const options = { 'at-once': { type: 'string', default: '2' } } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  if (positionals.length === 0) misused(usage, 'Name a file or a folder.');
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('npm is needed to fetch what it runs: start it by npm run mutate.');
  const changed = await Promise.all(positionals.map(patternOf));
  const packages = ['core', 'vitest-runner'].map((name) => `--package=@stryker-mutator/${name}@${version}`);
  const stryker = ['stryker', 'run', 'scripts/build/mutate/stryker.json', '--mutate', changed.join(',')];
  const run = [npm, 'exec', '--yes', ...packages, '--', ...stryker, '--concurrency', values['at-once']];
  const [code] = await once(spawn(process.execPath, run, { stdio: 'inherit' }), 'exit');
  return code ?? 1;
}

try {
  process.exitCode = await mutate();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

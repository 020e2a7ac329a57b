import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDirectory } from '../../testing/temporary.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile('package.json', 'utf8')));
// What another program says of itself is its own affair.
const others = ['test', 'check', 'format'];
const ours = Object.keys(scripts).filter((name) => !others.includes(name));
const folder = temporaryDirectory();

/** The program behind an npm script, with further arguments, in a folder in which it finds nothing. */
async function run(name: string, ...args: string[]) {
  const [program, script = '', ...given] = scripts[name]?.split(' ') ?? [];
  expect(program).toBe('node');
  const child = spawn(process.execPath, [resolve(script), ...given, ...args], { cwd: folder.path });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (data: Buffer) => (said[stream] += data.toString()));
  const [code] = await once(child, 'close');
  return { code, ...said };
}

test.concurrent.each(ours)(
  'npm run %s tells its usage when asked to, and beside an option that it does not know',
  async (name) => {
    const [long, short, wrong] = [await run(name, '--help'), await run(name, '-h'), await run(name, '--nonsense')];
    expect(long).toMatchObject({ code: 0, stderr: '' });
    expect(long.stdout).toContain(`npm ${name === 'start' ? name : `run ${name}`}`);
    expect(short).toEqual(long);
    // One line, and no stack.
    expect(wrong).toEqual({ code: 2, stdout: '', stderr: `Unknown option '--nonsense'.\n\n${long.stdout}` });
    // Nothing was begun.
    expect(await readdir(folder.path)).toEqual([]);
  },
);

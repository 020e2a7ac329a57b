import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary.ts';

const folder = temporaryDirectory();
const run = promisify(execFile);
let count = 0;
let project: string;

/** `npm run types` in a project of these files. */
async function types(files: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(project, name, '..'), { recursive: true });
    await writeFile(join(project, name), text);
  }
  return run(process.execPath, [resolve('scripts/build/types.ts')], { cwd: project }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

beforeEach(async () => {
  count += 1;
  project = join(folder.path, String(count));
  await mkdir(project);
  await run('git', ['init', '--quiet'], { cwd: project });
});

const config = (include: string) =>
  JSON.stringify({ compilerOptions: { noEmit: true, types: [] }, include: [include] });

test('a file that is in no project is named, unless git does not keep it', async () => {
  const files = { 'tsconfig.json': config('src'), 'src/in.ts': 'export {};', 'tools/out.ts': 'export {};' };
  expect(await types({ ...files, '.gitignore': 'made/', 'made/x.ts': 'export {};' })).toEqual({
    code: 1,
    said: expect.stringMatching(/in no tsconfig\.json.*\n {2}tools\/out\.ts\n$/i),
  });
  expect(await types({ 'tools/tsconfig.json': config('.') })).toEqual({ code: 0, said: '' });
});

test('a wrong type in any project is told', async () => {
  const files = { 'tsconfig.json': config('src'), 'src/in.ts': 'export {};', 'tools/tsconfig.json': config('.') };
  expect(await types({ ...files, 'tools/out.ts': 'export const count: number = "one";' })).toEqual({
    code: 1,
    said: expect.stringContaining('tools/out.ts(1,14)'),
  });
});

import { execFile } from 'node:child_process';
import { readdir, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { holdApp, isHeld } from '../../local/heldApp.ts';
import { copyProject, type ProjectCopy } from '../../testing/projectCopy.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const folder = temporaryDirectory();
let project: ProjectCopy;
const run = promisify(execFile);

/** `npm run build`, in the copy. */
async function build(settings: Record<string, string> = {}): Promise<string> {
  const script = join(project.path, 'scripts/build/build.ts');
  return (await run(process.execPath, [script], { env: { ...process.env, ...settings } })).stdout;
}
const newest = () => readlink(join(project.path, 'dist/app'));

beforeAll(async () => {
  project = await copyProject(join(folder.path, 'project'));
});
beforeEach(async () => {
  await build();
});

test('what has not changed is not built again', async () => {
  const before = { newest: await newest(), builds: await project.builds() };
  expect(await build()).toContain('nothing has changed');
  expect({ newest: await newest(), builds: await project.builds() }).toEqual(before);
});

test('a change is built beside what was there, and so is another setting of the studio', async () => {
  const [before, builds] = [await newest(), await project.builds()];
  await project.change();
  expect(await build()).toContain('functions');
  const changed = await newest();
  expect(changed).not.toBe(before);
  expect(await build({ STUDIO_STORAGE_ORIGIN: 'https://recordings.example' })).toContain('functions');
  expect(await newest()).not.toBe(changed);
  expect(await project.builds()).toEqual(expect.arrayContaining(builds));
  expect(await project.builds()).toHaveLength(builds.length + 2);
});

test('of several builds at once each succeeds, and one whole build is left', async () => {
  await project.change();
  const count = (await project.builds()).length;
  await Promise.all([build(), build(), build()]);
  expect(await project.builds()).toHaveLength(count + 1);
  expect((await readdir(join(project.path, 'dist'))).sort()).toEqual(['app', 'builds']);
  expect(await readdir(join(project.path, 'dist/builds'))).toEqual(await project.builds());
});

test('sources that cannot be built leave the newest build in its place', async () => {
  const before = await newest();
  const broken = join(project.path, 'functions/api/broken.ts');
  await writeFile(broken, 'import "./nowhere.ts";\n');
  await expect(build()).rejects.toThrow(/nowhere\.ts/);
  expect(await newest()).toBe(before);
  expect(await readdir(join(project.path, 'dist/builds'))).toEqual(await project.builds());
  await run('rm', [broken]);
});

test('a build that nobody asked for lately goes with the next one, unless a process holds it', async () => {
  const held = await holdApp(join(project.path, 'dist/app'));
  expect(held).toBe(await realpath(join(project.path, 'dist', await newest())));
  const name = (await newest()).replace('builds/', '');
  for (const build of await project.builds()) await project.age(build);
  await project.change();
  await build();
  expect(await project.builds()).toEqual([name, (await newest()).replace('builds/', '')].sort());

  // A process that is no more: its mark does not count, and is taken away.
  const { pid } = run(process.execPath, ['-e', '']).child;
  await run('rm', [`${held}.held-by-${process.pid}`]);
  await writeFile(`${held}.held-by-${pid}`, '');
  await expect.poll(() => isHeld(held)).toBe(false);
  await project.change();
  await build();
  expect(await project.builds()).not.toContain(name);
  expect(await readdir(join(project.path, 'dist/builds'))).toEqual(await project.builds());
});

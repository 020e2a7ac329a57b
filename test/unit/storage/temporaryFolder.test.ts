import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepTemporaryFolders, withTemporaryFolder } from '../../../shared/storage/temporaryFolder.ts';
import { temporaryDirectory } from '../../../testing/temporary.ts';

const root = temporaryDirectory();

test('a folder goes when its work is done, and when it fails', async () => {
  const paths: string[] = [];
  const work = async (folder: string) => {
    paths.push(folder);
    await writeFile(join(folder, 'sound.flac'), 'x');
  };
  await withTemporaryFolder(work);
  const failing = withTemporaryFolder(async (folder) => {
    await work(folder);
    throw new Error('failed in a test');
  });
  await expect(failing).rejects.toThrow('failed in a test');
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  expect(paths.map((path) => basename(path).split('-').slice(0, 3).join('-'))).toEqual([
    `askwell-work-${process.pid}`,
    `askwell-work-${process.pid}`,
  ]);
});

test('what killed processes left goes at a start, and nothing of others', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  const left = [`askwell-work-${ended}-aBcDeF`, `askwell-work-${process.pid}-aBcDeF`];
  const others = [`askwell-work-${process.ppid}-aBcDeF`, 'askwell-work-x-aBcDeF', 'askwell-aBcDeF', 'other-12-a'];
  for (const name of [...left, ...others]) {
    await mkdir(join(root.path, name));
    await writeFile(join(root.path, name, 'sound.flac'), 'x');
  }
  expect(await sweepTemporaryFolders(root.path)).toBe(2);
  expect((await readdir(root.path)).sort()).toEqual(others.toSorted());
});

import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runnableCopy } from '../../../shared/media/runnableCopy.ts';

const run = promisify(execFile);
let folder: string;
let program: string;
let copies: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-copy-'));
  program = join(folder, 'hello');
  copies = join(folder, 'copies');
  await writeFile(program, '#!/bin/sh\necho hello\n', { mode: 0o444 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a program without its execute bit runs from its copy', async () => {
  const copy = await runnableCopy(program, copies);
  expect((await run(copy ?? '')).stdout).toBe('hello\n');
});

test('a package without the program has no copy', async () => {
  expect(await runnableCopy(join(folder, 'none'), copies)).toBeNull();
});

test('several that ask at once get the same whole copy', async () => {
  const got = await Promise.all(Array.from({ length: 8 }, () => runnableCopy(program, copies)));
  expect(new Set(got).size).toBe(1);
  expect(await readdir(copies)).toHaveLength(1);
});

test('a copy that was cut off is made again', async () => {
  const copy = (await runnableCopy(program, copies)) ?? '';
  await writeFile(copy, '#!/bin');
  expect(await runnableCopy(program, copies)).toBe(copy);
  expect((await run(copy)).stdout).toBe('hello\n');
});

test('a new version of the package gets a copy of its own', async () => {
  const first = await runnableCopy(program, copies);
  await chmod(program, 0o644);
  await writeFile(program, '#!/bin/sh\necho other\n');
  await utimes(program, 1, 1);
  const second = await runnableCopy(program, copies);
  expect(second).not.toBe(first);
  expect((await run(second ?? '')).stdout).toBe('other\n');
});

test('a folder that others can write to is not trusted', async () => {
  await mkdir(copies);
  await chmod(copies, 0o777);
  await expect(runnableCopy(program, copies)).rejects.toThrow('belongs to somebody else');
});

test('a link in the place of the folder is not followed', async () => {
  await mkdir(join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), copies);
  await expect(runnableCopy(program, copies)).rejects.toThrow('belongs to somebody else');
});

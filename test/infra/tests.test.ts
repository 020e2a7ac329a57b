import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const listedSchema = z.array(z.object({ file: z.string() }));

test('every test file is in a project that runs it', async () => {
  const { stdout } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json']);
  const listed = listedSchema.parse(JSON.parse(stdout)).map(({ file }) => relative('.', file));
  const written = await Array.fromAsync(glob('{test,*/test}/**/*.test.ts', { exclude: ['node_modules/**'] }));
  expect(written.length).toBeGreaterThan(100);
  expect(listed.sort()).toEqual(written.sort());
});

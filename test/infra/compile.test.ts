import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { compiledFile, sourcesDigest } from '../../scripts/build/bicep/compiled.ts';
import { findCompiler } from '../../scripts/build/bicep/compiler.ts';

const run = promisify(execFile);

// Where no compiler can be had, the other tests read what one has made; BICEP_REQUIRED says that there must be one.
const missing: string[] = [];
const compiler = await findCompiler((line) => missing.push(line));
const required = process.env.BICEP_REQUIRED === 'true';

describe('the templates', () => {
  test.skipIf(compiler === null && !required)(
    `pass the linter without a warning, and compile to what the tests read${compiler === null ? `: ${missing.join(' ')}` : ''}`,
    async () => {
      expect(compiler, missing.join(' ')).not.toBeNull();
      await expect(run(process.execPath, ['scripts/build/bicep.ts', '--check'])).resolves.toMatchObject({ stderr: '' });
    },
    300_000,
  );

  test('have not changed since the template that the tests read was compiled', async () => {
    const { sources } = JSON.parse(await readFile(compiledFile, 'utf8'));
    expect(sources, 'run "npm run bicep" with a Bicep compiler, and commit what it writes').toBe(await sourcesDigest());
  });
});

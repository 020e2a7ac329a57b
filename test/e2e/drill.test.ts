import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// A short one of `npm run drill`: real speech, real kills, in a process that has everything of its own.
test('nothing that storage acknowledged is lost, done twice or failed when parts, or everything, are killed', async () => {
  const args = ['scripts/operate/drill.ts', '--rounds', '3', '--only', 'azurite,host,everything', '--minutes', '6'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/\| all +\| +3 \| +6 \| +6 \| +0 \| +0 \| +0 \| +0 \|/);
}, 600_000);

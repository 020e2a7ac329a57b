import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readyLine, startPart } from '../../part.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'part-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function part(name: string, code: string) {
  const script = join(folder, `${name}.mjs`);
  await writeFile(script, `${code}\nsetInterval(() => {}, 1000);`);
  return startPart({ name, script, args: [], ready: readyLine, log: () => undefined, timeoutSeconds: 1.5 });
}

const ready = 'console.log(JSON.stringify({ ready: true }))';

test('a part that works for longer than the bound before it is ready is waited for', async () => {
  const busy = `const end = Date.now() + 4000; while (Date.now() < end); ${ready}`;
  await (await part('busy', busy)).kill();
});

test('one that says something now and then is waited for', async () => {
  const said = `let n = 0; setInterval(() => { console.log('part ' + ++n); if (n === 8) ${ready}; }, 500);`;
  await (await part('said', said)).kill();
});

test('one in which nothing moves is given up', async () => {
  await expect(part('still', '')).rejects.toThrow('still was not ready, and nothing moved in it for 1.5 s.');
});

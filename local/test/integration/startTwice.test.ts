import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, writeDeclaration } from '../../fixtures/declaredApp.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
let appDir: string;
let stateDir: string;
let first: ChildProcess;

function launch(...args: string[]) {
  const all = ['--disable-warning=ExperimentalWarning', main, '--app', appDir, '--only', 'clock', ...args];
  const child = spawn(process.execPath, all, { env: { ...process.env, NO_COLOR: '1', ASKWELL_PAGE_PORT: '0' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data.toString();
    });
  return { child, said: () => said };
}

/** What a start says that comes to an end by itself. */
async function start(...args: string[]) {
  const { child, said } = launch(...args);
  const [code] = await once(child, 'close');
  return { code, said: said() };
}

async function endedEarly(child: ChildProcess): Promise<never> {
  throw new Error(`The first start ended: ${await once(child, 'close')}`);
}

beforeAll(async () => {
  ({ appDir } = await writeDeclaration({ parts: { clock } }));
  stateDir = await mkdtemp(join(tmpdir(), 'start-twice-'));
  const { child, said } = launch('--state', stateDir);
  first = child;
  while (!said().includes('Ctrl-C stops everything'))
    await Promise.race([once(child.stdout, 'data'), endedEarly(child)]);
});
afterAll(async () => {
  first.kill('SIGTERM');
  await once(first, 'close');
  for (const folder of [appDir, stateDir]) await rm(folder, { recursive: true });
});

test('a second start says that one is up, in which process, and ends well', async () => {
  const { code, said } = await start('--state', stateDir);
  expect(code).toBe(0);
  expect(said).toContain(`up already (process ${first.pid})`);
  expect(said).not.toMatch(/clock +http/);
});

test('asked for connections it shows those of the one that is up', async () => {
  expect((await start('--state', stateDir, '--connections')).said).toMatch(/^clock +http:\/\/127\.0\.0\.1:\d+$/m);
});

test('word of a local cloud is left whole, in one file', async () => {
  expect(await readdir(stateDir)).toEqual(['stack.json']);
});

test.each([
  ['empty', ''],
  ['cut off', '{"pid": 1'],
  ['of another shape', '{"pid": 1}'],
])('word that is %s is not taken for a local cloud: the start says what to do', async (_, text) => {
  const other = await mkdtemp(join(tmpdir(), 'start-broken-'));
  await writeFile(join(other, 'stack.json'), text);
  const { code, said } = await start('--state', other);
  expect(code).toBe(1);
  expect(said).toContain(join(other, 'stack.json'));
  expect(said).toContain('delete the file, and start again');
  await rm(other, { recursive: true });
});

test('word of a process that is another program by now is told from a local cloud', async () => {
  const other = await mkdtemp(join(tmpdir(), 'start-stale-'));
  const endpoints = { storage: 'AccountKey=secret;BlobEndpoint=http://127.0.0.1:1/a;' };
  await writeFile(join(other, 'stack.json'), JSON.stringify({ pid: process.pid, endpoints }));
  const { code, said } = await start('--state', other);
  expect(code).toBe(1);
  expect(said).toContain(`process ${process.pid}`);
  expect(said).toContain('nothing answers at 127.0.0.1:1.');
  expect(said).not.toContain('secret');
  await rm(other, { recursive: true });
});

test('word of a crash whose number another process has now hinders no start', async () => {
  const other = await mkdtemp(join(tmpdir(), 'start-reused-'));
  const word = { pid: process.pid, startedAt: 'another boot 1', endpoints: {} };
  await writeFile(join(other, 'stack.json'), JSON.stringify(word));
  const { child, said } = launch('--state', other);
  while (!said().includes('Ctrl-C stops everything'))
    await Promise.race([once(child.stdout, 'data'), endedEarly(child)]);
  expect(said()).not.toContain('up already');
  child.kill('SIGTERM');
  await once(child, 'close');
  await rm(other, { recursive: true });
});

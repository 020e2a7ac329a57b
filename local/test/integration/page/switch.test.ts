import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, writeDeclaration } from '../../../fixtures/declaredApp.ts';

const main = fileURLToPath(new URL('../../../main.ts', import.meta.url));
let appDir: string;
beforeAll(async () => {
  ({ appDir } = await writeDeclaration({ parts: { clock } }));
});
afterAll(() => rm(appDir, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts a local cloud, and stops it after `look` has looked at what it said and left word of. */
async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  look: (said: string, word: Record<string, unknown>, port: number) => Promise<void>,
): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), 'page-switch-'));
  const port = await freePort();
  const all = [
    '--disable-warning=ExperimentalWarning',
    main,
    '--app',
    appDir,
    '--only',
    'clock',
    '--state',
    state,
    ...args,
  ];
  const env = { ...process.env, NO_COLOR: '1', ASKWELL_PAGE_PORT: String(port), ...environment };
  const child = spawn(process.execPath, all, { env });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  try {
    while (!said.includes('Ctrl-C stops everything'))
      await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(said)))]);
    await look(said, JSON.parse(await readFile(join(state, 'stack.json'), 'utf8')), port);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(state, { recursive: true });
  }
}

test('a start prints the address of the page, which opens by it alone', () =>
  run([], {}, async (said, word, port) => {
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}/.exec(said) ?? [];
    expect(address).toContain(`:${port}/`);
    expect(word.page).toBe(address);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(401);
  }));

test.each([
  ['--no-page', ['--no-page'], {}],
  ['ASKWELL_PAGE=off', [], { ASKWELL_PAGE: 'off' }],
])('switched off by %s there is none', (_, args, environment) =>
  run(args, environment, async (said, word, port) => {
    expect(said).not.toContain('token');
    expect(word.page).toBeUndefined();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  }),
);

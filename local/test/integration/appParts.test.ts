import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { clock, writeDeclaration } from '../../fixtures/declaredApp.ts';
import { portsFrom } from '../../ports.ts';
import { portSettingsOf, readResources } from '../../resources.ts';
import { type Stack, startStack } from '../../stack.ts';

const folders: string[] = [];
let stack: Stack | undefined;
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const declared = {
  conditions: { ownClock: ['CLOCK_URL'] },
  settings: { MODE: 'local' },
  parts: {
    clock: {
      ...clock,
      environment: { CLOCK_SERVES: [{ value: 'time', when: 'ownClock' }, { value: 'time,date' }] },
      settings: { CLOCK_URL: '{clock}/now', CLOCK_NAME: { value: 'local', unless: 'ownClock' } },
    },
    watch: { ...clock, port: { variable: 'WATCH_PORT', usual: 0 }, unless: 'ownClock', settings: { WATCH: '{watch}' } },
  },
};

/** Starts the parts of an application that declares them, and nothing else. */
async function start(
  settings: Record<string, string> = {},
  environment: Record<string, string> = {},
  onRevived?: (name: string) => void,
): Promise<Stack> {
  const { appDir, file } = await writeDeclaration(declared);
  const stateDir = await mkdtemp(join(tmpdir(), 'app-parts-'));
  folders.push(appDir, stateDir);
  const resources = await readResources(file);
  const ports = portsFrom(environment, portSettingsOf(resources));
  const only = ['clock', 'watch'];
  const more = onRevived === undefined ? {} : { onRevived };
  return startStack({ appDir, stateDir, ports, resources, settings, only, ...more, log: () => undefined });
}

async function environmentOf(url = ''): Promise<Record<string, string>> {
  return (await (await fetch(url)).json()) as Record<string, string>;
}

test('an application’s own parts are started, and offer it their settings', async () => {
  stack = await start();
  const { parts } = stack.endpoints;
  expect(stack.settings).toEqual({
    MODE: 'local',
    CLOCK_URL: `${parts.clock}/now`,
    CLOCK_NAME: 'local',
    WATCH: parts.watch,
  });
  expect((await environmentOf(parts.clock)).CLOCK_SERVES).toBe('time,date');
});

test('a condition leaves out a part, or a setting alone', async () => {
  stack = await start({ CLOCK_URL: 'http://elsewhere' });
  const { parts } = stack.endpoints;
  expect(Object.keys(parts)).toEqual(['clock']);
  expect(stack.settings).toEqual({ MODE: 'local', CLOCK_URL: 'http://elsewhere' });
  expect((await environmentOf(parts.clock)).CLOCK_SERVES).toBe('time');
});

test('what the user sets for a part goes before what is declared', async () => {
  stack = await start({ CLOCK_SERVES: 'nothing' });
  expect((await environmentOf(stack.endpoints.parts.clock)).CLOCK_SERVES).toBe('nothing');
});

test('a part that was killed comes back at the same address', async () => {
  stack = await start();
  const url = stack.endpoints.parts.clock;
  await stack.parts.get('clock')?.kill();
  await expect(environmentOf(url)).rejects.toThrow();
  await stack.restart('clock');
  expect(stack.parts.get('clock')?.said.url).toBe(url);
  expect((await environmentOf(url)).CLOCK_SERVES).toBe('time,date');
});

test('a taken port of a part is named with the variable that moves it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // a TCP server's
  await expect(start({}, { WATCH_PORT: String(port) })).rejects.toThrow(
    `Port ${port} (watch) is taken. Set WATCH_PORT`,
  );
  other.close();
});

test('a part that dies is started again at the same address, and the others go on', async () => {
  const revived: string[] = [];
  const again = Promise.withResolvers<void>();
  stack = await start({}, {}, (name) => {
    revived.push(name);
    again.resolve();
  });
  const { clock: address, watch } = stack.endpoints.parts;
  const before = stack.parts.get('clock')?.pid ?? 0;
  process.kill(before, 'SIGKILL');
  await again.promise;
  expect(revived).toEqual(['clock']);
  expect(stack.parts.get('clock')?.pid).not.toBe(before);
  expect((await environmentOf(address)).CLOCK_SERVES).toBe('time,date');
  expect((await fetch(watch ?? '')).ok).toBe(true);
});

test('a part that dies a sixth time within minutes is the end', async () => {
  let again = Promise.withResolvers<void>();
  stack = await start({}, {}, () => again.resolve());
  for (let deaths = 0; deaths < 5; deaths += 1) {
    process.kill(stack.parts.get('clock')?.pid ?? 0, 'SIGKILL');
    await again.promise;
    again = Promise.withResolvers();
  }
  process.kill(stack.parts.get('clock')?.pid ?? 0, 'SIGKILL');
  expect(await stack.broken).toBe('clock');
});

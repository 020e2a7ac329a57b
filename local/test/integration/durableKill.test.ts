import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { newTaskHub, startHub, untilOver } from './durable/testHub.ts';

// What finishes the orchestration at last runs here, so its functions are known here too.
df.app.activity('note', { handler: () => expect.fail('nothing is left to do') });
for (const name of ['child', 'parent'])
  df.app.orchestration(name, function* () {
    yield* [];
    return expect.fail('nothing is left to do');
  });

let azurite: Azurite;
let directory: string;
let file: string;
const hosts = new Set<ChildProcess>();
beforeAll(async () => {
  azurite = await startAzurite();
  directory = await mkdtemp(path.join(tmpdir(), 'durable-kill-'));
  file = path.join(directory, 'steps.txt');
  await writeFile(file, '');
});
afterAll(async () => {
  for (const host of hosts) host.kill('SIGKILL');
  await azurite?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function startProcess(taskHub: string, instanceId?: string): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, 'durable/killedHost.ts');
  const args = [script, azurite.connectionString, taskHub, file, ...(instanceId ? [instanceId] : [])];
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  hosts.add(host);
  const [line] = await Promise.race([once(createInterface({ input: host.stdout }), 'line'), once(host, 'exit')]);
  expect(line).toBe('ready');
  return host;
}

async function kill(host: ChildProcess): Promise<void> {
  hosts.delete(host);
  host.kill('SIGKILL');
  await once(host, 'exit');
}

async function steps(): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
}

async function untilSteps(count: number): Promise<void> {
  while ((await steps()).length < count) await sleep(10);
}

it('goes on after each kill where its history ends, and runs no recorded activity again', async () => {
  const taskHub = newTaskHub();
  // In the middle of the fan-out: three are done and three under way.
  let host = await startProcess(taskHub, 'one');
  await untilSteps(4);
  await sleep(100);
  await kill(host);
  const beforeKill = await steps();
  // While the timer runs.
  host = await startProcess(taskHub);
  await untilSteps(beforeKill.length + 3);
  await sleep(300);
  await kill(host);
  host = await startProcess(taskHub);
  while (!(await steps()).includes('last')) await sleep(20);
  await sleep(200);
  await kill(host);

  const counts = new Map<string, number>();
  for (const step of await steps()) counts.set(step, (counts.get(step) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(
    ['child', 'fan0', 'fan1', 'fan2', 'first', 'last', 'slow3', 'slow4', 'slow5'].sort(),
  );
  for (const step of ['first', 'fan0', 'fan1', 'fan2', 'child', 'last'])
    expect([step, counts.get(step)]).toEqual([step, 1]);
  for (const step of ['slow3', 'slow4', 'slow5']) expect(counts.get(step)).toBeLessThanOrEqual(2);

  const hub = await startHub(azurite.connectionString, { taskHub });
  try {
    const status = await untilOver(hub, 'one');
    expect(status.runtimeStatus).toBe('Completed');
    expect(status.output).toEqual({
      first: 'first',
      fan: ['fan0', 'fan1', 'fan2', 'slow3', 'slow4', 'slow5'],
      child: 'child',
      event: 'raised before the wait',
      last: 'last',
    });
  } finally {
    await hub.stop();
  }
}, 120_000);

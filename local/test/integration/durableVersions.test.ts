import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Versions } from '../../durable/versions.ts';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { newTaskHub, startHub, type TestHub, until, untilOver } from './durable/testHub.ts';

df.app.orchestration('versionOf', function* (context) {
  yield context.df.createTimer(context.df.currentUtcDateTime);
  return context.df.version ?? null;
});
df.app.orchestration('family', function* (context) {
  const child = (version?: string) => context.df.callSubOrchestrator('versionOf', null, undefined, version);
  return { own: context.df.version, child: yield child(), chosen: yield child('0.5') };
});
df.app.orchestration('waits', function* (context) {
  yield context.df.waitForExternalEvent('go');
  return context.df.version ?? null;
});

let azurite: Azurite;
const hubs: TestHub[] = [];
beforeAll(async () => {
  azurite = await startAzurite();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});
afterAll(() => azurite.stop());

async function host(defaultVersion: string, more: Partial<Versions> & { taskHub?: string } = {}): Promise<TestHub> {
  const { taskHub = newTaskHub(), ...rest } = more;
  const versions: Versions = {
    ...{ defaultVersion, versionMatchStrategy: 'CurrentOrOlder', versionFailureStrategy: 'Reject' },
    ...rest,
  };
  const hub = await startHub(azurite.connectionString, { taskHub, versions });
  hubs.push(hub);
  return hub;
}

/** Stops the newest host and starts one of another version on its hub. */
async function replaced(defaultVersion: string, more: Partial<Versions> = {}): Promise<TestHub> {
  const before = hubs.pop();
  if (before === undefined) throw new Error('There is no host to replace.');
  await before.stop();
  return host(defaultVersion, { ...more, taskHub: before.taskHub });
}

test('an instance has the version that its start names, else the host’s; so have children', async () => {
  const { client, ...hub } = await host('1.0');
  const result = async (id: string) => (await untilOver({ client, ...hub }, id)).output;
  expect(await result(await client.startNew('family'))).toEqual({ own: '1.0', child: '1.0', chosen: '0.5' });
  expect(await result(await client.startNew('versionOf', { version: '0.9' }))).toBe('0.9');
});

test('without a default an instance has none', async () => {
  const hub = await host('');
  expect((await untilOver(hub, await hub.client.startNew('versionOf'))).output).toBe('');
});

test('a later host goes on with what an earlier one began, under the version with which it began', async () => {
  const earlier = await host('1.0');
  const id = await earlier.client.startNew('waits');
  await until(earlier, id, ({ runtimeStatus }) => runtimeStatus === 'Running');
  const later = await replaced('2.0');
  await later.client.raiseEvent(id, 'go', null);
  expect(await untilOver(later, id)).toMatchObject({ runtimeStatus: 'Completed', output: '1.0' });
});

test('an earlier host leaves what a later one began, keeps its events, and a later one goes on with it', async () => {
  const later = await host('2.0');
  const id = await later.client.startNew('waits');
  await until(later, id, ({ runtimeStatus }) => runtimeStatus === 'Running');
  const earlier = await replaced('1.0');
  await earlier.client.raiseEvent(id, 'go', null);
  // What comes after it has ended: it is not merely slow.
  await untilOver(earlier, await earlier.client.startNew('versionOf'));
  expect(await earlier.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Running' });
  expect(earlier.logs).toContainEqual({
    ...{ level: 'warn', event: 'durable.instance.versionRejected' },
    fields: { instanceId: id, name: 'waits', version: '2.0' },
  });
  expect(await untilOver(await replaced('2.0'), id)).toMatchObject({ runtimeStatus: 'Completed', output: '2.0' });
});

test('an instance that is left can be ended', async () => {
  const hub = await host('1.0');
  const id = await hub.client.startNew('versionOf', { version: '2.0' });
  await hub.client.terminate(id, 'nobody runs it');
  expect(await untilOver(hub, id)).toMatchObject({ runtimeStatus: 'Terminated' });
});

test('a host that fails other versions says which one it has', async () => {
  const hub = await host('1.0', { versionMatchStrategy: 'Strict', versionFailureStrategy: 'Fail' });
  const status = await untilOver(hub, await hub.client.startNew('versionOf', { version: '0.9' }));
  expect(status.runtimeStatus).toBe('Failed');
  expect(status.output).toMatch(/version '0\.9'.*its version is '1\.0', its strategy Strict/);
});

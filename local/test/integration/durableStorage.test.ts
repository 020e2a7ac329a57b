import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { startGateway } from './durable/gateway.ts';
import { ask, newTaskHub, startHub, type TestHub, until, untilOver } from './durable/testHub.ts';

const runs = new Map<string, number>();
df.app.activity('repeat', {
  handler: ({ text, times }: { text: string; times: number }) => {
    runs.set(text, (runs.get(text) ?? 0) + 1);
    return text.repeat(times);
  },
});
df.app.orchestration('large', function* (context) {
  const input: { text: string; times: number } = context.df.getInput();
  const repeated: string = yield context.df.callActivity('repeat', input);
  const event: string = yield context.df.waitForExternalEvent('large');
  return { repeated, event, input: JSON.stringify(input).length };
});
df.app.orchestration('steps', function* (context) {
  const label: string = context.df.getInput();
  for (let i = 0; i < 5; i++) {
    yield context.df.callActivity('repeat', { text: `${label}${i}`, times: 1 });
    context.df.setCustomStatus(`waits for go${i}`);
    yield context.df.waitForExternalEvent(`go${i}`);
  }
  return label;
});
df.app.orchestration('largeLoop', function* (context) {
  const input: { left: number; padding: string } = context.df.getInput();
  const padding: string = yield context.df.callActivity('repeat', { text: String(input.left), times: 40_000 });
  if (input.left > 0) context.df.continueAsNew({ left: input.left - 1, padding });
  return input.padding.length;
});

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite?.stop());

async function withHub(taskHub: string, use: (hub: TestHub) => Promise<void>, connection = azurite.connectionString) {
  const hub = await startHub(connection, { taskHub });
  try {
    await use(hub);
  } finally {
    await hub.stop();
  }
}

async function blobNames(taskHub: string): Promise<string[]> {
  const account = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const names: string[] = [];
  const container = account.getContainerClient(`${taskHub.toLowerCase()}-local-largemessages`);
  for await (const blob of container.listBlobsFlat()) names.push(blob.name);
  return names;
}

function tableOf(taskHub: string): TableClient {
  return TableClient.fromConnectionString(azurite.connectionString, `${taskHub}Local`, {
    allowInsecureConnection: true,
  });
}

async function rowsOf(taskHub: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const row of tableOf(taskHub).listEntities()) keys.push(`${row.partitionKey} ${row.rowKey}`);
  return keys;
}

describe('large payloads', () => {
  it('of inputs, results, events and outputs survive a restart, and a purge leaves nothing of them', async () => {
    const taskHub = newTaskHub();
    const text = 'ä"'.repeat(50_000);
    const event = 'e'.repeat(200_000);
    // Characters that table keys and blob names do not take as they are.
    const id = "it's 100% ünïcode";
    await withHub(taskHub, async (hub) => {
      await ask(hub, `orchestrators/large/${encodeURIComponent(id)}`, {
        method: 'POST',
        body: JSON.stringify({ text, times: 3 }),
      });
      while (!runs.has(text)) await until(hub, encodeURIComponent(id), () => true);
    });
    await withHub(taskHub, async (hub) => {
      await hub.client.raiseEvent(encodeURIComponent(id), 'large', event);
      const { output } = await untilOver(hub, encodeURIComponent(id));
      expect(output).toEqual({ repeated: text.repeat(3), event, input: JSON.stringify({ text, times: 3 }).length });
      expect((await blobNames(taskHub)).length).toBeGreaterThanOrEqual(4);
      expect(await hub.client.purgeInstanceHistory(encodeURIComponent(id))).toEqual({ instancesDeleted: 1 });
      expect(await blobNames(taskHub)).toEqual([]);
      expect(await rowsOf(taskHub)).toEqual([]);
    });
  });

  it('are given up when the instance starts over', async () => {
    const taskHub = newTaskHub();
    await withHub(taskHub, async (hub) => {
      const id = await hub.client.startNew('largeLoop', { input: { left: 5, padding: '' } });
      expect((await untilOver(hub, id)).output).toBe(40_000);
      // The last input, its one result in the history, and rows of one execution.
      expect((await blobNames(taskHub)).length).toBeLessThanOrEqual(3);
      expect((await rowsOf(taskHub)).length).toBeLessThanOrEqual(5);
    });
  });
});

describe('while storage is out of reach', () => {
  it('work waits, and goes on from where it was', async () => {
    const gateway = await startGateway(azurite.connectionString);
    const taskHub = newTaskHub();
    try {
      await withHub(
        taskHub,
        async (hub) => {
          const id = await hub.client.startNew('steps', { input: 'cut' });
          await until(hub, id, ({ customStatus }) => customStatus === 'waits for go0');
          gateway.close();
          const raised = hub.client.raiseEvent(id, 'go0', 1); // held, not lost
          await expect(hub.client.startNew('steps', { input: 'no' })).rejects.toThrow('500');
          gateway.open();
          await raised;
          for (const i of [1, 2, 3, 4]) await hub.client.raiseEvent(id, `go${i}`, i);
          expect((await untilOver(hub, id)).output).toBe('cut');
          expect([0, 1, 2, 3, 4].map((i) => runs.get(`cut${i}`))).toEqual([1, 1, 1, 1, 1]);
        },
        gateway.connectionString,
      );
    } finally {
      gateway.stop();
    }
  }, 90_000);
});

describe('a task hub', () => {
  it('is taken over when the lease of an owner on another machine ends', async () => {
    const taskHub = newTaskHub();
    await withHub(taskHub, async () => undefined); // makes the lease's blob
    const account = BlobServiceClient.fromConnectionString(azurite.connectionString);
    const blob = account.getContainerClient(`${taskHub.toLowerCase()}-local-leases`).getBlobClient('owner');
    const lease = blob.getBlobLeaseClient();
    await lease.acquireLease(15);
    await blob.setMetadata({ machine: 'another', pid: '1' }, { conditions: { leaseId: lease.leaseId } });
    await withHub(taskHub, async (hub) => {
      expect(hub.logs.map(({ event }) => event)).toContain('durable.lease.waiting');
      expect(
        (await untilOver(hub, await hub.client.startNew('largeLoop', { input: { left: 0, padding: '' } }))).output,
      ).toBe(0);
    });
  }, 90_000);

  it('belongs to one host at a time, and to the next one as soon as that one has stopped', async () => {
    const taskHub = newTaskHub();
    const first = await startHub(azurite.connectionString, { taskHub });
    const waits = Promise.withResolvers<void>();
    const second = startHub(azurite.connectionString, {
      taskHub,
      log: (_, event) => (event === 'durable.lease.waiting' ? waits.resolve() : undefined),
    });
    // Were the hub open to both, the second would start and never wait.
    expect(await Promise.race([waits.promise.then(() => 'waits'), second.then(() => 'runs')])).toBe('waits');
    await first.stop();
    const hub = await second;
    await hub.stop();
  });

  it('opens without an instance whose record is damaged, and says so', async () => {
    const taskHub = newTaskHub();
    await withHub(taskHub, async (hub) => {
      for (const instanceId of ['damaged', 'sound']) {
        await hub.client.startNew('steps', { instanceId, input: instanceId });
        await until(hub, instanceId, ({ customStatus }) => customStatus === 'waits for go0');
      }
    });
    for await (const { partitionKey, rowKey } of tableOf(taskHub).listEntities())
      if (partitionKey === 'damaged' && /\.t/.test(rowKey ?? ''))
        await tableOf(taskHub).updateEntity({ partitionKey, rowKey: rowKey ?? '', Data: '{"cut of' }, 'Replace');
    await withHub(taskHub, async (hub) => {
      expect(hub.logs).toContainEqual(
        expect.objectContaining({
          event: 'durable.instance.unreadable',
          fields: expect.objectContaining({ instanceId: 'damaged' }),
        }),
      );
      for (const i of [0, 1, 2, 3, 4]) await hub.client.raiseEvent('sound', `go${i}`, i);
      expect((await untilOver(hub, 'sound')).output).toBe('sound');
    });
  });

  it('that somebody else has written to is let go of, and taken up again as it is then', async () => {
    const taskHub = newTaskHub();
    await withHub(taskHub, async (hub) => {
      const id = await hub.client.startNew('steps', { input: 'shared' });
      await until(hub, id, ({ customStatus }) => customStatus === 'waits for go0'); // nothing is being written
      const row = await tableOf(taskHub).getEntity(id, 'instance');
      await tableOf(taskHub).updateEntity({ ...row, partitionKey: id, rowKey: 'instance', Commit: 'another process' });
      await hub.client.raiseEvent(id, 'go0', 1);
      while (!hub.logs.some(({ event }) => event === 'durable.hub.lost')) await ask(hub, 'instances');
      while ((await ask(hub, 'instances')).status === 503) await sleep(20);
      for (const i of [1, 2, 3, 4]) await hub.client.raiseEvent(id, `go${i}`, i);
      expect((await untilOver(hub, id)).output).toBe('shared');
      expect(hub.logs.map(({ event }) => event)).toContain('durable.hub.lost');
      expect([0, 1, 2, 3, 4].map((i) => runs.get(`shared${i}`))).toEqual([1, 1, 1, 1, 1]);
    });
  }, 90_000);
});

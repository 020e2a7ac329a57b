import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DurableInvoker } from '../../durable/contract.ts';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df, testInvoker } from '../durableInvoker.ts';
import { ask, startHub, type TestHub, until, untilOver } from './durable/testHub.ts';

let activityRuns = 0;
const hold = Promise.withResolvers<void>();
df.app.activity('held', {
  handler: async () => {
    activityRuns += 1;
    await hold.promise;
    return 'late';
  },
});
df.app.activity('quick', { handler: (value: unknown) => value });
df.app.orchestration('quickOne', function* (context) {
  return yield context.df.callActivity('quick', context.df.getInput());
});
df.app.orchestration('waits', function* (context) {
  context.df.setCustomStatus('waiting');
  const event: unknown = yield context.df.waitForExternalEvent('go');
  return { event, after: yield context.df.callActivity('quick', 'after') };
});
df.app.orchestration('holds', function* (context) {
  return yield context.df.Task.all([1, 2, 3].map(() => context.df.callActivity('held')));
});
df.app.orchestration('fails', function* () {
  yield* [];
  throw new Error('on purpose');
});
df.app.orchestration('callsNobody', function* (context) {
  yield context.df.callActivity('nobody');
});
df.app.orchestration('callsHttp', function* (context) {
  yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1:1' });
});
df.app.orchestration('callsEntity', function* (context) {
  yield context.df.callEntity(new df.EntityId('counter', 'one'), 'get');
});
df.app.orchestration('talksTooMuch', function* (context) {
  context.df.setCustomStatus('x'.repeat(20_000));
  yield context.df.callActivity('quick', 1);
});
let flipped = false;
df.app.orchestration('changesItsMind', function* (context) {
  flipped = !flipped;
  if (flipped) yield context.df.callActivity('quick', 1);
  else yield context.df.createTimer(new Date(0));
});

let azurite: Azurite;
let hub: TestHub;
beforeAll(async () => {
  azurite = await startAzurite();
  hub = await startHub(azurite.connectionString);
});
afterAll(async () => {
  hold.resolve();
  await hub?.stop();
  await azurite?.stop();
});

const json = (value: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});
const post: RequestInit = { method: 'POST' };

describe('starting an instance', () => {
  it('under an id that is not over is refused, and nothing runs twice', async () => {
    await hub.client.startNew('waits', { instanceId: 'same', input: 1 });
    await expect(hub.client.startNew('waits', { instanceId: 'same', input: 2 })).rejects.toThrow(
      /An Orchestration instance with the status (Pending|Running) already exists/,
    );
    await hub.client.raiseEvent('same', 'go', 'x');
    expect(await untilOver(hub, 'same')).toMatchObject({ input: 1, output: { event: 'x', after: 'after' } });
  });

  it('ten times at once under one id starts it once', async () => {
    const starts = Array.from({ length: 10 }, () => hub.client.startNew('waits', { instanceId: 'crowd' }));
    const settled = await Promise.allSettled(starts);
    const refused = settled.filter((start) => start.status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused) expect(String(reason)).toContain('with the status');
  });

  it('under an id that is over replaces it, with nothing left of its history', async () => {
    for (const input of ['first', 'second']) {
      await hub.client.startNew('quickOne', { instanceId: 'again', input });
      await untilOver(hub, 'again');
    }
    const { body } = await ask(hub, 'instances/again?showHistory=true&showHistoryOutput=true');
    const names = ['ExecutionStarted', 'TaskCompleted', 'ExecutionCompleted'];
    expect(body).toMatchObject({
      output: 'second',
      historyEvents: names.map((EventType) => ({ EventType })),
    });
    expect(body).toMatchObject({ historyEvents: [{}, { Result: 'second', FunctionName: 'quick' }, {}] });
  });

  it('replaces a running one only where any state may be overridden', async () => {
    const own = await startHub(azurite.connectionString, { overridableExistingInstanceStates: 'AnyState' });
    try {
      await own.client.startNew('waits', { instanceId: 'replaced', input: 1 });
      await until(own, 'replaced', ({ runtimeStatus }) => runtimeStatus === 'Running');
      await own.client.startNew('quickOne', { instanceId: 'replaced', input: 2 });
      expect(await untilOver(own, 'replaced')).toMatchObject({ name: 'quickOne', output: 2 });
    } finally {
      await own.stop();
    }
  });

  it('can wait for its output', async () => {
    const answer = await ask(hub, 'orchestrators/QUICKONE?timeout=10&pollingInterval=1', json({ a: 1 }));
    expect(answer).toMatchObject({ status: 200, body: { a: 1 } });
  });

  it.each([
    ['an unknown orchestrator', 'orchestrators/unknown', json(1), 400, "The function 'unknown' doesn't exist"],
    ['an id with a bad character', 'orchestrators/waits/a%23b', json(1), 400, 'must not contain'],
    ['an id that starts with @', 'orchestrators/waits/@a', json(1), 400, 'must not start with @'],
    ['an id that is too long', `orchestrators/waits/${'x'.repeat(101)}`, json(1), 400, 'must not exceed 100'],
    ['malformed JSON', 'orchestrators/waits', { ...json(1), body: '{"a":' }, 400, 'Invalid JSON content'],
    ['a body that is too large', 'orchestrators/waits', json('x'.repeat(33 * 1024 * 1024)), 413, 'reference to a blob'],
    ['another hub', 'orchestrators/waits?taskHub=other', json(1), 400, "not 'other'"],
  ])('with %s says what is wrong', async (_, path, init, status, message) => {
    const answer = await ask(hub, path, init);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ ExceptionMessage: expect.stringContaining(message) });
  });
});

describe('an instance under way', () => {
  it('shows its custom status, and can be suspended and resumed without losing an event', async () => {
    const id = await hub.client.startNew('waits');
    await until(hub, id, ({ customStatus }) => customStatus === 'waiting');
    await hub.client.suspend(id, 'lunch');
    expect(await hub.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Suspended', customStatus: 'waiting' });
    await expect(hub.client.suspend(id, 'again')).rejects.toThrow('in the Suspended state');
    await hub.client.raiseEvent(id, 'go', 1);
    await sleep(100);
    expect(await hub.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Suspended' });
    await hub.client.resume(id, 'lunch is over');
    expect(await untilOver(hub, id)).toMatchObject({ runtimeStatus: 'Completed', output: { event: 1 } });
  });

  it('can be suspended in the middle of a turn, which is then taken again', async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let turns = 0;
    const invoker: DurableInvoker = {
      async invoke(name, trigger, signal) {
        const result = await testInvoker.invoke(name, trigger, signal);
        if (name !== 'waits' || ++turns !== 2) return result;
        begun.resolve();
        await release.promise;
        return result;
      },
    };
    const own = await startHub(azurite.connectionString, { invoker });
    try {
      const id = await own.client.startNew('waits');
      await until(own, id, ({ customStatus }) => customStatus === 'waiting');
      await own.client.raiseEvent(id, 'go', 'in the middle');
      await begun.promise;
      await own.client.suspend(id, 'now');
      release.resolve();
      // A turn goes through the same queue of writes as the next request: after that it has been dropped.
      await own.client.raiseEvent(id, 'other', 1);
      expect(await own.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Suspended' });
      await own.client.resume(id, 'go on');
      expect(await untilOver(own, id)).toMatchObject({ output: { event: 'in the middle', after: 'after' } });
    } finally {
      await own.stop();
    }
  });

  it('can be terminated while activities run; their late results change nothing', async () => {
    const id = await hub.client.startNew('holds');
    await until(hub, id, () => activityRuns >= 3);
    await hub.client.terminate(id, 'changed my mind');
    expect(await hub.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'changed my mind' });
    hold.resolve();
    await sleep(50);
    expect(await hub.client.getStatus(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'changed my mind' });
    expect((await ask(hub, `instances/${id}/terminate?reason=again`, post)).status).toBe(410);
  });

  it('cannot be purged', async () => {
    const id = await hub.client.startNew('waits');
    expect(await hub.client.purgeInstanceHistory(id)).toEqual({ instancesDeleted: 0 });
    expect(await hub.client.getStatus(id)).toMatchObject({ name: 'waits' });
  });
});

describe('an orchestrator fails with a clear reason', () => {
  it.each([
    ['fails', 'on purpose'],
    ['callsNobody', "The function 'nobody' doesn't exist, is disabled, or is not an activity function"],
    ['callsHttp', 'The HTTP request GET http://127.0.0.1:1 failed'],
    ['callsEntity', "The function 'counter' doesn't exist, is disabled, or is not an entity function"],
    ['talksTooMuch', 'must not exceed 16 KB'],
    ['changesItsMind', 'Non-Deterministic workflow detected'],
  ])('when it %s', async (name, reason) => {
    const status = await untilOver(hub, await hub.client.startNew(name));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toContain(`Orchestrator function '${name}' failed: `);
    expect(status.output).toContain(reason);
  });
});

describe('queries', () => {
  it('page through all instances, and filter by status, time and prefix', async () => {
    const own = await startHub(azurite.connectionString);
    try {
      const from = new Date(Date.now() - 1000);
      for (let i = 0; i < 7; i++) await own.client.startNew('quickOne', { instanceId: `quick-${i}`, input: i });
      for (let i = 0; i < 7; i++) await untilOver(own, `quick-${i}`);
      await own.client.startNew('waits', { instanceId: 'waits-1' });
      const ids = (list: { instanceId: string }[]) => list.map(({ instanceId }) => instanceId).sort();
      expect(await own.client.getStatusAll()).toHaveLength(8);
      expect(
        ids(
          await own.client.getStatusBy({
            runtimeStatus: [df.OrchestrationRuntimeStatus.Running, df.OrchestrationRuntimeStatus.Pending],
          }),
        ),
      ).toEqual(['waits-1']);
      expect(await own.client.getStatusBy({ createdTimeFrom: from })).toHaveLength(8);
      expect(await own.client.getStatusBy({ createdTimeTo: from })).toHaveLength(0);
      expect(await own.client.getStatusBy({ runtimeStatus: [df.OrchestrationRuntimeStatus.Canceled] })).toHaveLength(0);
      const first = await ask(own, 'instances/?top=3');
      expect(first.body).toHaveLength(3);
      const token = first.headers.get('x-ms-continuation-token') ?? '';
      const second = await ask(own, 'instances/?top=5', { headers: { 'x-ms-continuation-token': token } });
      expect(second.body).toHaveLength(5);
      expect(second.headers.get('x-ms-continuation-token')).toBeNull();
      expect((await ask(own, 'instances?instanceIdPrefix=quick-')).body).toHaveLength(7);
      expect((await ask(own, 'instances?runtimeStatus=Sleeping')).status).toBe(400);
      expect((await ask(own, 'instances?createdTimeFrom=yesterday')).status).toBe(400);
      // Purging by filter takes what is over, and leaves what is not.
      expect(await own.client.purgeInstanceHistoryBy({ createdTimeFrom: from })).toEqual({ instancesDeleted: 7 });
      expect(ids(await own.client.getStatusAll())).toEqual(['waits-1']);
    } finally {
      await own.stop();
    }
  });

  it('for a single instance leave out its input when asked to', async () => {
    const id = await hub.client.startNew('quickOne', { input: { secret: 1 } });
    await untilOver(hub, id);
    expect(await hub.client.getStatus(id)).toMatchObject({ input: { secret: 1 } });
    expect((await ask(hub, `instances/${id}?showInput=false`)).body).toMatchObject({ input: null });
    expect(await hub.client.purgeInstanceHistory(id)).toEqual({ instancesDeleted: 1 });
    await expect(hub.client.getStatus(id)).rejects.toThrow('404');
  });

  it('can ask for a failed instance as an error of the server', async () => {
    const id = await hub.client.startNew('fails');
    await untilOver(hub, id);
    expect((await ask(hub, `instances/${id}`)).status).toBe(200);
    expect((await ask(hub, `instances/${id}?returnInternalServerErrorOnFailure=true`)).status).toBe(500);
  });
});

describe('the management API', () => {
  it('restarts an instance with its input, under a new id or the same', async () => {
    const id = await hub.client.startNew('quickOne', { input: 'once more' });
    await untilOver(hub, id);
    const renamed = await ask(hub, `instances/${id}/restart`, post);
    const { id: newId } = renamed.body as { id: string }; // an answer's JSON has no type
    expect(newId).not.toBe(id);
    expect(await untilOver(hub, newId)).toMatchObject({ output: 'once more' });
    expect(await ask(hub, `instances/${id}/restart?restartWithNewInstanceId=false`, post)).toMatchObject({
      status: 202,
      body: { id },
    });
    expect(await untilOver(hub, id)).toMatchObject({ output: 'once more' });
    expect((await ask(hub, 'instances/unknown/restart', post)).status).toBe(404);
  });

  it('says what it cannot do', async () => {
    expect(await ask(hub, 'entities')).toMatchObject({ status: 501, body: { title: 'Not Implemented' } });
    expect((await ask(hub, 'entities/counter/one')).status).toBe(404);
    expect((await ask(hub, 'nothing/here')).status).toBe(404);
    expect((await ask(hub, 'instances/%E0%A4%A')).status).toBe(400);
  });

  it('asks for the system key, which its own functions know', async () => {
    const systemKey = 'a key & more';
    const own = await startHub(azurite.connectionString, { systemKey });
    try {
      const url = `${own.baseUrl}/instances`;
      expect((await fetch(url)).status).toBe(401);
      expect((await fetch(`${url}?code=wrong`)).status).toBe(401);
      expect((await fetch(`${url}?code=${encodeURIComponent(systemKey)}`)).status).toBe(200);
      expect((await fetch(url, { headers: { 'x-functions-key': systemKey } })).status).toBe(200);
      const id = await own.client.startNew('waits', { instanceId: 'keyed' });
      await own.client.suspend(id, 'a');
      await own.client.resume(id, 'b');
      await own.client.raiseEvent(id, 'go', 'known');
      expect(await untilOver(own, id)).toMatchObject({ output: { event: 'known' } });
      expect(await own.client.getStatusAll()).toHaveLength(1);
      expect(await own.client.purgeInstanceHistory(id)).toEqual({ instancesDeleted: 1 });
    } finally {
      await own.stop();
    }
  });

  it('gives links that work as they are', async () => {
    const id = await hub.client.startNew('waits', { instanceId: 'links with space' });
    const links = hub.client.createHttpManagementPayload(encodeURIComponent(id));
    expect(await (await fetch(links.statusQueryGetUri)).json()).toMatchObject({ instanceId: id });
    const raise = links.sendEventPostUri.replace('{eventName}', 'go');
    expect((await fetch(raise, json('through a link'))).status).toBe(202);
    expect(await untilOver(hub, id)).toMatchObject({ output: { event: 'through a link' } });
  });
});

it('refuses a task hub name that storage cannot take', async () => {
  await expect(startHub(azurite.connectionString, { taskHub: 'no-dashes' })).rejects.toThrow('hubName in host.json');
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { ask, newTaskHub, startHub, type TestHub, until, untilOver } from './durable/testHub.ts';

df.app.activity('add', { handler: ({ a, b }: { a: number; b: number }) => a + b });
df.app.activity('flaky', {
  handler: () => {
    throw new Error('boom');
  },
});

df.app.orchestration('approval', function* (context) {
  const deadline = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + Number(context.df.getInput())),
  );
  const approval = context.df.waitForExternalEvent('approved');
  const winner: unknown = yield context.df.Task.any([approval, deadline]);
  if (winner !== approval) return 'too late';
  deadline.cancel();
  return { approval: approval.result, sum: yield context.df.callActivity('add', { a: 1, b: 2 }) };
});
df.app.orchestration('threeEvents', function* (context) {
  const got: unknown[] = [];
  for (let i = 0; i < 3; i++) got.push(yield context.df.waitForExternalEvent('item'));
  return got;
});
df.app.orchestration('counter', function* (context) {
  const state: { left: number; seen: unknown[] } = context.df.getInput();
  if (state.seen.length < 2) state.seen.push(yield context.df.waitForExternalEvent('keep'));
  yield context.df.callActivity('add', { a: state.left, b: 0 });
  if (state.left > 0) context.df.continueAsNew({ ...state, left: state.left - 1 });
  return state.seen;
});
df.app.orchestration('child', function* (context) {
  const input: { fail?: string; a?: number } = context.df.getInput();
  if (input.fail) throw new Error(input.fail);
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 20));
  return { sum: yield context.df.callActivity('add', { a: input.a, b: 1 }), parent: context.df.parentInstanceId };
});
df.app.orchestration('family', function* (context) {
  const children = [1, 2, 3].map((a) => context.df.callSubOrchestrator('child', { a }));
  const named = context.df.callSubOrchestrator('child', { a: 10 }, `${context.df.instanceId}-named`);
  return yield context.df.Task.all([...children, named]);
});
df.app.orchestration('unlucky', function* (context) {
  try {
    yield context.df.callSubOrchestratorWithRetry(
      'child',
      new df.RetryOptions(5, 2),
      { fail: 'no child today' },
      'retriedChild',
    );
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
});
df.app.orchestration('anyOfRetries', function* (context) {
  const options = new df.RetryOptions(20, 3);
  const flaky = context.df.callActivityWithRetry('flaky', options);
  const steady = context.df.callActivity('add', { a: 2, b: 2 });
  const winner: unknown = yield context.df.Task.any([flaky, steady]);
  const sums: number[] = [];
  for (let i = 0; i < 6; i++) sums.push(yield context.df.callActivity('add', { a: i, b: i }));
  return { steady: winner === steady, sums };
});
df.app.orchestration('deterministic', function* (context) {
  const first = { id: context.df.newGuid('x'), at: context.df.currentUtcDateTime.toISOString() };
  yield context.df.callActivity('add', { a: 0, b: 0 });
  const again = { id: context.df.newGuid('x'), at: context.df.currentUtcDateTime.toISOString() };
  yield context.df.callActivity('add', { a: 0, b: 0 });
  return { first, again };
});

let azurite: Azurite;
let hub: TestHub;
beforeAll(async () => {
  azurite = await startAzurite();
  hub = await startHub(azurite.connectionString);
});
afterAll(async () => {
  await hub?.stop();
  await azurite?.stop();
});

describe('external events', () => {
  it('wake the orchestration that waits, and a cancelled timer does not keep it running', async () => {
    const id = await hub.client.startNew('approval', { input: 3_600_000 });
    await until(hub, id, ({ runtimeStatus }) => runtimeStatus === 'Running');
    await hub.client.raiseEvent(id, 'approved', { by: 'Ada' });
    const { output } = await untilOver(hub, id);
    expect(output).toEqual({ approval: { by: 'Ada' }, sum: 3 });
  });

  it('lose against a timer that fires first', async () => {
    const { output } = await untilOver(hub, await hub.client.startNew('approval', { input: 30 }));
    expect(output).toBe('too late');
  });

  it('raised before anybody waits are kept, in their order, of any kind', async () => {
    const id = await hub.client.startNew('threeEvents');
    await hub.client.raiseEvent(id, 'other', 'nobody waits for this');
    for (const item of ['a', { b: 1 }, null]) await hub.client.raiseEvent(id, 'item', item);
    expect((await untilOver(hub, id)).output).toEqual(['a', { b: 1 }, null]);
  });

  it('for an instance that is over or unknown are refused', async () => {
    const id = await hub.client.startNew('threeEvents');
    await hub.client.terminate(id, 'enough');
    await expect(hub.client.raiseEvent(id, 'item', 1)).resolves.toBeUndefined(); // the client takes 410 as done
    await expect(hub.client.raiseEvent('nobody', 'item', 1)).rejects.toThrow("No instance with ID 'nobody' found");
  });
});

describe('continueAsNew', () => {
  it('starts over 50 times with a short history, and keeps events that nothing waited for', async () => {
    const id = await hub.client.startNew('counter', { input: { left: 50, seen: [] } });
    await hub.client.raiseEvent(id, 'keep', 1);
    await hub.client.raiseEvent(id, 'keep', 2);
    const status = await untilOver(hub, id);
    expect(status.output).toEqual([1, 2]);
    expect(status.input).toMatchObject({ left: 0 });
    const { body } = await ask(hub, `instances/${id}?showHistory=true`);
    const { historyEvents } = body as { historyEvents: unknown[] }; // an answer's JSON has no type
    expect(historyEvents.length).toBeLessThan(6);
  });
});

describe('sub-orchestrations', () => {
  it('run side by side, know their parent, and hand their output to it', async () => {
    const id = await hub.client.startNew('family');
    const { output } = await untilOver(hub, id);
    expect(output).toEqual([2, 3, 4, 11].map((sum) => ({ sum, parent: id })));
    expect(await hub.client.getStatus(`${id}-named`)).toMatchObject({ runtimeStatus: 'Completed', name: 'child' });
  });

  it('that fail are tried again, then fail their parent with their own words', async () => {
    const { output } = await untilOver(hub, await hub.client.startNew('unlucky'));
    expect(output).toMatch(
      /^Orchestrator function 'child' failed: no child today \n Message: no child today, StackTrace: /,
    );
  });
});

describe('an orchestrator', () => {
  it('goes on while a retried activity that lost a Task.any still runs', async () => {
    const status = await untilOver(hub, await hub.client.startNew('anyOfRetries'));
    expect(status.output).toEqual({ steady: true, sums: [0, 2, 4, 6, 8, 10] });
  });

  it('gets the same ids and times in each replay', async () => {
    const { output } = await untilOver(hub, await hub.client.startNew('deterministic'));
    // The client gives outputs no type.
    const { first, again } = output as Record<'first' | 'again', { id: string; at: string }>;
    expect(first.id).not.toBe(again.id);
    expect(Date.parse(again.at)).toBeGreaterThanOrEqual(Date.parse(first.at));
  });

  it('goes on after a restart of the host where it was', async () => {
    const taskHub = newTaskHub();
    const before = await startHub(azurite.connectionString, { taskHub });
    const waiting = await before.client.startNew('approval', { input: 3_600_000 });
    const timed = await before.client.startNew('approval', { input: 1_000 });
    const buffered = await before.client.startNew('threeEvents');
    await before.client.raiseEvent(buffered, 'item', 1);
    await until(before, waiting, ({ runtimeStatus }) => runtimeStatus === 'Running');
    await before.stop();
    const after = await startHub(azurite.connectionString, { taskHub });
    try {
      await after.client.raiseEvent(waiting, 'approved', true);
      for (const item of [2, 3]) await after.client.raiseEvent(buffered, 'item', item);
      expect((await untilOver(after, waiting)).output).toEqual({ approval: true, sum: 3 });
      expect((await untilOver(after, timed)).output).toBe('too late');
      expect((await untilOver(after, buffered)).output).toEqual([1, 2, 3]);
    } finally {
      await after.stop();
    }
  });
});

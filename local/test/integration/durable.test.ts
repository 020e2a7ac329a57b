import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { startHub, type TestHub, untilOver } from './durable/testHub.ts';

const runs = new Map<string, number>();
const count = (name: string) => runs.set(name, (runs.get(name) ?? 0) + 1).get(name) ?? 0;

df.app.activity('double', { handler: (value: number) => value * 2 });
df.app.activity('echo', { handler: (value: unknown) => value });
df.app.activity('failTwice', {
  handler: (key: string) => {
    const run = count(key);
    if (run < 3) throw new Error(`attempt ${run} of ${key}`);
    return run;
  },
});
df.app.activity('alwaysFail', {
  handler: (key: string) => {
    count(key);
    throw new TypeError(`no luck with ${key}`);
  },
});

df.app.orchestration('sequence', function* (context) {
  const first: number = yield context.df.callActivity('double', context.df.getInput());
  context.df.setCustomStatus({ stage: 'second', done: 1 });
  const second: number = yield context.df.callActivity('double', first);
  return { second, text: yield context.df.callActivity('echo', '12'), nothing: yield context.df.callActivity('echo') };
});
df.app.orchestration('fanOut', function* (context) {
  const numbers: number[] = Array.from({ length: 12 }, (_, index) => index);
  const doubled: number[] = yield context.df.Task.all(numbers.map((n) => context.df.callActivity('double', n)));
  return doubled.reduce((a, b) => a + b, 0);
});
df.app.orchestration('retried', function* (context) {
  const options = new df.RetryOptions(10, 5);
  options.backoffCoefficient = 2;
  const keys: string[] = context.df.getInput();
  const tasks = keys.map((key) => context.df.callActivityWithRetry('failTwice', options, key));
  return yield context.df.Task.all(tasks);
});
df.app.orchestration('givesUp', function* (context) {
  try {
    yield context.df.callActivityWithRetry('alwaysFail', new df.RetryOptions(5, 3), context.df.getInput());
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
});
df.app.orchestration('failing', function* (context) {
  yield context.df.callActivity('alwaysFail', 'failing');
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

describe('an orchestration', () => {
  it('calls activities one after the other and passes values of any kind', async () => {
    const id = await hub.client.startNew('sequence', { input: 3 });
    const status = await untilOver(hub, id);
    expect(status).toMatchObject({ runtimeStatus: 'Completed', name: 'sequence', input: 3 });
    expect(status.output).toEqual({ second: 12, text: '12', nothing: null });
    expect(status.customStatus).toEqual({ stage: 'second', done: 1 });
  });

  it('fans out to many activities and gets their results in order', async () => {
    const status = await untilOver(hub, await hub.client.startNew('fanOut'));
    expect(status.output).toBe(132);
  });

  it('tries a failed activity again, as often as needed, several at once', async () => {
    const id = await hub.client.startNew('retried', { input: ['one', 'two', 'three'] });
    const status = await untilOver(hub, id);
    expect(status.output).toEqual([3, 3, 3]);
    expect(runs.get('two')).toBe(3);
  });

  it('gives up after the last attempt, with the error worded as in Azure', async () => {
    const status = await untilOver(hub, await hub.client.startNew('givesUp', { input: 'key' }));
    expect(status.output).toMatch(/^Activity function 'alwaysFail' failed: no luck with key \n \{.*"Message":"no luck/);
    expect(runs.get('key')).toBe(3);
  });

  it('fails when an activity fails and nobody catches it', async () => {
    const status = await untilOver(hub, await hub.client.startNew('failing'));
    expect(status.runtimeStatus).toBe('Failed');
    expect(status.output).toMatch(
      /^Orchestrator function 'failing' failed: Activity function 'alwaysFail' failed: no luck with failing/,
    );
  });
});

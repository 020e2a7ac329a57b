import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EntityId } from 'durable-functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { df } from '../durableInvoker.ts';
import { ask, startHub, type TestHub, until, untilOver } from './durable/testHub.ts';

interface Account {
  readonly balance: number;
}

df.app.entity('Account', (context) => {
  const state = context.df.getState(() => ({ balance: 0 })) as Account; // Set below, by this function alone.
  switch (context.df.operationName) {
    case 'deposit':
      context.df.setState({ balance: state.balance + Number(context.df.getInput()) });
      break;
    case 'get':
      context.df.return(state.balance);
      break;
    case 'forward': {
      const { key, amount } = context.df.getInput() as { key: string; amount: number };
      context.df.setState({ balance: state.balance - amount });
      context.df.signalEntity(new df.EntityId('account', key), 'deposit', amount);
      break;
    }
    case 'close':
      context.df.destructOnExit();
      break;
    default:
      throw 'no such operation';
  }
});
const account = (key: string) => new df.EntityId('Account', key);

df.app.orchestration('callThem', function* (context) {
  context.df.signalEntity(account('called'), 'deposit', 5);
  context.df.signalEntity(account('called'), 'deposit', 7);
  const balance: number = yield context.df.callEntity(account('called'), 'get');
  const both: number[] = yield context.df.Task.all([
    context.df.callEntity(account('called'), 'get'),
    context.df.callEntity(account('nobody'), 'get'),
  ]);
  return { balance, both };
});
df.app.orchestration('callWrongly', function* (context) {
  try {
    yield context.df.callEntity(account('wrong'), 'burn');
  } catch (error) {
    return String(error);
  }
  return 'no error';
});
df.app.orchestration('callUnknown', function* (context) {
  yield context.df.callEntity(new df.EntityId('nothing', 'k'), 'get');
});
df.app.orchestration('signalAtTheEnd', function* (context) {
  yield* [];
  context.df.signalEntity(account('last'), 'deposit', 3);
  return 'done';
});
// Reads, waits and writes: without the lock two of these overwrite each other.
df.app.orchestration('transfer', function* (context) {
  const { from, to, amount } = context.df.getInput() as { from: string; to: string; amount: number };
  const lock = yield context.df.lock(account(from), account(to));
  const available: number = yield context.df.callEntity(account(from), 'get');
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 100));
  if (available >= amount) {
    yield context.df.callEntity(account(from), 'deposit', -amount);
    yield context.df.callEntity(account(to), 'deposit', amount);
  }
  const { isLocked } = context.df.isLocked();
  lock.release();
  return { moved: available >= amount, isLocked };
});
df.app.orchestration('holdForever', function* (context) {
  yield context.df.lock(account('held'));
  context.df.setCustomStatus('holds');
  yield context.df.waitForExternalEvent('never');
});

df.app.orchestration('http', function* (context) {
  const options = context.df.getInput() as { method: string; url: string };
  const answer = yield context.df.callHttp(options);
  return { statusCode: answer.statusCode, content: answer.content };
});

let broken: readonly string[] = [];
let runs: string[] = [];
df.app.activity('brittle', {
  handler: (step: string) => {
    runs.push(step);
    if (broken.includes(step)) throw new Error(`${step} is broken`);
    return step;
  },
});
df.app.orchestration('brittleChild', function* (context) {
  return yield context.df.callActivity('brittle', 'child');
});
df.app.orchestration('brittleParent', function* (context) {
  const good: string = yield context.df.callActivity('brittle', 'good');
  const both: string[] = yield context.df.Task.all([
    context.df.callActivity('brittle', 'bad'),
    context.df.callSubOrchestrator('brittleChild'),
  ]);
  const again: string = yield context.df.callActivityWithRetry('brittle', new df.RetryOptions(10, 2), 'again');
  return [good, ...both, again];
});

let azurite: Azurite;
let hub: TestHub;
let server: Server;
let address: string;
let polls = 0;
beforeAll(async () => {
  azurite = await startAzurite();
  hub = await startHub(azurite.connectionString);
  server = createServer((request, response) => {
    if (request.url === '/job') response.writeHead(202, { location: '/job/status', 'retry-after': '0' }).end();
    else if (request.url === '/job/status') {
      polls += 1;
      if (polls < 3) response.writeHead(202, { location: '/job/status', 'retry-after': '0' }).end();
      else
        response.end(JSON.stringify({ done: true, method: request.method, key: request.headers['x-functions-key'] }));
    } else response.writeHead(418).end('short and stout');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // A TCP server's address.
});
afterAll(async () => {
  await hub?.stop();
  server?.close();
  await azurite?.stop();
});

const outcome = async (name: string, input?: unknown) => {
  const id = await hub.client.startNew(name, { input });
  return untilOver(hub, id);
};
/** The client can only look, so it looks again. */
async function untilState(entity: EntityId, holds: (state: Account | undefined) => boolean) {
  for (const endMs = Date.now() + 10_000; ; ) {
    const { entityState } = await hub.client.readEntityState<Account>(entity);
    if (holds(entityState)) return entityState;
    if (Date.now() > endMs) throw new Error(`in vain: ${JSON.stringify(entityState)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a durable entity', () => {
  it('does what it is signalled to, in order, and shows its state', async () => {
    const entity = account('signalled');
    expect((await hub.client.readEntityState(entity)).entityExists).toBe(false);
    for (const amount of [1, 2, 3]) await hub.client.signalEntity(entity, 'deposit', amount);
    expect(await untilState(entity, (state) => state?.balance === 6)).toEqual({ balance: 6 });
    await hub.client.signalEntity(entity, 'close');
    await untilState(entity, (state) => state === undefined);
    expect((await hub.client.readEntityState(entity)).entityExists).toBe(false);
  });

  it('answers an orchestration, after the signals that it sent before', async () => {
    expect((await outcome('callThem')).output).toEqual({ balance: 12, both: [12, 0] });
  });

  it('gets a signal that was the last thing an orchestration did', async () => {
    expect((await outcome('signalAtTheEnd')).output).toBe('done');
    expect(await untilState(account('last'), (state) => state !== undefined)).toEqual({ balance: 3 });
  });

  it('signals others', async () => {
    await hub.client.signalEntity(account('sender'), 'forward', { key: 'receiver', amount: 9 });
    expect(await untilState(account('receiver'), (state) => state !== undefined)).toEqual({ balance: 9 });
    expect(await untilState(account('sender'), (state) => state !== undefined)).toEqual({ balance: -9 });
  });

  it('whose operation fails tells its caller', async () => {
    expect((await outcome('callWrongly')).output).toBe('Error: no such operation');
  });

  it('that there is none of fails the orchestration, and is refused to a client', async () => {
    const { output, runtimeStatus } = await outcome('callUnknown');
    expect([runtimeStatus, output]).toEqual(['Failed', expect.stringMatching(/'nothing' doesn't exist.*'Account'/)]);
    await expect(hub.client.signalEntity(new df.EntityId('nothing', 'k'), 'x')).rejects.toThrow(/400/);
    expect((await ask(hub, 'entities/account/a%2Fb')).status).toBe(400);
    expect((await ask(hub, 'entities')).status).toBe(501);
  });
});

describe('a critical section', () => {
  it('has its entities for itself: no money is made or lost', async () => {
    await hub.client.signalEntity(account('a'), 'deposit', 100);
    await untilState(account('a'), (state) => state?.balance === 100);
    const transfers = await Promise.all([
      outcome('transfer', { from: 'a', to: 'b', amount: 60 }),
      outcome('transfer', { from: 'a', to: 'b', amount: 60 }),
      outcome('transfer', { from: 'b', to: 'a', amount: 1000 }),
    ]);
    const moved = transfers.map(({ output }) => output as { moved: boolean; isLocked: boolean });
    expect(moved.filter((each) => each.moved)).toHaveLength(1);
    expect(moved.every(({ isLocked }) => isLocked)).toBe(true);
    expect(await untilState(account('b'), (state) => state?.balance === 60)).toEqual({ balance: 60 });
    expect(await untilState(account('a'), (state) => state?.balance === 40)).toEqual({ balance: 40 });
  });

  it('ends with its orchestration, and others wait until then', async () => {
    const holder = await hub.client.startNew('holdForever');
    await until(hub, holder, ({ customStatus }) => customStatus === 'holds');
    await hub.client.signalEntity(account('held'), 'deposit', 4);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await hub.client.readEntityState(account('held'))).entityExists).toBe(false);
    await hub.client.terminate(holder, 'enough');
    expect(await untilState(account('held'), (state) => state !== undefined)).toEqual({ balance: 4 });
  });
});

describe('callHttp', () => {
  it('gives the answer, whatever its status', async () => {
    const { output } = await outcome('http', { method: 'GET', url: `${address}/teapot` });
    expect(output).toEqual({ statusCode: 418, content: 'short and stout' });
  });

  it('polls where a 202 says, until the answer is another, and keeps the function key to itself', async () => {
    const { output } = await outcome('http', {
      method: 'POST',
      url: `${address}/job`,
      headers: { 'x-functions-key': 'secret' },
      body: 'begin',
    });
    const { content, statusCode } = output as { content: string; statusCode: number };
    expect([statusCode, JSON.parse(content)]).toEqual([200, { done: true, method: 'GET' }]);
    expect(polls).toBe(3);
  });

  it('gives a 202 as it is where polling is not wanted', async () => {
    const { output } = await outcome('http', { method: 'GET', url: `${address}/job`, enablePolling: false });
    expect(output).toMatchObject({ statusCode: 202 });
  });

  it('fails where nobody answers, and by name for a managed identity', async () => {
    const nobody = await outcome('http', { method: 'GET', url: 'http://127.0.0.1:1/' });
    expect([nobody.runtimeStatus, nobody.output]).toEqual([
      'Failed',
      expect.stringMatching(/GET http:\/\/127.0.0.1:1\/ failed/),
    ]);
    const tokenSource = new df.ManagedIdentityTokenSource('https://management.core.windows.net/.default');
    const identity = await outcome('http', { method: 'GET', url: address, tokenSource });
    expect(identity.output).toMatch(/managed identity \(tokenSource\) is not supported by this host/);
  });
});

describe('rewind', () => {
  it('runs what failed again, in children too, and nothing else', async () => {
    runs = [];
    broken = ['bad', 'child'];
    const id = await hub.client.startNew('brittleParent');
    expect((await untilOver(hub, id)).runtimeStatus).toBe('Failed');
    expect(runs.toSorted()).toEqual(['bad', 'child', 'good']);
    broken = [];
    await hub.client.rewind(id, 'mended');
    const { output, runtimeStatus } = await untilOver(hub, id);
    expect([runtimeStatus, output]).toEqual(['Completed', ['good', 'bad', 'child', 'again']]);
    expect(runs.toSorted()).toEqual(['again', 'bad', 'bad', 'child', 'child', 'good']);
  });

  it('also where the tries of a retry policy were used up', async () => {
    runs = [];
    broken = ['again'];
    const id = await hub.client.startNew('brittleParent');
    expect((await untilOver(hub, id)).runtimeStatus).toBe('Failed');
    expect(runs.filter((step) => step === 'again')).toHaveLength(2);
    broken = [];
    await hub.client.rewind(id, 'mended');
    expect((await untilOver(hub, id)).output).toEqual(['good', 'bad', 'child', 'again']);
    expect(runs.toSorted()).toEqual(['again', 'again', 'again', 'bad', 'child', 'good']);
  });

  it('is for instances that have failed', async () => {
    const id = await hub.client.startNew('signalAtTheEnd');
    await untilOver(hub, id);
    await expect(hub.client.rewind(id, 'x')).rejects.toThrow(/only supported on failed/);
    expect((await ask(hub, 'instances/absent/rewind?reason=x', { method: 'POST' })).status).toBe(404);
  });
});

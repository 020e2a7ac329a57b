import { describe, expect, it } from 'vitest';
import { clientInput } from '../../../durable/clientInput.ts';
import { activityFailure, unknownFunction } from '../../../durable/failures.ts';
import { Gate } from '../../../durable/gate.ts';
import { toHistoryEvents } from '../../../durable/history.ts';
import { instanceIdFault } from '../../../durable/instances.ts';
import { KeyedSerial, Serial } from '../../../durable/serial.ts';
import { hubNames, messageRow, partitionKey, readRow, turnRow } from '../../../durable/tableKeys.ts';

describe('table keys', () => {
  it('hold any instance id, each its own, and a prefix stays a prefix', () => {
    const ids = ['plain-Id_1', "it's", 'a/b?c#d\\e', 'ünïcode 100%', '0f3c:12', '=0020', ' ', 'a.'];
    const keys = ids.map(partitionKey);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9:_=-]+$/);
    expect(new Set(keys).size).toBe(ids.length);
    expect(partitionKey('ünïcode 100%').startsWith(partitionKey('ünï'))).toBe(true);
  });

  it('of messages and turns are read back, and sort by number', () => {
    expect(readRow(messageRow('exec', 12))).toEqual({ executionId: 'exec', kind: 'm', number: 12 });
    expect(readRow(turnRow('exec', 0))).toEqual({ executionId: 'exec', kind: 't', number: 0 });
    expect(readRow('instance')).toBeUndefined();
    expect(messageRow('e', 9) < messageRow('e', 10)).toBe(true);
  });

  it('of a hub need a name that tables and containers can take', () => {
    expect(hubNames('TestHubName')).toEqual({
      table: 'TestHubNameLocal',
      largeMessages: 'testhubname-local-largemessages',
      leases: 'testhubname-local-leases',
    });
    for (const name of ['', 'ab', '1hub', 'my-hub', 'x'.repeat(46)]) expect(() => hubNames(name)).toThrow('hubName');
  });
});

describe('an instance id', () => {
  it.each(['a/b', 'a\\b', 'a?b', 'a#b', 'a\nb', '@a', 'x'.repeat(101)])('%j is refused', (id) => {
    expect(instanceIdFault(id)).toBeTypeOf('string');
  });
  it.each(['a', "o'clock 100%", 'x'.repeat(100), 'lesson:1'])('%j is taken', (id) => {
    expect(instanceIdFault(id)).toBeUndefined();
  });
});

describe('failures', () => {
  it('say what was thrown, whatever it was', () => {
    expect(activityFailure('a', new TypeError('boom')).reason).toBe("Activity function 'a' failed: boom");
    expect(activityFailure('a', 'text').reason).toBe("Activity function 'a' failed: text");
    expect(activityFailure('a', { code: 1 }).reason).toBe('Activity function \'a\' failed: {"code":1}');
    expect(activityFailure('a', undefined).reason).toBe("Activity function 'a' failed: undefined");
    expect(
      activityFailure('a', Object.assign(new Error('x'), { stack: 's'.repeat(99_999) })).details.length,
    ).toBeLessThan(5000);
  });

  it('name the functions that there are', () => {
    expect(unknownFunction('x', 'activity', ['a', 'b'])).toContain("known activity functions: 'a', 'b'.");
    expect(unknownFunction('x', 'orchestrator', [])).toContain('No orchestrator functions are currently registered!');
  });
});

describe('the history for the SDK', () => {
  const start = { name: 'o', version: '', input: '{"a":1}' };
  const turn = (startedAt: string) => ({ startedAt, received: [], scheduled: [], actionCount: 0 });

  it('begins with the execution, and marks only the past as played', () => {
    const events = toHistoryEvents(start, [turn('2030-01-01T00:00:00.000Z'), turn('2030-01-01T00:00:01.000Z')], true);
    expect(events.map(({ EventType, IsPlayed }) => [EventType, IsPlayed])).toEqual([
      [12, true],
      [0, true],
      [13, true],
      [12, false],
    ]);
    expect(events[1]).toMatchObject({ Name: 'o', Input: '{"a":1}' });
  });
});

describe('the client input', () => {
  const options = { taskHub: 'Hub', baseUrl: 'http://127.0.0.1:7071/runtime/webhooks/durabletask', systemKey: 'k&y' };

  it('has links with the key, encoded, and no address without one', () => {
    const input = JSON.parse(clientInput(options));
    expect(input.managementUrls.id).toBe('INSTANCEID');
    expect(input.managementUrls.statusQueryGetUri).toBe(
      'http://127.0.0.1:7071/runtime/webhooks/durabletask/instances/INSTANCEID?taskHub=Hub&connection=Storage&code=k%26y',
    );
    expect(input.requiredQueryStringParameters).toBe('code=k%26y');
    expect(input.rpcBaseUrl).toBeUndefined();
  });

  it('has the address alone where no key is asked for', () => {
    const input = JSON.parse(clientInput({ ...options, systemKey: '' }));
    expect(input.rpcBaseUrl).toBe('http://127.0.0.1:7071/runtime/webhooks/durabletask/');
    expect(JSON.stringify(input)).not.toContain('code=');
  });
});

describe('work in turn', () => {
  it('passes a gate so many at a time, in order, and failures let the next one in', async () => {
    const gate = new Gate(2);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const work = (number: number) =>
      gate.run(async () => {
        begun.push(number);
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running -= 1;
        if (number % 2) throw new Error('odd');
      });
    await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    expect([most, begun, running]).toEqual([2, [0, 1, 2, 3, 4], 0]);
    expect(() => new Gate(0)).toThrow(RangeError);
  });

  it('runs one after the other, goes on after a failure, and different keys do not wait for each other', async () => {
    const done: string[] = [];
    const serial = new Serial();
    const hold = Promise.withResolvers<void>();
    const first = serial.run(() => hold.promise.then(() => done.push('first')));
    const failing = serial.run(() => Promise.reject(new Error('second')));
    const third = serial.run(async () => done.push('third'));
    await new Promise(setImmediate);
    expect(done).toEqual([]);
    hold.resolve();
    await expect(failing).rejects.toThrow('second');
    await Promise.all([first, third]);
    expect(done).toEqual(['first', 'third']);

    const keyed = new KeyedSerial();
    const held = Promise.withResolvers<void>();
    const a = keyed.run('a', () => held.promise);
    await keyed.run('b', async () => done.push('b'));
    held.resolve();
    await a;
    expect(done.at(-1)).toBe('b');
  });
});

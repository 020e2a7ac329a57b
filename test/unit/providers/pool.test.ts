import type OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { policies } from '../../../functions/durable/policies.ts';
import { PermanentError } from '../../../shared/errors.ts';
import { inParallel } from '../../../shared/inParallel.ts';
import { type FailureKind, ProviderFailure } from '../../../shared/providers/failure.ts';
import { type Ledger, ProviderPool } from '../../../shared/providers/pool.ts';
import type { Usage } from '../../../shared/settings/prices.ts';
import type { ProviderUse } from '../../../shared/settings/providerUse.ts';

const usage: Usage = { inputTokens: 10, outputTokens: 5, audioSeconds: 0 };
const free: Ledger = { mayCall: async () => true, record: async () => 0 };

function use(name: string, limits: ProviderUse['limits'] = {}): ProviderUse {
  const common = { service: 'chat', model: 'm', engine: name, timeoutSeconds: 10, temperature: 0 } as const;
  return { ...common, kind: 'compatible', baseUrl: 'http://localhost', name, limits };
}

/** A pool whose providers do as `behave` says; `asked` are their names in the order of the calls. */
function poolOf(uses: ProviderUse[], behave: (name: string) => Promise<string>, ledger = free) {
  const asked: string[] = [];
  const logged: unknown[] = [];
  const pool = new ProviderPool('chat', uses, {
    ledger,
    // No client is used: the work below stands in for the SDK's call.
    connect: async () => ({}) as OpenAI,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    log: (_context, _level, event, fields) => logged.push({ event, ...fields }),
  });
  const call = (signal?: AbortSignal, patienceSeconds?: number) =>
    pool.call(
      async (_openai, { name }) => {
        asked.push(name);
        return { value: await behave(name), usage };
      },
      signal,
      patienceSeconds,
    );
  return { call, asked, logged };
}

const failing = (kind: FailureKind, retryAfterSeconds?: number) => async () => {
  throw new ProviderFailure(kind, 'failed in a test', { retryAfterSeconds });
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first provider answers as long as it can', async () => {
  const { call, asked } = poolOf([use('a'), use('b')], async (name) => name);
  expect(await call()).toMatchObject({ value: 'a', use: { name: 'a' }, money: 0 });
  expect(asked).toEqual(['a']);
});

describe('failover', () => {
  test.each<FailureKind>(['limited', 'down', 'slow', 'malformed', 'refused'])(
    '%s: the next one is asked',
    async (kind) => {
      const { call, asked } = poolOf([use('a'), use('b')], async (name) => (name === 'a' ? failing(kind)() : name));
      expect((await call()).value).toBe('b');
      expect(asked).toEqual(['a', 'b']);
    },
  );

  test('one that has no room for this call is asked again for the next: a replica beside it may have', async () => {
    let full = true;
    const { call, asked, logged } = poolOf([use('a'), use('b')], async (name) =>
      name === 'a' && full ? failing('busy', 30)() : name,
    );
    expect((await call()).value).toBe('b');
    full = false;
    expect((await call()).value).toBe('a');
    expect([asked, logged]).toEqual([['a', 'b', 'a'], []]);
  });

  test('when all are full, the caller is told when to come back', async () => {
    const { call } = poolOf([use('a'), use('b')], async (name) => failing('busy', name === 'a' ? 40 : 20)());
    await expect(call()).rejects.toMatchObject({ code: 'coding-rate-limited', retryAfterSeconds: 20 });
  });

  test('a request that is rejected is nobody else’s either', async () => {
    const { call, asked } = poolOf([use('a'), use('b')], failing('rejected'));
    await expect(call()).rejects.toMatchObject({ name: 'PermanentError', code: 'coding-rejected' });
    expect(asked).toEqual(['a']);
  });

  test('an error in our own code is not taken for a provider’s', async () => {
    const { call, asked } = poolOf([use('a'), use('b')], async () => {
      throw new RangeError('ours');
    });
    await expect(call()).rejects.toThrow(RangeError);
    expect(asked).toEqual(['a']);
  });
});

describe('one that is down', () => {
  test('costs three calls, not one for everybody who asks', async () => {
    const { call, asked, logged } = poolOf([use('a'), use('b')], async (name) =>
      name === 'a' ? failing('down')() : name,
    );
    for (let lesson = 0; lesson < 50; lesson += 1) await call();
    expect(asked.filter((name) => name === 'a')).toHaveLength(3);
    expect(logged).toEqual([expect.objectContaining({ event: 'provider.resting', provider: 'a', kind: 'down' })]);
  });

  test('is tried by one call after its rest, and used again when it is back', async () => {
    let isDown = true;
    const { call, asked } = poolOf([use('a'), use('b')], async (name) =>
      name === 'a' && isDown ? failing('down')() : name,
    );
    for (let lesson = 0; lesson < 4; lesson += 1) await call();
    expect(asked).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'b']);
    isDown = false;
    vi.advanceTimersByTime(1001);
    expect((await call()).value).toBe('a');
    expect((await call()).value).toBe('a');
  });

  test('rests longer with every try that fails, up to four seconds', async () => {
    const { call, logged } = poolOf([use('a')], failing('down'));
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await expect(call()).rejects.toMatchObject({ code: 'coding-unavailable' });
      vi.advanceTimersByTime(61_000);
    }
    expect(logged.map((line) => (line as { seconds: number }).seconds)).toEqual([1, 2, 4, 4, 4]);
  });

  test('lets the others go on elsewhere while one call tries it', async () => {
    const slow = Promise.withResolvers<string>();
    let failures = 3;
    const { call } = poolOf([use('a'), use('b')], async (name) => {
      if (name !== 'a') return name;
      failures -= 1;
      return failures < 0 ? slow.promise : failing('down')();
    });
    for (let lesson = 0; lesson < 3; lesson += 1) await call();
    vi.advanceTimersByTime(1001);
    const probing = call();
    await vi.advanceTimersByTimeAsync(0);
    expect((await call()).value).toBe('b');
    slow.resolve('a');
    expect((await probing).value).toBe('a');
  });
});

describe('one that fails now and then', () => {
  test.each<FailureKind>(['down', 'slow', 'malformed'])('%s: is asked for the next call all the same', async (kind) => {
    let calls = 0;
    const { call, asked, logged } = poolOf([use('a'), use('b')], async (name) => {
      if (name === 'b') return name;
      calls += 1;
      return calls % 4 === 1 ? failing(kind)() : name;
    });
    for (let lesson = 0; lesson < 40; lesson += 1) await call();
    expect([asked.filter((name) => name === 'b').length, logged]).toEqual([10, []]);
  });

  const seconds = 1000;
  const atOnce = 8;

  /** How long 250 lessons take whose speech takes four seconds each, asked for as the activity is tried. */
  async function timeOf(fails: (call: number) => boolean): Promise<number> {
    let calls = 0;
    const { call } = poolOf([use('a')], async (name) => {
      calls += 1;
      const now = calls;
      // What fails, fails sooner than it would have answered.
      await delayed(fails(now) ? 0.2 : 4);
      return fails(now) ? failing('down')() : name;
    });
    const { attempts, first, longest } = policies.transcribeChunk;
    const lesson = async () => {
      for (let pause = first, attempt = 1; ; pause = Math.min(pause * 2, longest), attempt += 1) {
        try {
          await call(undefined, 60);
          return;
        } catch (error) {
          if (attempt === attempts) throw error;
        }
        await delayed(pause);
      }
    };
    const began = Date.now();
    let ended = false;
    const all = inParallel(
      atOnce,
      Array.from({ length: 250 }, (_, index) => index),
      lesson,
    ).finally(() => {
      ended = true;
    });
    while (!ended) await vi.advanceTimersByTimeAsync(seconds / 2);
    await all;
    return Date.now() - began;
  }
  const delayed = (length: number) => new Promise((resolve) => setTimeout(resolve, length * seconds));

  test.each([
    ['one call in ten', (call: number) => call % 10 === 0],
    ['one call in four', (call: number) => call % 4 === 0],
    ['21 calls in a row', (call: number) => call > 20 && call <= 41],
  ])('%s: 250 lessons take at most twice as long as without', async (_, fails) => {
    const without = await timeOf(() => false);
    expect(without).toBe(Math.ceil(250 / atOnce) * 4 * seconds);
    expect((await timeOf(fails)) / without).toBeLessThan(2);
  });
});

test('Retry-After is honoured: the provider rests until then, and the caller is told when to come back', async () => {
  const { call, asked } = poolOf([use('a')], failing('limited', 17));
  await expect(call()).rejects.toMatchObject({ code: 'coding-rate-limited', retryAfterSeconds: 17 });
  vi.advanceTimersByTime(16_000);
  await expect(call()).rejects.toMatchObject({ code: 'coding-rate-limited', retryAfterSeconds: 1 });
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(1001);
  await expect(call()).rejects.toMatchObject({ retryAfterSeconds: 17 });
  expect(asked).toHaveLength(2);
});

test('when all rest, the shortest rest counts', async () => {
  const { call } = poolOf([use('a'), use('b')], async (name) => failing('limited', name === 'a' ? 90 : 30)());
  await expect(call()).rejects.toMatchObject({ name: 'TransientError', retryAfterSeconds: 30 });
});

describe('limits', () => {
  test('a provider at its limit a minute is passed over until the minute is over', async () => {
    const { call, asked } = poolOf([use('a', { requestsPerMinute: 2 }), use('b')], async (name) => name);
    for (let index = 0; index < 4; index += 1) await call();
    expect(asked).toEqual(['a', 'a', 'b', 'b']);
    vi.advanceTimersByTime(60_001);
    expect((await call()).value).toBe('a');
  });

  test('a limit a day outlasts the minute, and says for how long', async () => {
    const { call } = poolOf([use('a', { requestsPerMinute: 9, requestsPerDay: 1 })], async (name) => name);
    await call();
    vi.advanceTimersByTime(3_600_000);
    await expect(call()).rejects.toMatchObject({ code: 'coding-rate-limited', retryAfterSeconds: 82_800 });
  });

  test('tokens count as they are used', async () => {
    const { call, asked } = poolOf([use('a', { unitsPerMinute: 25 }), use('b')], async (name) => name);
    for (let index = 0; index < 3; index += 1) await call();
    expect(asked).toEqual(['a', 'a', 'b']);
  });
});

describe('the budget', () => {
  const spent: Ledger = { mayCall: async ({ name }) => name !== 'paid', record: async () => 0 };

  test('stops those that cost money; the others go on', async () => {
    const { call, asked } = poolOf([use('paid'), use('free')], async (name) => name, spent);
    expect((await call()).value).toBe('free');
    expect(asked).toEqual(['free']);
  });

  test('with nobody else, the code says why', async () => {
    const { call } = poolOf([use('paid')], async (name) => name, spent);
    await expect(call()).rejects.toMatchObject({ name: 'PermanentError', code: 'budget-exhausted' });
  });
});

test('without any provider the error names the settings', async () => {
  const { call } = poolOf([], async (name) => name);
  await expect(call()).rejects.toThrow(/CODING_MODEL.*PROVIDERS/);
});

test('a wrong key is a matter of settings, told without asking again for a while', async () => {
  const { call, asked } = poolOf([use('a')], failing('refused'));
  for (let index = 0; index < 3; index += 1)
    await expect(call()).rejects.toMatchObject({ code: 'coding-not-configured' });
  expect(asked).toHaveLength(1);
});

test('a caller that stops is not the provider’s failure', async () => {
  const controller = new AbortController();
  const { call, logged } = poolOf([use('a')], async (name) => {
    controller.abort(new PermanentError('superseded', 'stopped in a test'));
    throw new DOMException(`${name} was aborted`, 'AbortError');
  });
  await expect(call(controller.signal)).rejects.toMatchObject({ code: 'superseded' });
  expect(logged).toEqual([]);
});

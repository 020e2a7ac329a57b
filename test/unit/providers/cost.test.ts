import { afterEach, describe, expect, test, vi } from 'vitest';
import { retryAfter } from '../../../shared/providers/failure.ts';
import { type DaySum, ledger } from '../../../shared/providers/ledger.ts';
import { costOf, priceOf } from '../../../shared/settings/prices.ts';
import type { ProviderUse } from '../../../shared/settings/providerUse.ts';

const common = { engine: 'e', timeoutSeconds: 1, temperature: 0, limits: {} } as const;
const openai = (model: string, service: 'chat' | 'speech' = 'chat'): ProviderUse => ({
  ...common,
  name: 'main',
  service,
  model,
  kind: 'openai',
  keyFrom: 'K',
});
const own = (baseUrl: string): ProviderUse => ({
  ...common,
  name: 'own',
  service: 'chat',
  model: 'm',
  kind: 'compatible',
  baseUrl,
});

describe('prices', () => {
  test('a million tokens in and a million out', () => {
    const usage = { inputTokens: 1e6, outputTokens: 1e6, audioSeconds: 0 };
    expect(costOf(usage, priceOf(openai('gpt-4.1-mini'), {}))).toBeCloseTo(2, 9);
  });

  test('ten minutes of sound', () => {
    const usage = { inputTokens: 0, outputTokens: 0, audioSeconds: 600 };
    expect(costOf(usage, priceOf(openai('whisper-1', 'speech'), {}))).toBeCloseTo(0.06, 9);
  });

  test('the settings’ price goes before the list’s, a model’s before a provider’s', () => {
    const prices = { 'main/gpt-4.1-mini': { input: 9, output: 9 }, 'main/*': { input: 1, output: 1 } };
    expect(priceOf(openai('gpt-4.1-mini'), prices)).toEqual({ input: 9, output: 9 });
    expect(priceOf(openai('other'), prices)).toEqual({ input: 1, output: 1 });
  });

  test('what is not known is not free', () => {
    const usage = { inputTokens: 5, outputTokens: 5, audioSeconds: 0 };
    expect(costOf(usage, priceOf(openai('brand-new'), {}))).toBeNull();
    expect(costOf(usage, { input: 1 })).toBeNull();
    expect(costOf(usage, priceOf(own('https://models.example'), {}))).toBeNull();
    expect(costOf({ inputTokens: 0, outputTokens: 0, audioSeconds: 0 }, null)).toBe(0);
  });

  test.each(['http://localhost:1/v1', 'http://127.0.0.1/v1', 'http://[::1]:8/v1'])('%s costs nothing', (url) => {
    expect(costOf({ inputTokens: 5, outputTokens: 5, audioSeconds: 5 }, priceOf(own(url), {}))).toBe(0);
  });
});

afterEach(() => vi.restoreAllMocks());

describe('the ledger', () => {
  function daySum(): DaySum & { total: number; reads: number } {
    return {
      total: 0,
      reads: 0,
      async spent() {
        this.reads += 1;
        return this.total;
      },
      async add(dollars) {
        this.total += dollars;
        return this.total;
      },
    };
  }
  const dear = openai('gpt-4.1');
  const usage = { inputTokens: 500_000, outputTokens: 0, audioSeconds: 0 };

  test('stops what costs money when the day’s budget is used up', async () => {
    const day = daySum();
    const { mayCall, record } = ledger({}, 2, day);
    expect(await mayCall(dear)).toBe(true);
    expect(await record(dear, usage)).toBe(1);
    expect(await mayCall(dear)).toBe(true);
    await record(dear, usage);
    expect(await mayCall(dear)).toBe(false);
    expect(day.total).toBe(2);
  });

  // A million tokens in cost two dollars.
  test.each([
    ['half of it to the cent', [1, 0.2, 0.2], [[50], [], []]],
    ['over half of it', [1.2, 0.2], [[50], []]],
    ['a hair less than half of it', [0.999998, 0.000002], [[], [50]]],
    ['two lines at once', [1.8, 0.2, 0.2], [[50, 80], [100], []]],
    ['all of it at once', [2.4], [[50, 80, 100]]],
  ])('tells of 50, 80 and 100 % once a day each, by the call that reaches it: %s', async (_, calls, told) => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { record } = ledger({}, 2, daySum());
    for (const [index, dollars] of calls.entries()) {
      warned.mockClear();
      await record(dear, { ...usage, inputTokens: dollars * 500_000 });
      const lines = warned.mock.calls.map(([line]) => JSON.parse(line));
      expect(lines.map(({ threshold }) => threshold)).toEqual(told[index]);
    }
  });

  test('what is free goes on, and nothing is read for it', async () => {
    const day = daySum();
    const { mayCall } = ledger({}, 0, day);
    expect(await mayCall(own('http://localhost/v1'))).toBe(true);
    expect(await mayCall(dear)).toBe(false);
    expect(day.reads).toBe(1);
  });

  test('without a budget nothing is kept', async () => {
    const day = daySum();
    const { mayCall, record } = ledger({}, Number.POSITIVE_INFINITY, day);
    expect(await mayCall(dear)).toBe(true);
    expect(await record(dear, usage)).toBe(1);
    expect([day.total, day.reads]).toEqual([0, 0]);
  });

  test('an answer that is paid for is not lost because its price could not be kept', async () => {
    const broken: DaySum = { spent: async () => 0, add: async () => Promise.reject(new Error('down in a test')) };
    expect(await ledger({}, 5, broken).record(dear, usage)).toBe(1);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-04T10:00:00Z');
  test.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': '0.5' }, 0.5],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 0.25],
    [{ 'retry-after': 'Wed, 04 Mar 2026 10:01:30 GMT' }, 90],
    [{ 'retry-after': 'Wed, 04 Mar 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': '-3' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j is %s seconds', (headers, seconds) => {
    expect(retryAfter(new Headers(headers), now)).toBe(seconds);
  });
});

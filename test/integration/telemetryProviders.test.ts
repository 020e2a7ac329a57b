import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryCache } from '../../shared/coding/cache/memory.ts';
import { largeSession } from '../../shared/coding/session.ts';
import { ownCodebook } from '../../shared/lessons/codebook.ts';
import { type Ledger, ProviderPool } from '../../shared/providers/pool.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import type { ProviderUse } from '../../shared/settings/providerUse.ts';
import { inSpan } from '../../shared/telemetry/trace.ts';
import { exported } from '../../testing/exported.ts';
import { type FakeModel, fakeTokens, startFakeModel } from '../../testing/fakeModel.ts';

// Calls of providers through the openai SDK, against servers that misbehave on demand.
let dear: FakeModel;
let spare: FakeModel;
beforeEach(async () => {
  dear = await startFakeModel();
  spare = await startFakeModel();
});
afterEach(async () => {
  await dear[Symbol.asyncDispose]();
  await spare[Symbol.asyncDispose]();
});

const use = (name: string, { url }: FakeModel): ProviderUse => ({
  kind: 'compatible',
  name,
  baseUrl: url,
  service: 'chat',
  model: 'large-1',
  engine: name,
  timeoutSeconds: 1,
  temperature: 0,
  limits: {},
});
const everything: Ledger = { mayCall: async () => true, record: async () => 0.25 };

async function code(ledger: Ledger, ...rounds: string[][]): Promise<void> {
  const pool = new ProviderPool('chat', [use('dear', dear), use('spare', spare)], { ledger, log: () => undefined });
  const cache = memoryCache();
  for (const round of rounds) {
    const parts = {
      pool,
      cache,
      batch: 20,
      threshold: 0.8,
      patienceSeconds: 0,
      local: localEngine(),
      codebook: ownCodebook,
    };
    const { engine } = await largeSession('openai', parts);
    await engine.code(round.map((text) => ({ text })));
  }
}

const only = (points: Awaited<ReturnType<typeof exported>>['points'], name: string) =>
  points.filter((point) => point.name === name).map(({ attributes, value }) => ({ ...attributes, value }));

test('a call is a span of the work that asked, with what it used, and none of what was asked', async () => {
  const { spans, points } = await exported(() =>
    inSpan('codeQuestions', {}, () => code(everything, ['Why did Maria laugh?', 'Is it red?'])),
  );
  const [call, work] = spans;
  expect([call?.name, work?.name]).toEqual(['provider chat', 'codeQuestions']);
  expect(call?.parentSpanContext?.spanId).toBe(work?.spanContext().spanId);
  expect(call?.attributes).toEqual({
    'askwell.provider': 'dear',
    'askwell.model': 'large-1',
    'askwell.audio.seconds': 0,
    'askwell.tokens.input': fakeTokens.prompt_tokens,
    'askwell.tokens.output': fakeTokens.completion_tokens,
    'askwell.cost.usd': 0.25,
  });
  expect(only(points, 'askwell.provider.calls')).toEqual([
    { provider: 'dear', service: 'chat', outcome: 'ok', value: 1 },
  ]);
  expect(only(points, 'askwell.provider.cost')).toEqual([{ provider: 'dear', service: 'chat', value: 0.25 }]);
});

test('what was answered before is a hit of the cache, the rest are misses', async () => {
  const { points } = await exported(() => code(everything, ['Why?', 'Is it red?'], ['why', 'How?', 'How?']));
  expect(only(points, 'askwell.codes.cache')).toEqual(
    expect.arrayContaining([
      { outcome: 'hit', value: 1 },
      { outcome: 'miss', value: 3 },
    ]),
  );
});

test('a provider that fails, one that rests and one that may not be paid are told apart', async () => {
  dear.always = { status: 503 };
  const failing = await exported(() => code(everything, ['Why?'], ['How?'], ['Who?'], ['When?']));
  expect(only(failing.points, 'askwell.provider.calls')).toEqual(
    expect.arrayContaining([
      { provider: 'dear', service: 'chat', outcome: 'down', value: 3 },
      { provider: 'dear', service: 'chat', outcome: 'skipped-down', value: 1 },
      { provider: 'spare', service: 'chat', outcome: 'ok', value: 4 },
    ]),
  );
  expect(failing.spans[0]?.attributes['error.type']).toBe('down');
  const poor: Ledger = { ...everything, mayCall: async ({ name }) => name !== 'dear' };
  const { points } = await exported(() => code(poor, ['Why?']));
  expect(only(points, 'askwell.provider.calls')).toContainEqual({
    provider: 'dear',
    service: 'chat',
    outcome: 'skipped-budget',
    value: 1,
  });
});

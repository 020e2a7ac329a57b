import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { predictionResponseSchema } from '../../shared/api/contract.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { askedIn, type FakeModel, startFakeModel } from '../../testing/fakeModel.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

// The built app with two providers of a large model, of which tests decide what they answer. A call costs
// 1000 tokens in and 200 out: $0.0014 at these prices.
const prices = {
  'first/*': { input: 1, output: 2 },
  'second/*': { input: 1, output: 2 },
  '127.0.0.1/*': { audioMinute: 0.6 },
};
const callCosts = 0.0014;
// Wherever the local model is less than certain, which it never is of all.
const threshold = 0.99;

let folder: string;
let first: FakeModel;
let second: FakeModel;
let speech: FakeSpeech;
let cloud: TestCloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-coding-'));
  [first, second] = await Promise.all([startFakeModel(), startFakeModel()]);
  speech = await startFakeSpeech();
  const provider = (name: string, baseUrl: string) => ({
    name,
    kind: 'compatible',
    baseUrl,
    chat: { model: 'large', timeoutSeconds: 5 },
  });
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      PROVIDERS: JSON.stringify([provider('first', first.url), provider('second', second.url)]),
      PRICES: JSON.stringify(prices),
      CODING_ENGINE: 'openai',
      CODING_THRESHOLD: String(threshold),
      DAILY_BUDGET: '0.06',
      SHADOW_ENGINE: 'cascade',
      SHADOW_SHARE: '1',
    },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await Promise.all([first, second, speech].map((server) => server?.[Symbol.asyncDispose]()));
  await rm(folder, { recursive: true, force: true });
});

async function predict(body: { questions: string[]; engine?: string }) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${cloud.host}/api/v1/predictions`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return predictionResponseSchema.parse(await answer.json());
}

const unsure = (texts: string[]) => texts.filter((text) => localEngine().codeOne({ text }).confidence < threshold);

test('a request with the cascade asks the large model where the local one is unsure, and says what that cost', async () => {
  const questions = [
    'Is it red?',
    'Why did it sink?',
    'What else is yellow?',
    'What do you do with it?',
    'How are you?',
  ];
  const asked = unsure(questions);
  expect(asked.length).toBeGreaterThan(0);
  const { predictions, coding, cost } = await predict({ questions, engine: 'cascade' });
  expect(first.requests.flatMap((request) => askedIn(request).map(({ question }) => question))).toEqual(asked);
  for (const prediction of predictions) {
    expect(prediction).toMatchObject({ engine: asked.includes(prediction.question) ? 'openai' : 'local' });
  }
  expect(coding).toEqual({
    engine: 'cascade',
    questions: 5,
    local: 5 - asked.length,
    cached: 0,
    asked: asked.length,
    fellBack: 0,
    reasons: [],
    calls: 1,
  });
  expect(cost).toEqual({ currency: 'USD', inputTokens: 1000, outputTokens: 200, money: expect.closeTo(callCosts, 6) });
});

test('the same request again costs nothing', async () => {
  const before = first.requests.length;
  const { coding, cost } = await predict({ questions: ['what else is YELLOW', 'How are you?'], engine: 'openai' });
  expect(coding.asked + coding.cached).toBe(2);
  const asked = first.requests.slice(before).flatMap((request) => askedIn(request));
  expect(asked.length).toBe(coding.asked);
  const again = await predict({ questions: ['what else is YELLOW', 'How are you?'], engine: 'openai' });
  expect(again).toMatchObject({ coding: { cached: 2, asked: 0, calls: 0 }, cost: { money: 0 } });
  expect(cost.currency).toBe('USD');
});

test('the engine local asks nobody, whatever the setting says', async () => {
  const before = first.requests.length;
  const { predictions } = await predict({ questions: ['What else is blue?'], engine: 'local' });
  expect(predictions).toMatchObject([{ engine: 'local' }]);
  expect(first.requests.length).toBe(before);
});

test('a lesson is coded by the next provider when the first one fails, and its result says who, what and how much', async () => {
  first.always = { status: 503 };
  const uploaded = await cloud.uploadFile('coded/lesson.mp4', await makeMedia('lesson.mp4', folder));
  const lesson = await cloud.ended(uploaded);
  first.always = undefined;
  expect(lesson).toMatchObject({
    status: 'completed',
    result: {
      codingEngine: 'openai',
      coding: { engine: 'openai', questions: 2, fellBack: 0 },
      cost: { currency: 'USD', speech: { audioSeconds: 5, money: expect.closeTo(0.05, 6) } },
    },
  });
  const { cost, coding } = lesson.result ?? {};
  expect(coding?.asked).toBeGreaterThan(0);
  expect(cost?.coding).toMatchObject({ inputTokens: 1000, outputTokens: 200 });
  expect(cost?.money).toBeCloseTo(0.05 + (cost?.coding.money ?? 0) + (cost?.shadow?.money ?? 0), 6);
  const { questions } = await cloud.questions(uploaded);
  expect(questions.map(({ engine }) => engine)).toEqual(['openai', 'openai']);
  expect(second.requests.length).toBeGreaterThan(0);
});

test('what the shadow said is stored beside, and no answer of the API shows it', async () => {
  const client = await import('@azure/cosmos').then(
    ({ CosmosClient }) => new CosmosClient(cloud.stack.endpoints.cosmos ?? ''),
  );
  const { resources } = await client
    .database('askwell')
    .container('questions')
    .items.query('SELECT * FROM c WHERE IS_DEFINED(c.shadow)')
    .fetchAll();
  client.dispose();
  expect(resources).toHaveLength(2);
  expect(resources[0].shadow).toMatchObject({
    label: expect.stringMatching(/^[OC]EQ$/),
    modelVersion: expect.any(String),
  });
  const { lessonId } = resources[0];
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${lessonId}/questions`);
  expect(await answer.text()).not.toContain('shadow');
});

test('when the day’s budget is used up, lessons and requests go on with the local model and say so', async () => {
  // The speech of one lesson cost $0.05 of the $0.06; each question here costs a call.
  for (let call = 0; call < 8; call += 1)
    await predict({ questions: [`What else is number ${'x'.repeat(call + 1)}?`], engine: 'openai' });
  const spent = await predict({ questions: ['What else is round?'], engine: 'openai' });
  expect(spent).toMatchObject({
    predictions: [{ engine: 'local', fallback: true }],
    coding: { fellBack: 1, reasons: ['budget-exhausted'], calls: 0 },
    cost: { money: 0 },
  });
});

test('speech that costs money, too, stops with the budget: the lesson fails with its reason instead of being half done', async () => {
  const lesson = await cloud.ended(await cloud.uploadFile('coded/late.mp4', await makeMedia('lesson.mp4', folder)));
  expect(lesson).toMatchObject({
    status: 'failed',
    failure: { code: 'budget-exhausted', message: expect.stringContaining('DAILY_BUDGET') },
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  FunctionsShown,
  InstanceShown,
  InstancesShown,
  InstanceView,
  PartsShown,
  TracesShown,
} from '../../../page/shown.ts';
import { type ForeignCloud, startForeignCloud } from './foreignCloud.ts';
import { enterPage, type PageClient } from './pageClient.ts';

let cloud: ForeignCloud;
let page: PageClient;
beforeAll(async () => {
  cloud = await startForeignCloud();
  page = await enterPage(cloud.page.address);
});
afterAll(async () => cloud?.[Symbol.asyncDispose]());

const post = (path: string, body = 'null') => fetch(`${cloud.host}/api/${path}`, { method: 'POST', body });
const begin = (name: string, id: string, input: unknown = null) => post(`begin/${name}/${id}`, JSON.stringify(input));

/** The instance, once it is as wanted. */
async function instance(id: string, fits: (chosen: InstanceView) => boolean): Promise<InstanceView> {
  const isSo = ({ chosen }: InstanceShown) => chosen !== null && fits(chosen);
  const { chosen } = await page.until<InstanceShown>('orchestrations', { id }, isSo);
  if (chosen === null) throw new Error('It is not there.');
  return chosen;
}
const inState = (id: string, state: string) => instance(id, (chosen) => chosen.state === state);
const steps = ({ history }: InstanceView) => history.map(({ type, name }) => `${type} ${name}`.trim());

test('an instance is suspended, resumed, given an event, and ends with its sub-orchestration in its timeline', async () => {
  await begin('order', 'order-1');
  await inState('order-1', 'Running');
  expect(await page.act('orchestrations', 'suspend', { id: 'order-1', reason: 'a pause' })).toMatchObject({
    status: 200,
  });
  await inState('order-1', 'Suspended');
  expect((await page.act('orchestrations', 'resume', { id: 'order-1' })).status).toBe(200);
  await inState('order-1', 'Running');

  const wrong = await page.act('orchestrations', 'raise', { id: 'order-1', name: 'dough', input: '{kind' });
  expect(wrong).toEqual({ status: 400, body: { error: expect.stringContaining('is JSON'), status: 400 } });
  await page.act('orchestrations', 'raise', { id: 'order-1', name: 'dough', input: '{"kind":"rye"}' });
  const done = await inState('order-1', 'Completed');
  expect(done.output).toBe('bread of rye');
  expect(steps(done)).toEqual([
    'ExecutionStarted order',
    'ExecutionSuspended',
    'ExecutionResumed',
    'EventRaised dough',
    'SubOrchestrationInstanceCompleted bake',
    'ExecutionCompleted',
  ]);
  const sub = done.history.find(({ type }) => type.startsWith('Sub'));
  expect(await inState(sub?.instance ?? '', 'Completed')).toMatchObject({ name: 'bake', input: 'rye' });
});

test('a timer, a failed try and the one after it are in the timeline', async () => {
  await begin('heat', 'heat-1');
  const done = await inState('heat-1', 'Completed');
  expect(steps(done)).toEqual([
    'ExecutionStarted heat',
    'TimerCreated',
    'TimerFired',
    'TaskFailed unsteady',
    'TimerCreated',
    'TimerFired',
    'TaskCompleted unsteady',
    'ExecutionCompleted',
  ]);
  expect(done.history[3]?.error).toContain('the oven is cold');
});

test('what is under way is in the timeline, too', async () => {
  await begin('rise', 'rise-1');
  const chosen = await instance('rise-1', ({ history }) => history.some(({ type }) => type === 'TaskScheduled'));
  expect(steps(chosen)).toEqual(['ExecutionStarted rise', 'TaskScheduled slow']);
  await post('finish');
  expect(steps(await inState('rise-1', 'Completed'))).toEqual([
    'ExecutionStarted rise',
    'TaskCompleted slow',
    'ExecutionCompleted',
  ]);
});

test('an instance is terminated, and what is over takes neither event nor end', async () => {
  await begin('order', 'order-2');
  await inState('order-2', 'Running');
  await page.act('orchestrations', 'terminate', { id: 'order-2', reason: 'no more flour' });
  expect((await inState('order-2', 'Terminated')).output).toBe('no more flour');
  for (const what of ['terminate', 'suspend', 'resume', 'raise'])
    expect(await page.act('orchestrations', what, { id: 'order-2', name: 'dough' }), what).toMatchObject({
      status: 409,
      body: { error: 'This instance is over.' },
    });
});

test('an instance is started again under another id with the same input, and then purged', async () => {
  await begin('bake', 'bake-1', 'spelt');
  await inState('bake-1', 'Completed');
  const { body } = await page.act('orchestrations', 'restart', { id: 'bake-1' });
  const id = String(body.id);
  expect(id).not.toBe('bake-1');
  expect(await inState(id, 'Completed')).toMatchObject({ input: 'spelt', output: 'bread of spelt' });

  expect((await page.act('orchestrations', 'purge', { id })).status).toBe(200);
  await page.until<InstanceShown>('orchestrations', { id }, ({ chosen }) => chosen === null);
  const { instances } = await page.shown<InstancesShown>('orchestrations');
  expect(instances.map((each) => each.id)).not.toContain(id);
  expect(await page.act('orchestrations', 'purge', { id })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining(`No instance with ID '${id}'`) },
  });
});

test('instances are listed by state, name and the beginning of the id', async () => {
  await begin('bake', 'listed-1', 'oat');
  await inState('listed-1', 'Completed');
  const ids = async (query: Record<string, string>) =>
    (await page.shown<InstancesShown>('orchestrations', query)).instances.map(({ id }) => id);
  expect(await ids({ search: 'listed-', name: 'BAK', status: 'Completed' })).toEqual(['listed-1']);
  expect(await ids({ search: 'listed-', status: 'Failed' })).toEqual([]);
  expect(await ids({ search: 'listed-', name: 'order' })).toEqual([]);
});

test('from an instance and from an invocation of it a link leads to their trace', async () => {
  await begin('bake', 'traced-1', 'corn');
  const { trace } = await instance('traced-1', (chosen) => chosen.state === 'Completed' && chosen.trace !== null);
  const { spans } = await page.until<TracesShown>('traces', { id: trace ?? '' }, (shown) =>
    shown.spans.some(({ name }) => name === 'oven'),
  );
  expect(spans.find(({ name }) => name === 'oven')?.attributes).toMatchObject({ 'durable.instance_id': 'traced-1' });
  const { invocations } = await page.until<FunctionsShown>('functions', { name: 'oven' }, (shown) =>
    shown.invocations.some(({ instance: of }) => of === 'traced-1'),
  );
  expect(invocations.find(({ instance: of }) => of === 'traced-1')).toMatchObject({
    trace,
    failure: null,
    result: 'bread of corn',
  });
});

test('a timer and a queue function are run by hand, and one that fails says why', async () => {
  expect((await page.act('functions', 'run', { name: 'tick' })).status).toBe(200);
  const ticked = await page.until<FunctionsShown>(
    'functions',
    { name: 'tick' },
    (shown) => shown.invocations.length > 0,
  );
  expect(ticked.invocations[0]?.log.join()).toContain('ticked');
  expect(ticked.functions.find(({ name }) => name === 'tick')).toMatchObject({
    calls: 1,
    failures: 0,
    trigger: 'timer',
  });

  await page.act('functions', 'run', { name: 'crumbs', input: 'soft' });
  await page.act('functions', 'run', { name: 'crumbs', input: 'stale' });
  const eaten = await page.until<FunctionsShown>(
    'functions',
    { name: 'crumbs' },
    (shown) => shown.invocations.length > 1,
  );
  expect(eaten.functions.find(({ name }) => name === 'crumbs')).toMatchObject({ calls: 2, failures: 1, of: 'crumbs' });
  expect(eaten.invocations.find(({ input }) => input === 'soft')?.log.join()).toContain('ate "soft"');
  expect(eaten.invocations.find(({ input }) => input === 'stale')).toMatchObject({ failure: 'it is stale' });

  for (const [name, why] of [
    ['begin', 'HTTP trigger'],
    ['bake', 'durable client'],
    ['nobody', 'no function "nobody"'],
  ])
    expect(await page.act('functions', 'run', { name }), name).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining(why ?? '') },
    });
});

test('a part is stopped and started from the page, and says so with its restarts', async () => {
  const host = ({ parts }: PartsShown) => parts.find(({ name }) => name === 'host');
  const before = host(await page.shown<PartsShown>('parts'));
  expect(before).toMatchObject({ state: 'running', restarts: 0, controlled: true });
  expect(before?.memoryMegabytes).toBeGreaterThan(10);

  expect((await page.act('parts', 'stop', { name: 'host' })).status).toBe(200);
  await page.until<PartsShown>('parts', {}, (shown) => host(shown)?.state === 'stopped');
  await expect(fetch(cloud.host)).rejects.toThrow();
  expect(await page.act('functions', 'run', { name: 'tick' })).toMatchObject({
    status: 503,
    body: { error: expect.stringContaining('does not answer') },
  });

  expect((await page.act('parts', 'start', { name: 'host' })).status).toBe(200);
  await page.until<PartsShown>('parts', {}, (shown) => host(shown)?.state === 'running' && host(shown)?.restarts === 1);
  expect((await fetch(cloud.host)).status).toBeLessThan(500);
  const { lines } = await page.shown<PartsShown>('parts', { name: 'host', filter: 'FUNCTION' });
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every(({ text }) => /function/i.test(text))).toBe(true);
  expect(await page.act('parts', 'stop', { name: 'sofa' })).toMatchObject({ status: 404 });
});

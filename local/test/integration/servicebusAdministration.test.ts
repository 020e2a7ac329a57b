import { rm } from 'node:fs/promises';
import { ServiceBusAdministrationClient, ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type RunningBroker, runBroker, spawnBroker, writeConfig } from '../../fixtures/servicebusBroker.ts';
import { removeApp, runHost, writeApp } from './hostApp.ts';

/** The SDK speaks TLS to whatever address it has: here it is told not to. */
function administer(port: number): ServiceBusAdministrationClient {
  const connection = `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=k;SharedAccessKey=local`;
  const client = new ServiceBusAdministrationClient(connection, { retryOptions: { maxRetries: 0 } });
  client.pipeline.addPolicy({
    name: 'withoutTls',
    sendRequest: (request, next) => {
      request.url = request.url.replace(/^https:/, 'http:');
      request.allowInsecureConnection = true;
      return next(request);
    },
  });
  return client;
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of pages) found.push(each);
  return found;
}
const soon = { maxWaitTimeInMs: 5000 };

let broker: RunningBroker;
let admin: ServiceBusAdministrationClient;
beforeAll(async () => {
  broker = await runBroker({
    Queues: [{ Name: 'declared', Properties: { MaxDeliveryCount: 4 } }],
    Topics: [{ Name: 'events', Subscriptions: [{ Name: 'all' }] }],
  });
  admin = administer(broker.adminPort);
});
afterAll(() => broker.stop());

describe('ServiceBusAdministrationClient', () => {
  it('makes a queue that takes messages at once, changes it, and deletes it with what it holds', async () => {
    const made = await admin.createQueue('made/here', {
      lockDuration: 'PT30S',
      requiresSession: false,
      userMetadata: 'a <note>',
    });
    expect(made).toMatchObject({
      name: 'made/here',
      lockDuration: 'PT30S',
      maxDeliveryCount: 10,
      userMetadata: 'a <note>',
      status: 'Active',
    });
    await broker.client.createSender('made/here').sendMessages([{ body: 1 }, { body: 2 }]);
    expect(await admin.getQueueRuntimeProperties('made/here')).toMatchObject({
      totalMessageCount: 2,
      activeMessageCount: 2,
    });
    await admin.updateQueue({ ...(await admin.getQueue('made/here')), maxDeliveryCount: 1 });
    expect(await admin.getQueue('made/here')).toMatchObject({ maxDeliveryCount: 1, lockDuration: 'PT30S' });
    const receiver = broker.client.createReceiver('made/here');
    const [message] = await receiver.receiveMessages(1, soon);
    if (message) await receiver.abandonMessage(message);
    const dead = broker.client.createReceiver('made/here', { subQueueType: 'deadLetter' });
    expect(await dead.receiveMessages(1, soon)).toMatchObject([{ body: 1 }]);
    await admin.deleteQueue('made/here');
    expect(await admin.queueExists('made/here')).toBe(false);
    await expect(connect(broker.connectionString).createSender('made/here').sendMessages({ body: 3 })).rejects.toThrow(
      /could not be found/,
    );
    await admin.createQueue('made/here');
    expect(await admin.getQueueRuntimeProperties('made/here')).toMatchObject({ totalMessageCount: 0 });
    await admin.deleteQueue('made/here');
  });

  it('makes queues that find duplicates and require sessions, which cannot be changed afterwards', async () => {
    await admin.createQueue('strict', { requiresSession: true, requiresDuplicateDetection: true });
    await expect(broker.client.createSender('strict').sendMessages({ body: 1 })).rejects.toThrow(
      /SessionId was not set/,
    );
    const again = { sessionId: 's', messageId: 'm', body: 1 };
    await broker.client.createSender('strict').sendMessages([again, again]);
    expect(await admin.getQueueRuntimeProperties('strict')).toMatchObject({ totalMessageCount: 1 });
    const queue = await admin.getQueue('strict');
    await expect(admin.updateQueue({ ...queue, requiresSession: false })).rejects.toThrow(
      /RequiresSession cannot be changed/,
    );
  });

  it('makes topics, subscriptions and rules, and messages go by them', async () => {
    await admin.createTopic('orders', { defaultMessageTimeToLive: 'P1D' });
    await admin.createSubscription('orders', 'all');
    await admin.createSubscription('orders', 'red', {
      defaultRuleOptions: { name: 'reds', filter: { sqlExpression: "color = 'red' AND 1 < 2" } },
    });
    await admin.createRule('orders', 'red', 'large', { applicationProperties: { size: 'xl', count: 3, yes: true } });
    await admin.createRule(
      'orders',
      'red',
      'bound',
      { sqlExpression: 'count > @c', sqlParameters: { '@c': 100 } },
      { sqlExpression: "SET bound = 'yes'" },
    );
    await broker.client.createSender('orders').sendMessages([
      { body: 'r', applicationProperties: { color: 'red' } },
      { body: 'b', applicationProperties: { color: 'blue' } },
      { body: 'xl', applicationProperties: { size: 'xl', count: 3, yes: true } },
      { body: 'many', applicationProperties: { count: 200 } },
    ]);
    const receiver = broker.client.createReceiver('orders', 'red');
    const received = await receiver.receiveMessages(4, { maxWaitTimeInMs: 1000 });
    expect(received.map(({ body }) => body)).toEqual(['r', 'xl', 'many']);
    expect(received[2]?.applicationProperties).toMatchObject({ bound: 'yes', RuleName: 'bound' });
    expect(await admin.getSubscriptionRuntimeProperties('orders', 'all')).toMatchObject({ activeMessageCount: 4 });
    expect(await admin.getTopicRuntimeProperties('orders')).toMatchObject({ subscriptionCount: 2 });
    expect(await all(admin.listRules('orders', 'red'))).toMatchObject([
      { name: 'reds', filter: { sqlExpression: "color = 'red' AND 1 < 2" } },
      { name: 'large', filter: { applicationProperties: { size: 'xl', count: 3, yes: true } } },
      {
        name: 'bound',
        filter: { sqlExpression: 'count > @c', sqlParameters: { '@c': 100 } },
        action: { sqlExpression: "SET bound = 'yes'" },
      },
    ]);
    const rule = await admin.getRule('orders', 'red', 'reds');
    await admin.updateRule('orders', 'red', { ...rule, filter: { sqlExpression: "color = 'crimson'" } });
    expect(await admin.getRule('orders', 'red', 'reds')).toMatchObject({
      filter: { sqlExpression: "color = 'crimson'" },
    });
    await admin.deleteRule('orders', 'red', 'large');
    expect(await admin.ruleExists('orders', 'red', 'large')).toBe(false);
    await admin.updateSubscription({ ...(await admin.getSubscription('orders', 'red')), lockDuration: 'PT10S' });
    expect(await admin.getSubscription('orders', 'red')).toMatchObject({ lockDuration: 'PT10S', topicName: 'orders' });
    await admin.deleteSubscription('orders', 'all');
    expect((await all(admin.listSubscriptions('orders'))).map(({ subscriptionName }) => subscriptionName)).toEqual([
      'red',
    ]);
    await admin.deleteTopic('orders');
    expect(await admin.subscriptionExists('orders', 'red')).toBe(false);
  });

  it('lists queues and topics page by page', async () => {
    for (let index = 0; index < 5; index += 1) await admin.createQueue(`listed${index}`);
    const names = (await all(admin.listQueues())).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('listed'))).toHaveLength(5);
    const pages = admin.listQueues().byPage({ maxPageSize: 2 });
    expect((await pages.next()).value).toHaveLength(2);
    expect((await pages.next()).value).toHaveLength(2);
    expect((await all(admin.listTopics())).map(({ name }) => name)).toContain('events');
    expect(await admin.getNamespaceProperties()).toMatchObject({ messagingSku: 'Standard' });
  });

  it.each([
    ['what exists', () => admin.createQueue('declared'), /already exists/],
    ['a topic of a queue’s name', () => admin.createTopic('declared'), /already exists/],
    ['a subscription of a queue', () => admin.createSubscription('declared', 's'), /is a queue/],
    ['a subscription of no topic', () => admin.createSubscription('absent', 's'), /could not be found/],
    ['a lock that is too long', () => admin.createQueue('q', { lockDuration: 'PT6M' }), /at most PT5M/],
    ['forwarding', () => admin.createQueue('q', { forwardTo: 'declared' }), /ForwardTo is not supported/],
    [
      'deletion when idle',
      () => admin.createQueue('q', { autoDeleteOnIdle: 'PT10M' }),
      /AutoDeleteOnIdle is not supported/,
    ],
    ['partitions', () => admin.createQueue('q', { enablePartitioning: true }), /EnablePartitioning is not supported/],
    ['a disabled queue', () => admin.createQueue('q', { status: 'Disabled' }), /Status is not supported/],
    [
      'a rule that is none',
      () => admin.createRule('events', 'all', 'r', { sqlExpression: 'a =' }),
      /It ends: expected/,
    ],
    ['a change of nothing', () => admin.deleteQueue('absent'), /could not be found/],
  ])('refuses %s, and says why', async (_, ask, reason) => {
    await expect(ask()).rejects.toThrow(reason);
    expect(await admin.queueExists('q')).toBe(false);
  });

  it('is for programs: a page in a browser is not answered, nor are document types and huge bodies', async () => {
    const put = (body: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${broker.adminPort}/evil`, { method: 'PUT', body, headers });
    expect((await put('', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await put('<!DOCTYPE x [<!ENTITY a "b">]><entry/>')).status).toBe(400);
    expect((await put('<entry><content><Que')).status).toBe(400);
    expect((await put('x'.repeat(1_100_000))).status).toBe(413);
    expect(await admin.queueExists('evil')).toBe(false);
  });
});

describe('what was set up at a broker that is killed', () => {
  it('is there when it comes back, until the configuration says something new', async () => {
    const first = await writeConfig({ Queues: [{ Name: 'jobs' }, { Name: 'gone' }] });
    const second = await writeConfig({
      Queues: [{ Name: 'jobs', Properties: { MaxDeliveryCount: 7 } }, { Name: 'gone' }],
    });
    // The port that the admin client needs is told in the line with which the broker says that it is ready.
    const during = async (
      file: string,
      work: (admin: ServiceBusAdministrationClient, client: ServiceBusClient) => Promise<void>,
    ) => {
      const running = await spawnBroker(first.directory, ['--port', '0', '--config', file]);
      const client = new ServiceBusClient(running.connectionString, { retryOptions: { maxRetries: 0 } });
      await work(administer(running.adminPort), client);
      await running.kill('SIGKILL');
      await client.close();
    };
    await during(first.file, async (own, client) => {
      await own.createTopic('news');
      await own.createSubscription('news', 'local', {
        defaultRuleOptions: { name: 'here', filter: { sqlExpression: "place = 'here'" } },
      });
      await own.updateQueue({ ...(await own.getQueue('jobs')), maxDeliveryCount: 3 });
      await own.deleteQueue('gone');
      await client
        .createSender('news')
        .sendMessages([{ body: 'kept', applicationProperties: { place: 'here' } }, { body: 'not' }]);
    });
    await during(first.file, async (own, client) => {
      expect(await own.getQueue('jobs')).toMatchObject({ maxDeliveryCount: 3 });
      expect(await own.queueExists('gone')).toBe(false);
      expect((await all(own.listRules('news', 'local'))).map(({ name }) => name)).toEqual(['here']);
      expect(await client.createReceiver('news', 'local').receiveMessages(2, { maxWaitTimeInMs: 500 })).toMatchObject([
        { body: 'kept' },
      ]);
    });
    await during(second.file, async (own) => {
      expect(await own.getQueue('jobs')).toMatchObject({ maxDeliveryCount: 7 });
      // Nothing new is said of it, so it stays deleted.
      expect(await own.queueExists('gone')).toBe(false);
      expect(await own.topicExists('news')).toBe(true);
    });
    await rm(first.directory, { recursive: true });
    await rm(second.directory, { recursive: true });
  });
});

/** A newsroom of somebody else's: each reader who comes gets a subscription of their own, for one subject. */
const newsroom = `
import { app, output } from '@azure/functions';
import { ServiceBusAdministrationClient, ServiceBusClient } from '@azure/service-bus';
const admin = new ServiceBusAdministrationClient(process.env.ADMIN);
admin.pipeline.addPolicy({ name: 'withoutTls', sendRequest: (request, next) => {
  request.url = request.url.replace(/^https:/, 'http:');
  request.allowInsecureConnection = true;
  return next(request);
} });
const client = new ServiceBusClient(process.env.BUS);
app.http('come', { route: 'readers/{name}', methods: ['PUT'], authLevel: 'anonymous', handler: async (request) => {
  if (!(await admin.topicExists('news'))) await admin.createTopic('news');
  const sqlExpression = "sys.Label = '" + (await request.text()) + "'";
  await admin.createSubscription('news', request.params.name, { defaultRuleOptions: { name: 'subject', filter: { sqlExpression } } });
  return { status: 201 };
} });
app.http('print', { route: 'news/{subject}', methods: ['POST'], authLevel: 'anonymous', handler: async (request) => {
  await client.createSender('news').sendMessages({ subject: request.params.subject, body: await request.text() });
  return { status: 202 };
} });
app.http('read', { route: 'readers/{name}', methods: ['GET'], authLevel: 'anonymous', handler: async (request) => {
  const receiver = client.createReceiver('news', request.params.name, { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 1000 });
  await receiver.close();
  return { jsonBody: messages.map(({ body }) => body) };
} });
`;

it('an app that sets up its own subscriptions finds them, and what came, after broker and host were killed', async () => {
  const { directory: state, file } = await writeConfig({});
  const directory = await writeApp({ 'dist/newsroom.js': newsroom });
  const run = async () => {
    const running = await spawnBroker(state, ['--port', '0', '--config', file]);
    const ADMIN = `Endpoint=sb://127.0.0.1:${running.adminPort};SharedAccessKeyName=k;SharedAccessKey=local`;
    const host = await runHost(directory, { environment: { BUS: running.connectionString, ADMIN } });
    const ask = (method: string, path: string, body?: string) =>
      fetch(`${host.url}/api/${path}`, body === undefined ? { method } : { method, body });
    return { running, host, ask };
  };
  const first = await run();
  expect((await first.ask('PUT', 'readers/ada', 'sport')).status).toBe(201);
  expect((await first.ask('PUT', 'readers/bob', 'weather')).status).toBe(201);
  expect((await first.ask('POST', 'news/sport', 'they won')).status).toBe(202);
  await first.running.kill('SIGKILL');
  await first.host.kill();

  const second = await run();
  expect((await second.ask('POST', 'news/weather', 'rain')).status).toBe(202);
  expect(await (await second.ask('GET', 'readers/ada')).json()).toEqual(['they won']);
  expect(await (await second.ask('GET', 'readers/bob')).json()).toEqual(['rain']);
  await second.running.kill('SIGKILL');
  await second.host.kill();
  await removeApp(directory);
  await rm(state, { recursive: true });
}, 120_000);

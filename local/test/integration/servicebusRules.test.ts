import { rm } from 'node:fs/promises';
import type { ServiceBusClient } from '@azure/service-bus';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RunningBroker, runBroker, spawnBroker, writeConfig } from '../../fixtures/servicebusBroker.ts';
import { type RunningHost, removeApp, runHost, writeApp } from './hostApp.ts';

const sql = (Name: string, SqlExpression: string) => ({
  Name,
  Properties: { FilterType: 'Sql' as const, SqlFilter: { SqlExpression } },
});
const soon = { maxWaitTimeInMs: 5000 };
const notNow = { maxWaitTimeInMs: 300 };

/** What a subscription holds, taken out. */
async function bodies(client: ServiceBusClient, subscription: string): Promise<unknown[]> {
  const receiver = client.createReceiver('orders', subscription, { receiveMode: 'receiveAndDelete' });
  const found: unknown[] = [];
  for (let page = await receiver.receiveMessages(50, notNow); page.length > 0; ) {
    found.push(...page.map(({ body }) => body));
    page = await receiver.receiveMessages(50, notNow);
  }
  await receiver.close();
  return found;
}

async function rulesOf(client: ServiceBusClient, subscription: string) {
  const manager = client.createRuleManager('orders', subscription);
  const rules = [];
  for await (const rule of manager.listRules()) rules.push(rule);
  return rules;
}

describe('the rule manager of the SDK', () => {
  let broker: RunningBroker;
  beforeAll(async () => {
    broker = await runBroker({
      Queues: [{ Name: 'plain' }],
      Topics: [
        {
          Name: 'orders',
          Subscriptions: [{ Name: 'changing' }, { Name: 'listed' }, { Name: 'wrong' }, { Name: 'late' }],
        },
      ],
    });
  });
  afterAll(() => broker.stop());
  const send = (...colors: string[]) =>
    broker.client
      .createSender('orders')
      .sendMessages(colors.map((color) => ({ body: color, applicationProperties: { color } })));

  it('adds and removes rules, which hold for the messages that come after', async () => {
    const manager = broker.client.createRuleManager('orders', 'changing');
    await send('red', 'blue');
    await manager.deleteRule('$Default');
    await send('green');
    await manager.createRule('reds', { sqlExpression: "color LIKE 'r%'" });
    await manager.createRule('blues', { applicationProperties: { color: 'blue' } });
    await send('red', 'green', 'blue');
    await manager.deleteRule('REDS');
    await send('red', 'blue');
    expect(await bodies(broker.client, 'changing')).toEqual(['red', 'blue', 'red', 'blue', 'blue']);
  });

  it('lists rules as they were made, page by page', async () => {
    const manager = broker.client.createRuleManager('orders', 'listed');
    const correlation = {
      correlationId: 'c',
      messageId: 'm',
      to: 't',
      replyTo: 'r',
      subject: 's',
      sessionId: 'g',
      replyToSessionId: 'rg',
      contentType: 'text',
      applicationProperties: { a: 'x', b: 5, c: true, d: 0.5 },
    };
    await manager.createRule('sql', { sqlExpression: 'a = 1' }, { sqlExpression: 'SET b = 2' });
    await manager.createRule('correlation', correlation);
    await manager.createRule('never', { sqlExpression: '1=0' });
    expect(await rulesOf(broker.client, 'listed')).toEqual([
      { name: '$Default', filter: { sqlExpression: '1=1' }, action: {} },
      { name: 'sql', filter: { sqlExpression: 'a = 1' }, action: { sqlExpression: 'SET b = 2' } },
      { name: 'correlation', filter: correlation, action: {} },
      { name: 'never', filter: { sqlExpression: '1=0' }, action: {} },
    ]);
    const pages = manager.listRules().byPage({ maxPageSize: 3 });
    expect((await pages.next()).value).toHaveLength(3);
    expect((await pages.next()).value).toMatchObject([{ name: 'never' }]);
  });

  it('is told what is wrong, and nothing changes', async () => {
    const manager = broker.client.createRuleManager('orders', 'wrong');
    await expect(manager.createRule('bad', { sqlExpression: 'color =' })).rejects.toThrow(/'bad': It ends/);
    await expect(
      manager.createRule('bad', { sqlExpression: '1=1' }, { sqlExpression: 'SET sys.Body = 1' }),
    ).rejects.toThrow(/sys\.Body is not known/);
    await expect(manager.createRule('a b', { sqlExpression: '1=1' })).rejects.toThrow(/a rule is named by/);
    await expect(manager.createRule('$default', { sqlExpression: '1=1' })).rejects.toThrow(/already exists/);
    await expect(manager.deleteRule('absent')).rejects.toThrow(/could not be found/);
    await expect(
      broker.client.createRuleManager('plain', 'x').createRule('r', { sqlExpression: '1=1' }),
    ).rejects.toThrow(/could not be found/);
    expect(await rulesOf(broker.client, 'wrong')).toMatchObject([{ name: '$Default' }]);
  });

  it('routes messages of one transaction, scheduled ones included', async () => {
    const manager = broker.client.createRuleManager('orders', 'late');
    await manager.deleteRule('$Default');
    await bodies(broker.client, 'late');
    await manager.createRule('late', { sqlExpression: "sys.MessageId = 'late'" });
    const due = { scheduledEnqueueTimeUtc: new Date(Date.now() + 700) };
    await broker.client.createSender('orders').sendMessages([
      { body: 'late', messageId: 'late', ...due },
      { body: 'other', messageId: 'other', ...due },
    ]);
    const receiver = broker.client.createReceiver('orders', 'late', { receiveMode: 'receiveAndDelete' });
    expect(await receiver.receiveMessages(2, soon)).toMatchObject([{ body: 'late' }]);
  });
});

describe('rules of a broker that is killed', () => {
  const topic = (rules: object[]) => ({
    Topics: [{ Name: 'orders', Subscriptions: [{ Name: 'large', Rules: rules as never }] }],
  });
  const large = sql('large', 'amount > 100');
  const written: string[] = [];
  afterEach(async () => {
    for (const directory of written.splice(0)) await rm(directory, { recursive: true });
  });

  it('are as they were changed when it comes back, until the configuration says something new', async () => {
    const first = await writeConfig(topic([large]));
    const second = await writeConfig(topic([sql('small', 'amount < 10')]));
    written.push(first.directory, second.directory);
    const start = (file: string) => spawnBroker(first.directory, ['--port', '0', '--config', file]);
    const during = async (file: string, work: (client: ServiceBusClient) => Promise<void>) => {
      const broker = await start(file);
      const client = connect(broker.connectionString);
      await work(client);
      await broker.kill('SIGKILL');
      await client.close();
    };
    const names = async (client: ServiceBusClient) => (await rulesOf(client, 'large')).map(({ name }) => name);
    await during(first.file, async (client) => {
      const manager = client.createRuleManager('orders', 'large');
      await manager.createRule('vip', { sqlExpression: "customer = 'vip'" });
      await manager.deleteRule('large');
    });
    await during(first.file, async (client) => {
      expect(await names(client)).toEqual(['vip']);
      const sender = client.createSender('orders');
      await sender.sendMessages({ body: 'dear', applicationProperties: { amount: 500 } });
      await sender.sendMessages({ body: 'for a vip', applicationProperties: { customer: 'vip' } });
    });
    await during(second.file, async (client) => {
      expect(await names(client)).toEqual(['small']);
      expect(await bodies(client, 'large')).toEqual(['for a vip']);
    });
  });
});

/** A shop of somebody else's: orders go to a topic, and each department has a subscription of its own. */
const shop = `
import { app, output } from '@azure/functions';
import { ServiceBusClient } from '@azure/service-bus';
const connection = 'BUS';
const orders = output.serviceBusTopic({ topicName: 'orders', connection });
app.http('order', { methods: ['POST'], authLevel: 'anonymous', extraOutputs: [orders], handler: async (request, context) => {
  context.extraOutputs.set(orders, await request.json());
  return { status: 202 };
} });
app.http('watch', { methods: ['PUT'], authLevel: 'anonymous', handler: async (request) => {
  const client = new ServiceBusClient(process.env.BUS);
  const manager = client.createRuleManager('orders', 'audit');
  await manager.createRule('watched', { sqlExpression: await request.text() });
  await client.close();
  return { status: 204 };
} });
for (const subscriptionName of ['kitchen', 'audit']) {
  app.serviceBusTopic(subscriptionName, { topicName: 'orders', subscriptionName, connection, handler: (message, context) =>
    context.log(JSON.stringify({ kind: subscriptionName, message, properties: context.triggerMetadata.applicationProperties })) });
}
`;

describe('an app with a subscription for each department', () => {
  let configuration: { directory: string; file: string };
  let directory: string;
  let host: RunningHost | undefined;
  beforeEach(async () => {
    configuration = await writeConfig({
      Topics: [
        {
          Name: 'orders',
          Subscriptions: [
            { Name: 'kitchen', Rules: [sql('food', "sys.ContentType = 'application/json'")] },
            { Name: 'audit', Rules: [sql('none', '1=0')] },
          ],
        },
      ],
    });
    directory = await writeApp({ 'dist/shop.js': shop });
  });
  afterEach(async () => {
    await host?.kill();
    await removeApp(directory);
    await rm(configuration.directory, { recursive: true });
  });

  it('gets what its rules let through, also when broker and host are killed in the middle', async () => {
    const run = async (port: string) => {
      const broker = await spawnBroker(configuration.directory, ['--port', port, '--config', configuration.file]);
      host = await runHost(directory, { environment: { BUS: broker.connectionString } });
      return { broker, host };
    };
    const order = (host: RunningHost, body: object) =>
      fetch(`${host.url}/api/order`, { method: 'POST', body: JSON.stringify(body) });
    const first = await run('0');
    expect((await order(first.host, { dish: 'soup' })).status).toBe(202);
    await first.host.tell('kitchen');
    const watched = await fetch(`${first.host.url}/api/watch`, { method: 'PUT', body: 'sys.Label IS NULL AND 1 < 2' });
    expect(watched.status).toBe(204);
    await first.broker.kill('SIGKILL');
    await first.host.kill();

    const second = await run('0');
    expect((await order(second.host, { dish: 'cake' })).status).toBe(202);
    expect(await second.host.tell('audit')).toMatchObject([{ message: { dish: 'cake' } }]);
    expect(await second.host.tell('kitchen')).toMatchObject([{ message: { dish: 'cake' } }]);
    await second.broker.kill('SIGKILL');
  });
});

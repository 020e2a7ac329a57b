import { ServiceBusClient } from '@azure/service-bus';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FunctionsShown, MessagesShown, TracesShown } from '../../../page/shown.ts';
import { type ForeignCloud, startForeignCloud } from './foreignCloud.ts';
import { enterPage, type PageClient } from './pageClient.ts';

let cloud: ForeignCloud;
let page: PageClient;
let bus: ServiceBusClient;
beforeAll(async () => {
  cloud = await startForeignCloud();
  page = await enterPage(cloud.page.address);
  bus = new ServiceBusClient(cloud.serviceBus);
});
afterAll(async () => {
  await bus?.close();
  await cloud?.[Symbol.asyncDispose]();
});

const entity = ({ entities }: MessagesShown, id: string) => entities.find((each) => each.id === id);
const shows = (id: string, dead = false) => page.shown<MessagesShown>('messages', { id, dead: String(dead) });
const send = (id: string, message: object) => page.act('messages', 'send', { id, ...message });

test('a message is sent with its properties as a client sees them, and looking takes nothing', async () => {
  const properties = '{"loaves":3,"warm":true,"for":"café"}';
  const sent = { body: '{"bread":"rye"}', messageId: 'm-1', subject: 'order', properties };
  expect((await send('bus:sales', sent)).status).toBe(200);
  for (const look of ['first', 'second']) {
    const { messages, ...shown } = await shows('bus:sales');
    expect(messages, look).toMatchObject([{ id: 'm-1', deliveries: 0, body: '{\n  "bread": "rye"\n}' }]);
    expect(messages[0]?.properties, look).toMatchObject({
      subject: 'order',
      applicationProperties: { loaves: 3, warm: true, for: 'café' },
    });
    expect(entity({ messages, ...shown }, 'bus:sales'), look).toMatchObject({ active: 1, dead: 0, kind: 'queue' });
  }
  const receiver = bus.createReceiver('sales', { receiveMode: 'receiveAndDelete' });
  const [message] = await receiver.receiveMessages(1);
  await receiver.close();
  expect(message).toMatchObject({
    body: { bread: 'rye' },
    messageId: 'm-1',
    subject: 'order',
    applicationProperties: { loaves: 3, warm: true, for: 'café' },
    deliveryCount: 0,
  });
});

test.each([
  ['{"list":[1]}', 'JSON object of texts'],
  ['loaves=3', 'JSON object of texts'],
])('properties that no message can have are refused: %s', async (properties, why) => {
  expect(await send('bus:sales', { body: 'x', properties })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining(why) },
  });
});

test('a message to nowhere, or to a topic by its subscription, is refused', async () => {
  expect((await send('bus:nowhere', { body: 'x' })).status).toBeGreaterThanOrEqual(400);
  expect(await send('nowhere', { body: 'x' })).toMatchObject({ status: 400 });
});

test('messages of sessions are seen with their session, none is taken, and the dead one comes back to its own', async () => {
  for (const sessionId of ['window', 'corner']) await send('bus:tables', { body: `for ${sessionId}`, sessionId });
  const { messages } = await shows('bus:tables');
  expect(messages.map(({ body, properties }) => [body, properties.sessionId])).toEqual([
    ['for window', 'window'],
    ['for corner', 'corner'],
  ]);
  const corner = await bus.acceptSession('tables', 'corner');
  const [message] = await corner.receiveMessages(1);
  if (message === undefined) throw new Error('Looking has taken it.');
  await corner.deadLetterMessage(message, { deadLetterReason: 'nobody came', deadLetterErrorDescription: '' });
  await corner.close();

  const dead = await shows('bus:tables', true);
  expect(entity(dead, 'bus:tables')).toMatchObject({ active: 1, dead: 1 });
  expect(dead.messages[0]?.properties).toMatchObject({ deadLetterReason: 'nobody came', sessionId: 'corner' });
  const again = await page.act('messages', 'resend', { id: 'bus:tables', sequence: dead.messages[0]?.sequence });
  expect(again.status).toBe(200);
  const after = await shows('bus:tables');
  expect(entity(after, 'bus:tables')).toMatchObject({ active: 2, dead: 0 });
  expect(after.messages.map(({ properties }) => properties.sessionId)).toEqual(['window', 'corner']);
  expect(JSON.stringify(after.messages[1]?.properties)).not.toContain('nobody came');
});

test('a topic takes a message, its subscription shows it, and one dead among many is sent again alone', async () => {
  for (let number = 0; number < 120; number += 1) await send('bus:news', { body: `paper ${number}`, subject: 'daily' });
  const receiver = bus.createReceiver('news', 'all');
  const taken = [];
  while (taken.length < 120) taken.push(...(await receiver.receiveMessages(120 - taken.length)));
  for (const message of taken) await receiver.deadLetterMessage(message);
  await receiver.close();
  const id = 'bus:news/Subscriptions/all';
  const { entities, messages } = await shows(id, true);
  expect(entities.find((each) => each.id === id)).toMatchObject({ kind: 'subscription', active: 0, dead: 120 });
  expect(messages).toHaveLength(100);
  const [wanted] = messages.slice(-1);
  expect((await page.act('messages', 'resend', { id, sequence: wanted?.sequence })).status).toBe(200);
  const live = await shows(id);
  expect(entity(live, id)).toMatchObject({ active: 1, dead: 119 });
  expect(live.messages).toMatchObject([{ body: wanted?.body, properties: { subject: 'daily' } }]);

  expect(await page.act('messages', 'resend', { id, sequence: wanted?.sequence })).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('not there any more') },
  });
  // Those looked through are free again.
  expect(entity(await shows(id, true), id)).toMatchObject({ dead: 119 });
});

test('a poison message is sent to its queue again and is done there; others stay', async () => {
  const queues = QueueServiceClient.fromConnectionString(cloud.storage);
  await queues.createQueue('crumbs').catch(() => undefined);
  await send('storage:crumbs', { body: 'stale' });
  const poison = await page.until<MessagesShown>(
    'messages',
    { id: 'storage:crumbs-poison' },
    (shown) => shown.messages.length === 1,
  );
  expect(poison.messages[0]).toMatchObject({ body: 'stale' });
  for (let number = 0; number < 40; number += 1)
    await queues.getQueueClient('crumbs-poison').sendMessage(Buffer.from(`old ${number}`).toString('base64'));

  await fetch(`${cloud.host}/api/tolerate`, { method: 'POST' });
  const sequence = poison.messages[0]?.sequence;
  expect(await page.act('messages', 'resend', { id: 'storage:crumbs-poison', sequence })).toEqual({
    status: 200,
    body: {},
  });
  const eaten = await page.until<FunctionsShown>('functions', { name: 'crumbs' }, ({ invocations }) =>
    invocations.some(({ failure }) => failure === null),
  );
  expect(eaten.invocations[0]).toMatchObject({ input: 'stale', failure: null });
  const after = await shows('storage:crumbs-poison');
  expect(entity(after, 'storage:crumbs-poison')).toMatchObject({ active: 40 });
  expect(after.messages).toHaveLength(32);

  expect(await page.act('messages', 'resend', { id: 'storage:crumbs-poison', sequence })).toMatchObject({
    status: 404,
  });
  expect((await shows('storage:crumbs-poison')).messages).toHaveLength(32);
  expect(await page.act('messages', 'resend', { id: 'storage:crumbs', sequence: 'x' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('NAME-poison') },
  });
});

test('a poison message of a queue that is gone stays where it is', async () => {
  const poison = QueueServiceClient.fromConnectionString(cloud.storage).getQueueClient('gone-poison');
  await poison.create();
  const { messageId } = await poison.sendMessage('lost');
  expect(await page.act('messages', 'resend', { id: 'storage:gone-poison', sequence: messageId })).toMatchObject({
    status: 404,
    body: { error: 'There is no queue "gone" to send it to.' },
  });
  expect((await shows('storage:gone-poison')).messages).toMatchObject([{ body: 'lost' }]);
});

test('from a message that a function sent a link leads to the trace of the function', async () => {
  await fetch(`${cloud.host}/api/sell`, { method: 'POST', body: 'twelve rolls' });
  const { messages } = await page.until<MessagesShown>('messages', { id: 'bus:sales' }, (shown) =>
    shown.messages.some(({ body }) => body === 'twelve rolls'),
  );
  const trace = messages.find(({ body }) => body === 'twelve rolls')?.trace;
  expect(trace).toMatch(/^[\da-f]{32}$/);
  await page.until<TracesShown>('traces', { id: trace ?? '' }, ({ spans }) =>
    spans.some(({ name }) => name === 'sell'),
  );
});

test('secrets in bodies and properties are masked, and an input of a function, too', async () => {
  const secret = 's3cr3tValue0123456789';
  const body = JSON.stringify({ video: `http://a/b?sv=1&sig=${secret}`, apiKey: secret, id: 'l-1' });
  await send('bus:sales', {
    body,
    messageId: 'secret',
    properties: JSON.stringify({ authorization: secret, site: 'a' }),
  });
  const { messages } = await shows('bus:sales');
  const text = JSON.stringify(messages.find(({ id }) => id === 'secret'));
  expect(text).toContain('l-1');
  expect(text).toContain('"site":"a"');
  expect(text).not.toContain(secret);

  await page.act('functions', 'run', { name: 'crumbs', input: body });
  const { invocations } = await page.until<FunctionsShown>('functions', { name: 'crumbs' }, (shown) =>
    shown.invocations.some(({ input }) => input.includes('l-1')),
  );
  expect(JSON.stringify(invocations)).not.toContain(secret);
});

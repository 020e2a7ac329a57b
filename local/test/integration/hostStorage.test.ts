import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../fixtures/azurite.ts';
import { type RunningHost, removeApp, runHost, writeApp } from './hostApp.ts';

const functions = `
import { createRequire } from 'node:module';
import { app, input, output } from '@azure/functions';
// The library requires its CommonJS copy, so the factory has to be registered with that one.
const { ResourceFactoryResolver } = createRequire(import.meta.url)('@azure/functions-extensions-base');
ResourceFactoryResolver.getInstance().registerResourceFactory('AzureStorageBlobs', (reference) => ({ ...reference, content: JSON.parse(reference.content) }));
const tell = (context, kind, more) => context.log(JSON.stringify({ kind, ...more }));
const connection = 'STORE';

app.storageBlob('byReference', { path: 'videos/{name}', connection, source: 'EventGrid', sdkBinding: true, handler: (reference, context) =>
  tell(context, 'reference', { reference, metadata: context.triggerMetadata }) });
app.storageBlob('refusing', { path: 'refused/{name}', connection, source: 'EventGrid', sdkBinding: true, handler: (reference, context) => {
  tell(context, 'refused', {}); throw new Error('never'); } });
app.storageBlob('hanging', { path: 'hanging/{name}', connection, source: 'EventGrid', sdkBinding: true, handler: (reference, context) => {
  tell(context, 'hanging', {}); return new Promise(() => {}); } });
app.storageBlob('polled', { path: 'polled/{site}/{file}.txt', connection, return: output.storageBlob({ path: 'copies/{site}/{file}.copy', connection }),
  handler: (content, context) => { tell(context, 'polled', { bytes: Buffer.isBuffer(content), text: content.toString(), metadata: context.triggerMetadata }); return content; } });

const report = input.storageBlob({ path: 'reports/{lesson.id}.json', connection });
const copies = output.storageQueue({ queueName: 'copies', connection });
app.storageQueue('work', { queueName: '%WORK_QUEUE%', connection, extraInputs: [report], extraOutputs: [copies], handler: (entry, context) => {
  tell(context, 'work', { entry, report: context.extraInputs.get(report) ?? null, metadata: context.triggerMetadata });
  if (entry.fail) throw new Error('asked to');
  context.extraOutputs.set(copies, [entry.lesson?.id ?? 'none', { copied: true }]);
} });
const named = input.storageBlob({ path: 'reports/{id}.json', connection });
app.http('report', { route: 'report/{part?}', methods: ['GET', 'POST'], extraInputs: [named], handler: (request, context) => ({ body: String(context.extraInputs.get(named)) }) });
app.storageQueue('afterwards', { queueName: 'old-poison', connection, handler: (entry, context) => {
  tell(context, 'afterwards', { entry }); throw new Error('still'); } });
app.timer('tick', { schedule: '0 0 0 1 1 *', handler: (timer, context) => {
  tell(context, 'tick', { timer, retry: context.retryContext ?? null }); throw new Error('try again'); },
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: 0 } });
app.timer('hourly', { schedule: '0 0 * * * *', runOnStartup: true, handler: (timer, context) => tell(context, 'hourly', { timer }) });
`;

let azurite: Azurite;
let directory: string;
let host: RunningHost;
let blobs: BlobServiceClient;
let queues: QueueServiceClient;
let environment: Record<string, string>;

beforeAll(async () => {
  azurite = await startAzurite();
  blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  for (const name of ['videos', 'refused', 'hanging', 'polled', 'reports']) await blobs.createContainer(name);
  await queues.createQueue('jobs');
  await queues.createQueue('old-poison');
  environment = { AzureWebJobsStorage: azurite.connectionString, STORE: azurite.connectionString, WORK_QUEUE: 'jobs' };
  directory = await writeApp({
    'dist/functions.js': functions,
    'host.json': {
      version: '2.0',
      extensions: { queues: { maxPollingInterval: '00:00:00.2', visibilityTimeout: '00:00:01' } },
    },
  });
  host = await runHost(directory, { environment });
});

afterAll(async () => {
  await host?.stop();
  await azurite?.stop();
  await removeApp(directory);
});

async function upload(container: string, name: string, text: string, metadata: Record<string, string> = {}) {
  const { etag } = await blobs
    .getContainerClient(container)
    .getBlockBlobClient(name)
    .upload(text, Buffer.byteLength(text), { metadata });
  return etag ?? '';
}

function created(container: string, name: string, eTag: string) {
  return {
    id: '1',
    eventType: 'Microsoft.Storage.BlobCreated',
    subject: `/blobServices/default/containers/${container}/blobs/${name}`,
    data: {
      api: 'PutBlob',
      eTag: eTag.replaceAll('"', ''),
      url: 'https://account.blob.core.windows.net/elsewhere/else',
    },
  };
}

function notify(functionName: string, body: unknown, headers: Record<string, string> = {}, url = host.url) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const target = `${url}/runtime/webhooks/blobs?functionName=Host.Functions.${functionName}`;
  return fetch(target, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
}

/** Waits until a queue holds a message that fits. */
async function inQueue(name: string, fits: (text: string) => boolean): Promise<string> {
  const queue = queues.getQueueClient(name);
  for (;;) {
    const { peekedMessageItems } = await queue
      .peekMessages({ numberOfMessages: 32 })
      .catch(() => ({ peekedMessageItems: [] }));
    const text = peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString()).find(fits);
    if (text !== undefined) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a blob trigger fed by Event Grid', () => {
  it.each(['plain.mp4', 'a/b c/"ü" 100%25.mp4', 'a/..b/...mp4', 'x/blobs/y?z#.mp4'])(
    'hands over a reference to %s, and what is known of it',
    async (name) => {
      const etag = await upload('videos', name, 'content', { site: 'north' });
      expect((await notify('byReference', [created('videos', name, etag)])).status).toBe(202);
      await host.seen(({ message }) => message?.includes(`"BlobName":${JSON.stringify(name)}`) ?? false);
      const told = host.told('reference').find(({ metadata }) => (metadata as { name: string }).name === name);
      expect(told).toMatchObject({
        reference: {
          source: 'AzureStorageBlobs',
          version: '1.0',
          contentType: 'application/json',
          content: { Connection: 'STORE', ContainerName: 'videos', BlobName: name },
        },
        metadata: {
          name,
          blobTrigger: `videos/${name}`,
          uri: blobs.getContainerClient('videos').getBlobClient(name).url,
          properties: { contentLength: 7, eTag: etag },
          metadata: { site: 'north' },
        },
      });
    },
  );

  it('understands CloudEvents, and one event that is not in a list', async () => {
    const etag = await upload('videos', 'cloud.mp4', 'content');
    const { eventType, ...event } = created('videos', 'cloud.mp4', etag);
    const cloud = { ...event, specversion: '1.0', type: eventType, source: '/subscriptions/x' };
    expect((await notify('byReference', cloud)).status).toBe(202);
    await host.seen(({ message }) => message?.includes('"BlobName":"cloud.mp4"') ?? false);
  });

  it('takes the blob’s place from the URL when the event has no subject', async () => {
    const etag = await upload('videos', 'by url.mp4', 'content');
    const { url } = blobs.getContainerClient('videos').getBlobClient('by url.mp4');
    await notify('byReference', [{ eventType: 'Microsoft.Storage.BlobCreated', data: { url, eTag: etag } }]);
    await host.seen(({ message }) => message?.includes('"BlobName":"by url.mp4"') ?? false);
  });

  it('shakes hands with either kind of sender', async () => {
    const validation = {
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      data: { validationCode: 'abc' },
    };
    const answer = await notify('byReference', [validation], { 'aeg-event-type': 'SubscriptionValidation' });
    expect(await answer.json()).toEqual({ validationResponse: 'abc' });
    const options = await fetch(`${host.url}/runtime/webhooks/blobs?functionName=Host.Functions.byReference`, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
    });
    expect(options.status).toBe(200);
    expect(options.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
  });

  it('refuses what is no event, and says why', async () => {
    expect((await notify('byReference', 'no json')).status).toBe(400);
    expect((await notify('byReference', '[1]')).status).toBe(400);
    expect((await notify('byReference', [{ eventType: 'Microsoft.Storage.BlobCreated' }])).status).toBe(400);
    expect((await notify('nobody', [])).status).toBe(404);
    expect((await notify('polled', [])).status).toBe(400);
    expect((await fetch(`${host.url}/runtime/webhooks/blobs`, { method: 'POST', body: '[]' })).status).toBe(400);
  });

  it('runs its function for what is there, also where the blob has changed since the event', async () => {
    const old = await upload('videos', 'changed.mp4', 'one');
    await upload('videos', 'changed.mp4', 'three');
    expect((await notify('byReference', [created('videos', 'changed.mp4', old)])).status).toBe(202);
    const { message } = await host.seen((line) => line.message?.includes('"BlobName":"changed.mp4"') ?? false);
    expect(JSON.parse(message ?? '')).toMatchObject({ metadata: { properties: { contentLength: 5 } } });
  });

  it('lets go of blobs that are deleted, or not meant, without running the function', async () => {
    const count = host.told('reference').length;
    const events = [
      created('videos', 'never-there.mp4', 'x'),
      created('elsewhere', 'a.mp4', 'x'),
      created('videos', '../polled/a.mp4', 'x'),
      { ...created('videos', 'plain.mp4', 'x'), eventType: 'Microsoft.Storage.BlobDeleted' },
    ];
    expect((await notify('byReference', events)).status).toBe(202);
    await host.seen(({ event }) => event === 'blob.gone');
    await host.seen(({ event }) => event === 'event.impossible-name');
    expect(host.told('reference').length).toBe(count);
  });

  it('tries five times at once, then tells the poison queue which blob it was', async () => {
    const etag = await upload('refused', 'bad.mp4', 'x');
    await notify('refusing', [created('refused', 'bad.mp4', etag)]);
    const poison = JSON.parse(await inQueue('webjobs-blobtrigger-poison', (text) => text.includes('bad.mp4')));
    expect(poison).toEqual({
      Type: 'BlobTrigger',
      FunctionId: 'Host.Functions.refusing',
      BlobType: 'BlockBlob',
      ContainerName: 'refused',
      BlobName: 'bad.mp4',
      ETag: etag.replaceAll('"', ''),
    });
    const tries = host.lines.filter(
      ({ event, reason }) => event === 'invocation.failed' && reason === 'blob refused/bad.mp4',
    );
    expect(tries.length).toBe(5);
    const [first, last] = [tries[0], tries[4]].map((line) => Date.parse(String(line?.time)));
    // host.json asks for a second between tries, which is heeded for queues alone.
    expect((last ?? 0) - (first ?? 0)).toBeLessThan(3000);
  });
});

describe('a blob trigger that polls', () => {
  it('gets the content, names the parts of the path, and its output’s path can use them', async () => {
    await upload('polled', 'north/lesson.txt', 'hello');
    const [told] = await host.tell('polled');
    expect(told).toMatchObject({ bytes: true, text: 'hello', metadata: { site: 'north', file: 'lesson' } });
    await host.seen(({ event, category }) => event === 'invocation.succeeded' && category === 'Function.polled');
    const copy = await blobs.getContainerClient('copies').getBlobClient('north/lesson.copy').downloadToBuffer();
    expect(copy.toString()).toBe('hello');
  });

  it('runs again for a new version, but not after a restart, nor for what its path does not mean', async () => {
    await upload('polled', 'other.md', 'not meant');
    await upload('polled', 'north/lesson.txt', 'hello again');
    const told = await host.tell('polled', 2);
    expect(told[1]).toMatchObject({ text: 'hello again' });
    await host.stop();
    host = await runHost(directory, { environment });
    await upload('polled', 'south/new.txt', 'after the restart');
    expect(await host.tell('polled')).toMatchObject([{ text: 'after the restart' }]);
  });

  it('lets go of a version that was seen and is no more: the new one is seen, too', async () => {
    await upload('polled', 'north/changed.txt', 'now');
    const about = { Type: 'BlobTrigger', FunctionId: 'Host.Functions.polled', BlobType: 'BlockBlob', ETag: '"0x1"' };
    const message = JSON.stringify({ ...about, ContainerName: 'polled', BlobName: 'north/changed.txt' });
    for await (const { name } of queues.listQueues({ prefix: 'azure-webjobs-blobtrigger-' }))
      await queues.getQueueClient(name).sendMessage(Buffer.from(message).toString('base64'));
    await host.seen(({ event }) => event === 'blob.superseded');
  });
});

describe('a queue trigger', () => {
  const send = (value: unknown) =>
    queues
      .getQueueClient('jobs')
      .sendMessage(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'));

  it('gets the message and its properties, reads a blob that the message names, and puts out messages', async () => {
    await upload('reports', '7.json', '{"score":1}');
    const { messageId } = await send({ lesson: { id: 7 } });
    const [told] = await host.tell('work');
    expect(told).toMatchObject({
      entry: { lesson: { id: 7 } },
      report: { type: 'Buffer' },
      metadata: { id: messageId, dequeueCount: 1, queueTrigger: { lesson: { id: 7 } }, popReceipt: expect.any(String) },
    });
    expect(await inQueue('copies', (text) => text.includes('copied'))).toBe('{"copied":true}');
    expect(await inQueue('copies', (text) => text === '7')).toBe('7');
  });

  it('gets no value for a blob that is not there, and text that is not JSON as text', async () => {
    await send({ lesson: { id: 'missing' } });
    await host.seen(({ message }) => message?.includes('"id":"missing"') ?? false);
    expect(host.told('work').at(-1)).toMatchObject({ report: null });
  });

  it('fails when a binding has no value in the message, and moves it aside after five tries', async () => {
    await send('just text');
    expect(await inQueue('jobs-poison', (text) => text === 'just text')).toBe('just text');
    const failure = await host.seen(
      ({ event, error }) => event === 'invocation.failed' && String(error).includes('lesson.id'),
    );
    expect(failure.category).toBe('Function.work');
  });

  it('leaves a poison message that fails hidden for ten minutes, and moves it nowhere', async () => {
    const poison = queues.getQueueClient('old-poison');
    await poison.sendMessage(Buffer.from('{"fail":"poison"}').toString('base64'));
    await host.seen(({ event, queue }) => event === 'message.left-hidden' && queue === 'old-poison');
    expect(host.told('afterwards').length).toBe(1);
    expect((await poison.peekMessages()).peekedMessageItems).toEqual([]);
    expect((await poison.getProperties()).approximateMessagesCount).toBe(1);
    const names: string[] = [];
    for await (const { name } of queues.listQueues()) names.push(name);
    expect(names).not.toContain('old-poison-poison');
  });

  it('moves a message aside that fails five times, and one at once that is not base64', async () => {
    await send({ fail: true, lesson: { id: 1 } });
    await queues.getQueueClient('jobs').sendMessage('%%%');
    await inQueue('jobs-poison', (text) => text.includes('"fail":true'));
    expect(host.told('work').filter(({ entry }) => (entry as { fail?: boolean }).fail).length).toBe(5);
    const poison = await queues.getQueueClient('jobs-poison').peekMessages({ numberOfMessages: 32 });
    expect(poison.peekedMessageItems.map(({ messageText }) => messageText)).toContain('%%%');
  });

  it('can be run by hand', async () => {
    const run = await host.admin('functions/work', {
      method: 'POST',
      body: JSON.stringify({ input: '{"lesson":{"id":"by hand"}}' }),
    });
    expect(run.status).toBe(202);
    await host.seen(({ message }) => message?.includes('by hand') ?? false);
  });
});

describe('an HTTP trigger', () => {
  it('has values of its query and of its JSON body for the paths of other bindings', async () => {
    await upload('reports', '8.json', 'eight');
    const ask = async (path: string, body?: string) => {
      const init = body === undefined ? {} : { method: 'POST', body };
      return (await fetch(`${host.url}/api/report${path}`, init)).text();
    };
    expect(await ask('?id=8')).toBe('eight');
    expect(await ask('', '{"id":8}')).toBe('eight');
    expect(await ask('?id=8', '{"id":9}')).toBe('eight');
    expect(await ask('', '["id"]')).toBe('');
  });
});

describe('a timer', () => {
  it('runs at the start when it is to, and not when it is not', async () => {
    const [told] = await host.tell('hourly');
    expect(told).toMatchObject({ timer: { isPastDue: false, scheduleStatus: { next: expect.any(String) } } });
    expect(host.told('tick')).toEqual([]);
  });

  it('runs late for a time at which the host was down, and again when it fails, as its retry policy says', async () => {
    await host.stop();
    const container = blobs.getContainerClient('azure-webjobs-hosts');
    for await (const { name } of container.listBlobsFlat({ prefix: 'timers/' })) {
      if (!name.includes('.tick/')) continue;
      const past = new Date(Date.now() - 60_000).toISOString();
      const status = JSON.stringify({ Last: past, Next: past, LastUpdated: past });
      await container.getBlockBlobClient(name).upload(status, status.length);
    }
    host = await runHost(directory, { environment });
    const told = await host.tell('tick', 3);
    expect(told[0]).toMatchObject({ timer: { isPastDue: true }, retry: null });
    expect(told[2]).toMatchObject({ retry: { retryCount: 2, maxRetryCount: 2, exception: { message: 'try again' } } });
  });
});

describe('a host that is killed', () => {
  it('leaves a blob’s message for the next one, which counts the try', async () => {
    const etag = await upload('hanging', 'long.mp4', 'x');
    await notify('hanging', [created('hanging', 'long.mp4', etag)]);
    await host.tell('hanging');
    await host.kill();
    host = await runHost(directory, { environment });
    // The message shows again when its time is over: the dead host renews it no more.
    await host.tell('hanging');
  });

  it('or stopped gives back at once what is still running when its bound is reached', async () => {
    await host.stop();
    host = await runHost(directory, { environment, args: ['--shutdown-seconds', '0'] });
    await host.tell('hanging');
    expect(await host.stop()).toBe(0);
    expect(host.lines.some(({ event }) => event === 'host.abandons')).toBe(true);
  });
});

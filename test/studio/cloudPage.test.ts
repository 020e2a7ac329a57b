import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAzurite } from '../../local/fixtures/azurite.ts';
import { startPage } from '../../local/page/server.ts';
import { stackCloud } from '../../local/page/stackCloud.ts';
import { readResources } from '../../local/resources.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { removeApp, runHost, writeApp } from '../../local/test/integration/hostApp.ts';
import { ffmpeg } from '../../testing/media.ts';
import { accessibilityFaults, describeInBrowser, newContext, sidewaysScroll } from '../../testing/studio/browser.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

async function opened(address: string, look: Parameters<typeof newContext>[1] = {}): Promise<Page> {
  const page = await (await newContext(new URL(address).origin, look)).newPage();
  await page.goto(address);
  await page.getByRole('listbox', { name: 'Parts' }).waitFor();
  return page;
}

const view = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const row = (page: Page, list: string, text: string | RegExp) =>
  page.getByRole('listbox', { name: list }).getByRole('option').filter({ hasText: text });

describeInBrowser('the page of the local cloud', () => {
  const folder = temporaryDirectory();
  let stack: Stack | undefined;
  let page: Awaited<ReturnType<typeof startPage>>;
  const leave = (values: Record<string, string>) =>
    writeFile(join(folder.path, 'settings.json'), JSON.stringify({ Values: values }));
  const deadStays = { 'AzureWebJobs.deadLetter.Disabled': 'true' };

  beforeAll(async () => {
    const cloud = stackCloud(
      () => stack,
      async () => undefined,
    );
    page = await startPage({ port: 0, cloud });
    await mkdir(folder.path, { recursive: true });
    await leave({ ...deadStays, 'AzureWebJobs.startAnalysis.Disabled': 'true' });
    stack = await startStack({
      stateDir: join(folder.path, 'state'),
      ports: {},
      resources: await readResources(resolve('infra/local.json')),
      settingsFile: join(folder.path, 'settings.json'),
      spansTo: page.spansTo,
      onPart: (name, state, pid) => page.parts.changed(name, state, pid),
      log: (name, line) => page.parts.said(name, line),
    });
  });
  afterAll(async () => {
    await stack?.stop();
    await page?.close();
  });

  test('a dead job is sent again, and its upload is followed through all six views', { timeout: 240_000 }, async () => {
    const { storage = '', serviceBus = '' } = stack?.endpoints ?? {};
    const browser = await opened(page.address);
    expect(browser.url()).not.toContain('token');

    const videos = BlobServiceClient.fromConnectionString(storage).getContainerClient('videos');
    // The first question is enough to be followed.
    const beginning = join(folder.path, 'lesson.mp4');
    await ffmpeg('-i', 'samples/lesson.mp4', '-t', '15', '-c', 'copy', beginning);
    await videos.getBlockBlobClient('River School/lesson.mp4').uploadFile(beginning);
    await view(browser, 'Messages');
    await row(browser, 'Queues and topics', /^lesson-jobs\d/).click();
    await row(browser, 'Waiting messages', 'River School').waitFor();

    // It dies, as a job does that was tried too often.
    await using client = { bus: new ServiceBusClient(serviceBus), [Symbol.asyncDispose]: () => client.bus.close() };
    const receiver = client.bus.createReceiver('lesson-jobs');
    const [job] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    if (job === undefined) throw new Error('There was no job.');
    await receiver.deadLetterMessage(job, {
      deadLetterReason: 'triedTooOften',
      deadLetterErrorDescription: 'for this test',
    });

    await leave(deadStays);
    await view(browser, 'Parts');
    await row(browser, 'Parts', /^host/).click();
    await browser.getByRole('button', { name: 'Restart' }).click();
    await row(browser, 'Parts', /^hostrunning.*1/).waitFor({ timeout: 60_000 });

    await view(browser, 'Messages');
    await row(browser, 'Queues and topics', /^lesson-jobs\d/).click();
    await browser.getByRole('link', { name: 'Dead 1' }).click();
    await row(browser, 'Dead letters', 'River School').click();
    await browser.getByText('"deadLetterReason": "triedTooOften"').waitFor();
    const trace = await browser.locator('dd a[href^="#/traces/"]').getAttribute('href');
    await browser.getByRole('button', { name: 'Send again' }).click();
    await browser.getByRole('link', { name: 'Dead 0' }).waitFor();

    await view(browser, 'Orchestrations');
    await row(browser, 'Instances', /analyzeLessonCompleted/).waitFor({ timeout: 120_000 });
    await row(browser, 'Instances', /analyzeLesson/).click();
    await row(browser, 'Timeline', 'saveAnalysis: activity').first().click();
    await browser.getByText('Output', { exact: true }).waitFor();

    await browser.goto('/#/functions/saveAnalysis');
    await row(browser, 'Invocations', /ok.*activity/)
      .first()
      .click();
    await browser.getByRole('link', { name: /^[\da-f]{24}-/ }).waitFor();

    await view(browser, 'Data');
    await row(browser, 'Places', /^videosblobs/).click();
    await row(browser, 'Blobs', 'River School/lesson.mp4').click();
    await browser.getByText('video/mp4').first().or(browser.getByText('application/octet-stream').first()).waitFor();
    await row(browser, 'Places', /lessonscosmos/).click();
    await browser.getByLabel('Query (SQL)').fill('SELECT c.status FROM c');
    await browser.getByRole('button', { name: 'Ask' }).click();
    await browser.getByText('"status": "completed"').waitFor();

    await browser.goto(`/${trace}`);
    for (const step of ['videoUploaded', 'startAnalysis', 'saveAnalysis'])
      await row(browser, 'Waterfall', step).first().waitFor({ state: 'attached' });
  });

  test.each([
    { scheme: 'light', device: 'desktop' },
    { scheme: 'dark', device: 'phone' },
  ] as const)('every view is accessible and fits ($scheme, $device)', async (look) => {
    const browser = await opened(page.address, look);
    for (const name of ['Parts', 'Functions', 'Orchestrations', 'Messages', 'Data', 'Traces']) {
      await view(browser, name);
      await browser.getByRole('listbox').getByRole('option').first().waitFor();
      expect(await accessibilityFaults(browser), name).toEqual([]);
      expect(await sidewaysScroll(browser), name).toBe(0);
    }
  });
});

const strange = `
import { app } from '@azure/functions';
import * as df from 'durable-functions';
app.timer('tick', { schedule: '0 0 3 * * *', handler: (_, context) => context.log('ticked') });
df.app.orchestration('bake', function* (context) { return yield context.df.callActivity('oven', context.df.getInput()); });
df.app.activity('oven', { handler: (dough) => 'bread of ' + dough });
app.storageQueue('order', { queueName: 'orders', connection: 'AzureWebJobsStorage', extraInputs: [df.input.durableClient()],
  handler: async (order, context) => df.getClient(context).startNew('bake', { input: order.dough }) });
`;

describeInBrowser('the page of a host of another app', () => {
  test('shows its timer, its queue and its orchestration', async () => {
    const azurite = await startAzurite();
    const directory = await writeApp({ 'dist/app.js': strange });
    const environment = { AzureWebJobsStorage: azurite.connectionString };
    await QueueServiceClient.fromConnectionString(azurite.connectionString).createQueue('orders');
    const host = await runHost(directory, { environment, args: ['--page', '0'] });
    try {
      const browser = await opened(host.page ?? '');
      await view(browser, 'Functions');
      await row(browser, 'Functions', /^tick/).click();
      await browser.getByRole('button', { name: 'Run now' }).click();
      await row(browser, 'Invocations', 'ok').click();
      await browser.getByText('information ticked').or(browser.getByText('info ticked')).waitFor();

      await view(browser, 'Messages');
      await row(browser, 'Queues and topics', /^orders/).click();
      await browser.getByText('Send a message').click();
      await browser.getByLabel('Body').fill('{"dough":"rye"}');
      await browser.getByRole('button', { name: 'Send', exact: true }).click();

      await view(browser, 'Orchestrations');
      await row(browser, 'Instances', /bakeCompleted/).click();
      await browser.getByText('bread of rye').first().waitFor();
      await row(browser, 'Timeline', 'oven: activity').waitFor();
      // Before its server goes, which it would tell of.
      await browser.close();
    } finally {
      await host.stop();
      await azurite.stop();
      await removeApp(directory);
    }
  });
});

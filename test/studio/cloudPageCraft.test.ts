import { TableClient } from '@azure/data-tables';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ForeignCloud, startForeignCloud } from '../../local/test/integration/page/foreignCloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';

const long = 'a-name-without-any-place-to-break-it-'.repeat(2);

describeInBrowser('the page of the local cloud, with something of everything open', () => {
  let cloud: ForeignCloud;
  beforeAll(async () => {
    cloud = await startForeignCloud();
    const begun = await fetch(`${cloud.host}/api/begin/bake/${long}1`, { method: 'POST', body: JSON.stringify(long) });
    expect(begun.status).toBe(202);
    await fetch(`${cloud.host}/api/begin/order/waits`, { method: 'POST', body: 'null' });
    const queue = QueueServiceClient.fromConnectionString(cloud.storage).getQueueClient('crumbs-poison');
    await queue.createIfNotExists();
    await queue.sendMessage(Buffer.from(long).toString('base64'));
    const shelf = BlobServiceClient.fromConnectionString(cloud.storage).getContainerClient('shelf');
    await shelf.getBlockBlobClient(`${long}/${long}.txt`).upload(long, long.length);
    const stock = TableClient.fromConnectionString(cloud.storage, 'stock', { allowInsecureConnection: true });
    await stock.createEntity({ partitionKey: 'rye', rowKey: long });
    const bus = new ServiceBusClient(cloud.serviceBus);
    await bus.createSender('sales').sendMessages({ body: { note: long }, messageId: long, subject: long });
    const receiver = bus.createReceiver('sales');
    const [message] = await receiver.receiveMessages(1);
    if (message !== undefined)
      await receiver.deadLetterMessage(message, { deadLetterReason: long, deadLetterErrorDescription: long });
    await bus.close();
  });
  afterAll(async () => cloud?.[Symbol.asyncDispose]());

  async function opened(look: Parameters<typeof newContext>[1]): Promise<Page> {
    const page = await (await newContext(new URL(cloud.page.address).origin, look)).newPage();
    await page.goto(cloud.page.address);
    await page.getByRole('listbox', { name: 'Parts' }).waitFor();
    return page;
  }
  const choose = (page: Page, list: string) =>
    page.getByRole('listbox', { name: list }).getByRole('option').first().click();

  /** How each view is opened down to its last detail. */
  const views: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
    parts: async (page) => {
      await page.goto('/#/parts/host');
      await choose(page, 'Log');
      await page.locator('pre.line').waitFor();
    },
    functions: async (page) => {
      await page.goto('/#/functions/oven');
      await choose(page, 'Invocations');
      await page.getByText('Result', { exact: true }).waitFor();
    },
    'a finished orchestration': async (page) => {
      await page.goto(`/#/orchestrations/${long}1`);
      await page.getByRole('listbox', { name: 'Timeline' }).getByRole('option').nth(1).click();
      await page.getByRole('heading', { level: 3 }).waitFor();
    },
    'a waiting orchestration': async (page) => {
      await page.goto('/#/orchestrations/waits');
      await page.getByRole('button', { name: 'Raise' }).waitFor();
    },
    'a dead letter': async (page) => {
      await page.goto('/#/messages/bus%3Asales/dead');
      await choose(page, 'Dead letters');
      await page.getByRole('button', { name: 'Send again' }).waitFor();
      await page.getByText('Send a message').click();
      await page.getByLabel('Properties, JSON').waitFor();
    },
    'a poison message': async (page) => {
      await page.goto('/#/messages/storage%3Acrumbs-poison');
      await choose(page, 'Waiting messages');
      await page.getByRole('button', { name: 'Send again' }).waitFor();
    },
    'a blob': async (page) => {
      await page.goto('/#/data/blobs/shelf');
      await choose(page, 'Blobs');
      await page.getByRole('link', { name: 'Download' }).waitFor();
    },
    'a table': async (page) => {
      await page.goto('/#/data/table/stock');
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByText('"partitionKey": "rye"').waitFor();
    },
    'a wrong query': async (page) => {
      await page.goto('/#/data/cosmos/bakery%2Fbreads');
      await page.getByLabel('Query (SQL)').fill('SELECT FROM');
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByRole('alert').waitFor();
    },
    'a trace': async (page) => {
      await page.goto('/#/traces');
      await page
        .getByRole('listbox', { name: 'Traces' })
        .getByRole('option', { name: /oven|begin/ })
        .first()
        .click();
      await choose(page, 'Waterfall');
      await page.getByText('Attributes', { exact: true }).waitFor();
    },
    'an address that leads nowhere': async (page) => {
      await page.goto('/#/nothing/%E0%A4');
      await page.getByText('There is no such view.').waitFor();
    },
  };

  test.each([
    { scheme: 'light', device: 'desktop' },
    { scheme: 'dark', device: 'phone' },
  ] as const)('axe finds nothing and nothing scrolls sideways ($scheme, $device)', async (look) => {
    // The browser tells of the wrong query's answer.
    expectFaults(/400 \(Bad Request\)/);
    const page = await opened(look);
    for (const [name, open] of Object.entries(views)) {
      await open(page);
      expect(await accessibilityFaults(page), name).toEqual([]);
      expect(await sidewaysScroll(page), name).toBe(0);
    }
  });

  test('light and dark are switched against the system, and stay so', async () => {
    const page = await opened({ scheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole('button', { name: 'Dark' }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Light' }).waitFor();
    expect(await paper()).toBe(dark);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await paper()).toBe(light);
  });

  test('what is open stays by its address: a link to it opens it again', async () => {
    const page = await opened({});
    await page.goto(`/#/orchestrations/${long}1`);
    await page.getByText('Output', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^[\da-f]{8}$/ }).click();
    await page.getByRole('listbox', { name: 'Waterfall' }).getByRole('option', { name: 'oven' }).click();
    await page.getByRole('link', { name: 'Its orchestration' }).click();
    await page.getByRole('heading', { level: 2, name: /bake/ }).waitFor();
  });
});

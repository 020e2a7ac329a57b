import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPage } from '../../local/page/server.ts';
import { describeInBrowser, newContext } from '../../testing/studio/browser.ts';

/** A functions host at the page's seam, which has so many instances, one of which changes with each look. */
let fakeHost: Server;
let instances = 10_000;
let asked = 0;
let looks = 0;
let changes = true;
let served: Awaited<ReturnType<typeof startPage>>;

const instanceOf = (number: number) => ({
  name: number % 2 === 0 ? 'bake' : 'order',
  instanceId: `instance-${String(number).padStart(5, '0')}`,
  runtimeStatus: number % 7 === 0 ? 'Failed' : 'Completed',
  createdTime: '2026-11-29T08:00:00Z',
  // The newest is shown first.
  lastUpdatedTime: new Date(Date.UTC(2026, 10, 29, 9) - number * 1000).toISOString(),
});

beforeAll(async () => {
  fakeHost = createServer((request, response) => {
    asked += 1;
    const from = Number(request.headers['x-ms-continuation-token'] ?? 0);
    const to = Math.min(from + 1000, instances);
    const page = Array.from({ length: to - from }, (_, index) => instanceOf(from + index));
    if (from === 0) looks += 1;
    if (from === 0 && changes) page[0] = { ...instanceOf(0), runtimeStatus: looks % 2 === 0 ? 'Running' : 'Pending' };
    if (to < instances) response.setHeader('x-ms-continuation-token', String(to));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(page));
  }).listen(0, '127.0.0.1');
  await once(fakeHost, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = fakeHost.address() as AddressInfo;
  served = await startPage({ port: 0, cloud: { addresses: () => ({ host: `http://127.0.0.1:${port}` }) } });
});
afterAll(async () => {
  await served?.close();
  fakeHost?.close();
});

async function opened(count: number): Promise<Page> {
  instances = count;
  const page = await (await newContext(new URL(served.address).origin)).newPage();
  await page.goto(served.address);
  await page.goto('/#/orchestrations');
  await list(page).getByRole('option').first().waitFor();
  return page;
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Instances' });
/** Where in the list the row is that the keys are at, and whether it can be seen. */
const cursor = (page: Page) =>
  list(page).evaluate((box) => {
    const row = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
    const [inner, outer] = [row?.getBoundingClientRect(), box.getBoundingClientRect()];
    const seen = inner !== undefined && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    return { at: Number(row?.getAttribute('aria-posinset')), seen };
  });

/** Scrolls by 200 steps, each a picture: the median of what one took, and the rows that the page had at most. */
const scrolled = (page: Page) =>
  list(page).evaluate(async (box) => {
    const steps = 200;
    const times: number[] = [];
    let rows = 0;
    const picture = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let step = 0; step < steps; step += 1) {
      await picture();
      const began = performance.now();
      // As by a wheel, down and up again; a short list has the same rows to draw.
      box.scrollTop = 150 * (step % 20 < 10 ? step % 20 : 20 - (step % 20));
      box.dispatchEvent(new Event('scroll'));
      // Preact renders in a task of its own, and reading a size has the browser lay it out.
      await new Promise((resolve) => setTimeout(resolve));
      void box.getBoundingClientRect().height;
      rows = Math.max(rows, box.querySelectorAll('[role=option]').length);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    return { median: times[steps / 2] ?? 0, rows };
  });

describeInBrowser('a list of 10,000 instances', () => {
  test('is in the page as far as it can be seen, and scrolls as a short one does', async () => {
    const short = await scrolled(await opened(60));
    const page = await opened(10_000);
    await expect.poll(() => list(page).evaluate((box) => box.scrollHeight)).toBe(340_000);
    const long = await scrolled(page);
    console.log(`scrolling, a step: ${long.median.toFixed(1)} ms of 10,000 rows, ${short.median.toFixed(1)} ms of 60`);
    expect(long.rows).toBeLessThan(60);
    // Each picture of a screen is 16.7 ms; what a loaded machine adds is in both.
    expect(long.median).toBeLessThan(Math.max(16.7, short.median * 3));
  });

  test('is gone through by keys, to its end and back, and Enter opens', async () => {
    const page = await opened(10_000);
    await list(page).focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await expect.poll(() => cursor(page)).toEqual({ at: 3, seen: true });
    await page.keyboard.press('End');
    await expect.poll(() => cursor(page)).toEqual({ at: 10_000, seen: true });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => cursor(page)).toEqual({ at: 9999, seen: true });
    await page.keyboard.press('PageUp');
    const { at, seen } = await cursor(page);
    expect(seen).toBe(true);
    expect(at).toBeLessThan(9995);
    await page.keyboard.press('Home');
    await expect.poll(() => cursor(page)).toEqual({ at: 1, seen: true });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/#\/orchestrations\/instance-00001$/);
    expect(await list(page).locator('[aria-selected=true]').textContent()).toContain('instance-00001');
  });

  test('asks for nothing by itself while it is open, and nobody is asked while its tab is hidden', async () => {
    changes = false;
    try {
      const page = await opened(100);
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.waitForTimeout(6000);
      expect(requests).toEqual([]);
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      // What was under way.
      await page.waitForTimeout(500);
      const before = asked;
      await page.waitForTimeout(6000);
      expect(asked).toBe(before);
    } finally {
      changes = true;
    }
  });
});

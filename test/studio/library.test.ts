import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UploadDetails } from '../../shared/lessons/lesson.ts';
import { metadataOf } from '../../shared/lessons/uploadDetails.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { accessibilityFaults, describeInBrowser, openPage, sidewaysScroll } from '../../testing/studio/browser.ts';
import { seed } from './seed.ts';

let cloud: TestCloud;
let speech: FakeSpeech;
const hostile = '<img src=x onerror=alert(1)>';

beforeAll(async () => {
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    settings: { ...speech.settings },
  });
  const video = await readFile('samples/lesson.mp4');
  const put = (name: string, content: Buffer, details: UploadDetails): Promise<Uploaded> =>
    seed(cloud, name, content, metadataOf(details));
  await cloud.ended(
    await put('River School/water.mp4', video, { title: 'Water table', educator: 'Ms. Rivera', consent: 'given' }),
  );
  await cloud.ended(
    await put('Hill School/blocks.mp4', video, { title: hostile, educator: `"><b>${hostile}`, consent: 'withheld' }),
  );
  await cloud.ended(await put('Hill School/broken.mp4', Buffer.from('no video'), {}));
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
});

const lessons = (page: Page) => page.getByRole('article');
const lesson = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

describeInBrowser('the library', () => {
  test.each([
    ['light', 'desktop'],
    ['dark', 'phone'],
  ] as const)('has no accessibility fault and does not scroll sideways (%s, %s)', async (scheme, device) => {
    const page = await openPage(cloud.host, { scheme, device });
    await lesson(page, 'Water table').getByRole('img', { includeHidden: true }).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Details of Water table' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete Water table' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('what is loaded moves nothing that is already there', async () => {
    const page = await openPage(cloud.host);
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      // `value` is of the type LayoutShift, which TypeScript's library does not have.
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push(Number(Reflect.get(entry, 'value')));
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    await expect
      .poll(() =>
        page
          .locator('.poster img')
          .evaluateAll((all) => all.length > 1 && all.every((image) => (image as HTMLImageElement).complete)),
      )
      .toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
  });

  test('names that look like HTML stay text', async () => {
    const page = await openPage(cloud.host);
    await lesson(page, hostile).getByRole('link', { name: hostile }).waitFor();
    await lesson(page, hostile).getByText(`"><b>${hostile}`).waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    await page.getByRole('button', { name: `Details of ${hostile}` }).click();
    expect(await page.getByLabel('Title').inputValue()).toBe(hostile);
  });

  test('search, filters and order stand in the address and outlast a reload', async () => {
    const page = await openPage(cloud.host);
    await expect.poll(() => lessons(page).count()).toBe(3);
    await page.getByLabel('Search').fill('rivera');
    await expect.poll(() => lessons(page).count()).toBe(1);
    await page.reload();
    await expect.poll(() => lessons(page).count()).toBe(1);
    expect(await page.getByLabel('Search').inputValue()).toBe('rivera');
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Status').selectOption('Failed');
    await lesson(page, 'broken').waitFor();
    await expect.poll(() => lessons(page).count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?status=failed');
    await page.getByLabel('Site').selectOption('River School');
    await page.getByRole('heading', { name: 'No lesson fits these filters' }).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await expect.poll(() => lessons(page).count()).toBe(3);
    await page.getByLabel('Sort by').selectOption('Title A to Z');
    await expect.poll(() => lessons(page).last().getAttribute('aria-label')).toBe('Water table');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('From').fill(tomorrow);
    await page.getByRole('heading', { name: 'No lesson fits these filters' }).waitFor();
  });

  test('an address with nonsense in its query shows all lessons', async () => {
    const page = await openPage(cloud.host);
    await page.goto('/?status=gone&from=never&sort=size-up&q=');
    await expect.poll(() => lessons(page).count()).toBe(3);
  });

  test('details are changed, and only what was changed is sent', async () => {
    const page = await openPage(cloud.host);
    await page.getByRole('button', { name: 'Details of Water table' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Delete after').fill('2031-05-04');
    await dialog.getByText('Keep on hold').click();
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await dialog.getByRole('button', { name: 'Save' }).click();
    expect((await sent).postDataJSON()).toEqual({ retainUntil: '2031-05-04', hold: true });
    await page.getByText('The details are saved.').waitFor();
    await lesson(page, 'Water table').getByText('On hold').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Details of Water table' }).click();
    expect(await dialog.getByLabel('Delete after').inputValue()).toBe('2031-05-04');
    await dialog.getByText('Keep on hold').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await lesson(page, 'Water table').getByText('Kept until 4 May 2031').waitFor();
  });

  test('progress of a running lesson is seen stage by stage, without a reload', async () => {
    const gate = Promise.withResolvers<void>();
    speech.gate = gate.promise;
    const page = await openPage(cloud.host);
    const uploaded = await seed(cloud, 'River School/slow.mp4', await readFile('samples/lesson.mp4'), {});
    await page.reload();
    await expect
      .poll(async () => {
        const there = await lesson(page, 'slow').count();
        if (there === 0) await page.reload();
        return there;
      })
      .toBe(1);
    const slow = lesson(page, 'slow');
    await slow.getByText('Writing down what is said').waitFor();
    await slow.getByText('Step 3 of 5').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    speech.gate = undefined;
    gate.resolve();
    await slow.getByText('Ready').waitFor();
    await cloud.ended(uploaded);
    await slow.locator('.poster img').waitFor();
  });

  test('one request asks after all running lessons, a hidden page asks nothing, and what ends is shown', async () => {
    const gate = Promise.withResolvers<void>();
    speech.gate = gate.promise;
    const video = await readFile('samples/lesson.mp4');
    const names = ['first', 'second', 'third'];
    const uploaded = await Promise.all(names.map((name) => seed(cloud, `River School/${name}.mp4`, video, {})));
    for (const { lessonId } of uploaded)
      await expect
        .poll(async () => (await cloud.api.lesson(lessonId))?.progress?.stage, { timeout: 60_000 })
        .toBe('speech');
    const page = await openPage(cloud.host);
    const asked: URL[] = [];
    page.on('request', (request) => asked.push(new URL(request.url())));
    const ofProgress = () => asked.filter(({ pathname }) => pathname === '/api/v1/progress');
    await page.reload();
    await lesson(page, 'third').getByText('Writing down what is said').waitFor();
    await expect.poll(() => ofProgress().length, { timeout: 20_000 }).toBeGreaterThan(1);
    const ids = uploaded.map(({ lessonId }) => lessonId).sort();
    for (const { searchParams } of ofProgress()) expect(searchParams.get('lessons')?.split(',').sort()).toEqual(ids);
    expect(asked.filter(({ pathname }) => /^\/api\/v1\/lessons\/./.test(pathname))).toEqual([]);

    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    speech.gate = undefined;
    gate.resolve();
    for (const one of uploaded) await cloud.ended(one);
    // One was under way when the page was hidden, at most; what ended meanwhile is seen when it is shown.
    expect(await lesson(page, 'third').getByText('Ready').count()).toBe(0);
    await hide(false);
    for (const name of names) await lesson(page, name).getByText('Ready').waitFor();
  });

  test('by keyboard alone: skip link, filters, details, and the focus comes back', async () => {
    const page = await openPage(cloud.host);
    await lesson(page, 'Water table').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Take all away');
    await page.getByRole('button', { name: 'Details of Water table' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let press = 0; press < 15; press += 1) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused === document.body || focused?.closest('dialog') !== null;
      });
      expect(inside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Details of Water table');
  });

  test('the colours can be switched, and stay so', async () => {
    const page = await openPage(cloud.host);
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();
    expect(await scheme()).toBe('dark');
    await page.reload();
    await page.getByRole('button', { name: 'Switch to light colours' }).waitFor();
    expect(await scheme()).toBe('dark');
  });

  test('the first view is interactive soon; the figure is told, not judged', async () => {
    const page = await openPage(cloud.host);
    const figures: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.goto('about:blank');
      await page.goto('/');
      await lesson(page, 'Water table').waitFor();
      await page.getByLabel('Search').fill('x');
      figures.push(
        await page.evaluate(() => {
          performance.mark('interactive');
          return performance.getEntriesByName('interactive')[0]?.startTime ?? 0;
        }),
      );
    }
    console.info(`First view: lessons shown and the search typed in after ${figures.map(Math.round).join(', ')} ms.`);
    expect(figures.every((figure) => figure > 0)).toBe(true);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, newContext } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let address: string;
const count = 600;
const secondsBetween = 12;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const { lessonId } = await seedLesson(cloud, {
    blobName: 'River School/long.mp4',
    questions: askedEvery(secondsBetween, count),
    durationSeconds: count * secondsBetween,
    video: null,
  });
  address = `/lessons/${lessonId}`;
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

async function open(): Promise<Page> {
  const page = await (await newContext(cloud.host)).newPage();
  await page.goto(address);
  // The list grows piece by piece.
  await page.locator(`#q-q${count}`).waitFor({ state: 'attached' });
  return page;
}

const currentRow = (page: Page) => page.locator('.question[aria-current]');
/** Whether something is what one sees at its own middle: neither out of the window nor below the stage. */
const inSight = (page: Page, selector: string) =>
  page.locator(selector).evaluate((shown) => {
    const { left, top, width, height } = shown.getBoundingClientRect();
    return shown.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });

describeInBrowser('a lesson of two hours with 600 questions', () => {
  test('has all of them in one list, whatever is in sight', async () => {
    const page = await open();
    const list = page.getByRole('list').filter({ has: currentRow(page).or(page.locator('#q-q001')) });
    expect(await list.getByRole('listitem').count()).toBe(count);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('keeps the current question and its line in sight, step by step and after a leap', async () => {
    const page = await open();
    // Who scrolled to the list is followed there.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 20));
    for (let step = 1; step <= 40; step += 1) {
      await page.keyboard.press('ArrowDown');
      await page.locator(`#q-q${String(step).padStart(3, '0')}[aria-current]`).waitFor();
    }
    await expect.poll(() => inSight(page, '.question[aria-current]')).toBe(true);
    await expect.poll(() => inSight(page, '.line[aria-current]')).toBe(true);
    for (let step = 39; step >= 30; step -= 1) {
      await page.keyboard.press('ArrowUp');
      await page.locator(`#q-q${String(step).padStart(3, '0')}[aria-current]`).waitFor();
      await expect.poll(() => inSight(page, '.question[aria-current]')).toBe(true);
    }
    const timeline = page.getByRole('slider', { name: 'Timeline' });
    const width = (await timeline.boundingBox())?.width ?? 0;
    await timeline.click({ position: { x: width * 0.9, y: 60 } });
    await expect.poll(async () => Number((await currentRow(page).getAttribute('id'))?.slice(3))).toBeGreaterThan(500);
    await expect.poll(() => inSight(page, '.question[aria-current]')).toBe(true);
    await expect.poll(() => inSight(page, '.line[aria-current]')).toBe(true);
  });
});

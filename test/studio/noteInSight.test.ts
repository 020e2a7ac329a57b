import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage, sidewaysScroll } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let address: string;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const questions = askedEvery(5.5, 20);
  const { lessonId } = await seedLesson(cloud, { blobName: 'River School/a.mp4', questions, durationSeconds: 113 });
  address = `/lessons/${lessonId}`;
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describeInBrowser('a note that is written', () => {
  test.each([
    [1024, 768],
    [1280, 720],
    [1366, 768],
    [1440, 900],
    [1920, 1080],
  ])('is in sight at %i × %i, under nothing', async (width, height) => {
    const page = await openPage(cloud.host);
    await page.setViewportSize({ width, height });
    await page.goto(address);
    await page.locator('#q-q020').waitFor();
    // The first, one in the middle, and the last.
    for (const [presses, id] of [
      [1, 'q001'],
      [9, 'q010'],
      [10, 'q020'],
    ] as const) {
      for (let press = 0; press < presses; press += 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('n');
      const note = page.locator(`textarea[data-note="${id}"]`);
      await expect.poll(() => note.evaluate((field) => field === document.activeElement)).toBe(true);
      const seen = () =>
        note.evaluate((field) => {
          const { left, right, top, bottom } = field.getBoundingClientRect();
          const corners = [
            [left + 3, top + 3],
            [right - 3, top + 3],
            [left + 3, bottom - 3],
            [right - 3, bottom - 3],
          ] as const;
          return corners.map(([x, y]) => document.elementFromPoint(x, y) === field);
        });
      await expect.poll(seen).toEqual([true, true, true, true]);
      await note.evaluate((field) => field instanceof HTMLElement && field.blur());
    }
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

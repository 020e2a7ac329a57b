import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

// Lessons of several years, uploaded on one day.

let cloud: TestCloud;
const upload = (minute: number, change: Partial<Lesson> = {}) => ({
  uploadedAt: `2026-11-20T09:0${minute}:00.000Z`,
  ...change,
});
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const lessons = {
    boats: upload(4),
    clay: upload(3, { recordedOn: '2025-09-30' }),
    sand: upload(2, { recordedOn: '2025-09-30' }),
    water: upload(1, { recordedOn: '2026-01-15' }),
  };
  for (const [name, change] of Object.entries(lessons)) {
    const seed = { blobName: `River School/${name}.mp4`, questions: askedEvery(5, 10), durationSeconds: 60 };
    await seedLesson(cloud, { ...seed, change });
  }
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const row = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
async function say(page: Page, name: string, day: string): Promise<void> {
  await page.getByRole('button', { name: `Details of ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Recorded on').fill(day);
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect((await sent).postDataJSON()).toEqual({ recordedOn: day === '' ? null : day });
  await dialog.waitFor({ state: 'detached' });
}
/** The lessons of the table under the charts, with their days; the last one first. */
const course = (page: Page) =>
  page
    .locator('table tbody tr')
    .evaluateAll((rows) =>
      rows.map((one) => [...one.querySelectorAll('th, td')].slice(0, 2).map((cell) => cell.textContent)),
    );

describeInBrowser('the day of a lesson', () => {
  test('is said in its details, stands in its row and its head, and orders the progress', async () => {
    const page = await openPage(cloud.host);
    await row(page, 'boats').getByText('Uploaded 20 Nov 2026').waitFor();
    await row(page, 'clay').getByText('Recorded 30 Sept 2025').waitFor();
    await say(page, 'boats', '2024-05-06');
    await row(page, 'boats').getByText('Recorded 6 May 2024').waitFor();
    await row(page, 'boats').getByRole('link', { name: 'boats' }).click();
    await page.locator('.lesson-head').getByText('Recorded 6 May 2024').waitFor();

    await page.goto('/progress');
    await expect
      .poll(() => course(page))
      .toEqual([
        ['boats', 'Recorded 6 May 2024'],
        ['sand', 'Recorded 30 Sept 2025'],
        ['clay', 'Recorded 30 Sept 2025'],
        ['water', 'Recorded 15 Jan 2026'],
      ]);
    const chart = page.getByRole('img', { name: /^Share of open-ended questions/ });
    expect(await chart.getAttribute('aria-label')).toMatch(
      /: 6 May 2024 .*, 30 Sept 2025 .*, 30 Sept 2025 .*, 15 Jan 2026 /,
    );
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('From', { exact: true }).fill('2025-09-30');
    await page.getByLabel('To', { exact: true }).fill('2025-12-31');
    await expect.poll(async () => (await course(page)).map(([name]) => name)).toEqual(['sand', 'clay']);

    await page.goto('/');
    await say(page, 'boats', '');
    await row(page, 'boats').getByText('Uploaded 20 Nov 2026').waitFor();
    await page.goto('/progress?from=2026-11-20');
    await expect.poll(() => course(page)).toEqual([['boats', 'Uploaded 20 Nov 2026']]);
  });

  test('is no day that cannot be: the dialog keeps it and says so, and nothing is sent', async () => {
    const page = await openPage(cloud.host);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') asked.push(request.url());
    });
    await page.getByRole('button', { name: 'Details of water' }).click();
    const field = page.getByRole('dialog').getByLabel('Recorded on');
    for (const day of ['1989-12-31', '2199-01-01']) {
      await field.fill(day);
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      expect(await field.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
      expect(await field.inputValue()).toBe(day);
    }
    expect(asked).toEqual([]);
  });
});

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  type Look,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';
import { answerFreely, answerOneByOne, shiftsOf, twoPictures, watchPages } from '../../testing/studio/watch.ts';

let cloud: TestCloud;
let lessonId: string;
// More than the library shows on a page.
const lessons = 26;
const shownAs = (number: number) => `${title} ${number}`;
const title = 'Sink or float: what the stone, the cork and the apple do in the water, and why';

beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  for (let number = 1; number <= lessons; number += 1) {
    const seeded = await seedLesson(cloud, {
      blobName: `River School/lesson ${number}.mp4`,
      questions: askedEvery(5.5, 20),
      durationSeconds: 113,
      ...(number < lessons ? { video: null } : {}),
      change: {
        title: shownAs(number),
        educator: 'Ms. Rivera',
        uploadedAt: new Date(Date.UTC(2026, 9, number, 9)).toISOString(),
      },
    });
    lessonId = seeded.lessonId;
  }
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

interface View {
  readonly name: string;
  readonly path: () => string;
  /** Is there when the view is whole. */
  readonly whole: string;
  readonly charts: number;
}
const summary: View = {
  name: 'summary',
  path: () => `/lessons/${lessonId}/summary`,
  whole: '.chart canvas',
  charts: 3,
};
const progress: View = { name: 'progress', path: () => '/progress', whole: '.chart canvas', charts: 2 };
const views: readonly View[] = [
  { name: 'library', path: () => '/', whole: '.lessons article', charts: 0 },
  { name: 'lesson', path: () => `/lessons/${lessonId}`, whole: '.question', charts: 0 },
  summary,
  progress,
];

async function openView(context: BrowserContext, { path, whole }: View): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path());
  await page.locator(whole).first().waitFor();
  await page.waitForLoadState('networkidle');
  await twoPictures(page);
  return page;
}

const looks: readonly Look[] = [
  { scheme: 'light', device: 'desktop' },
  { scheme: 'dark', device: 'phone' },
];

describeInBrowser.each(views)('the view $name', (view) => {
  test.each(['desktop', 'phone'] as const)(
    'moves nothing that is already there while it loads (%s)',
    async (device) => {
      const context = await newContext(cloud.host, { device });
      await watchPages(context);
      await answerOneByOne(context);
      const page = await openView(context, view);
      await answerFreely(context);
      expect(await shiftsOf(page)).toEqual([]);
    },
  );

  test.each(looks)('has no accessibility fault and does not scroll sideways ($scheme, $device)', async (look) => {
    const page = await openView(await newContext(cloud.host, look), view);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    const charts = page.getByRole('img').and(page.locator('.chart canvas'));
    expect(await charts.count()).toBe(view.charts);
    if (view.name !== 'summary') return;
    for (const table of await page.getByText('As a table').all()) await table.click();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });
});

describeInBrowser('what a chart shows', () => {
  /** The cells of a table's rows, the row's name first. */
  const rowsOf = (page: Page, caption: string) =>
    page
      .getByRole('table', { name: caption })
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  const sum = (rows: string[][], column: number) => rows.reduce((all, row) => all + Number(row[column]), 0);

  test('of a lesson stands in words and in a table: its waits and its thirds', async () => {
    const page = await openView(await newContext(cloud.host), summary);
    await page.getByRole('img', { name: /^Every wait as a dot.* 7 known waits.*\b11 known waits/ }).waitFor();
    await page.getByRole('img', { name: /^Share of open-ended questions in each third/ }).waitFor();
    for (const table of await page.getByText('As a table').all()) await table.click();
    const waits = await rowsOf(page, 'Waits by length');
    // Every question has its row: two in five are open, every ninth has no known wait.
    expect([sum(waits, 1), sum(waits, 2)]).toEqual([8, 12]);
    expect(waits.at(-1)).toEqual([expect.any(String), '1', '1']);
    const thirds = await rowsOf(page, 'Open-ended questions by third of the lesson');
    expect([thirds.length, sum(thirds, 1), sum(thirds, 2)]).toEqual([3, 8, 20]);
  });

  test('of a site stands in words and in a table: a row for each lesson', async () => {
    const page = await openView(await newContext(cloud.host), progress);
    await page.getByRole('img', { name: /^Share of open-ended questions, lesson by lesson: 1 Oct 2026 40%/ }).waitFor();
    await page.getByRole('img', { name: /^Median wait after/ }).waitFor();
    const rows = await rowsOf(page, 'The same lessons as a table');
    expect(rows.map(([name, , , questions, share]) => [name, questions, share])).toEqual(
      Array.from({ length: lessons }, (_, index) => [shownAs(index + 1), '20', '40%']),
    );
  });
});

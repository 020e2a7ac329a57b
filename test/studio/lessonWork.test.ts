import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { allSaved, freshLesson, openLesson, rowOf } from '../../testing/studio/lessonPage.ts';
import { askedEvery } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const open = async (address: string, look: Parameters<typeof newContext>[1] = {}) =>
  openLesson(await newContext(cloud.host, look), address);
const focused = (page: Page) =>
  page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.line : undefined,
  );
const videoTime = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

describeInBrowser('the list of questions', () => {
  test.each([1366, 2200])('has a head over each of its columns (%i px wide)', async (width) => {
    const page = await open(await freshLesson(cloud));
    await page.setViewportSize({ width, height: 900 });
    const left = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => Math.round(element.getBoundingClientRect().left));
    const heads = '.question-heads';
    await rowOf(page, 'q001').waitFor();
    expect(await page.locator(`${heads} span:not(:has(span))`).allTextContents()).toEqual([
      'Time',
      'Question',
      'Code',
      'Confidence',
      'Wait',
      'Review',
    ]);
    for (const [head, cell] of [
      ['.question-heads-main > :nth-child(1)', '.question-time'],
      ['.question-heads-main > :nth-child(2)', '.question-text'],
      ['.question-facts > :nth-child(1)', '.question-code'],
      ['.confidence', '.confidence'],
      ['.question-wait', '.question-wait'],
      ['.question-heads-review', '.question-facts > .tag'],
    ] as const)
      expect(Math.abs((await left(`${heads} ${head}`)) - (await left(`.question ${cell}`)))).toBeLessThan(2);
  });

  test('shows a long name whole, and tenths of seconds alike', async () => {
    const name = 'Konstantina Papadopoulou-Featherstonehaugh of the second coaching team';
    const page = await openLesson(await newContext(cloud.host, { device: 'phone' }), await freshLesson(cloud), name);
    await rowOf(page, 'q001').getByRole('button').first().tap();
    await page.getByRole('region', { name: 'Current question' }).getByRole('button', { name: 'Confirm' }).tap();
    const tag = rowOf(page, 'q001').getByText(name);
    await tag.waitFor();
    expect(await tag.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
    expect(await sidewaysScroll(page)).toBe(0);
    // 0 s and 2.6 s.
    await rowOf(page, 'q001').getByText('0.0 s').waitFor();
    await rowOf(page, 'q003').getByText('2.6 s').waitFor();
  });
});

describeInBrowser('the transcript', () => {
  test('marks which code was asked in a line, as it now is', async () => {
    const page = await open(await freshLesson(cloud));
    const line = page.locator('.line').first();
    await line.getByText('OEQ').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await line.getByText('CEQ').waitFor();
    await page.keyboard.press('x');
    await expect.poll(() => line.locator('.code').count()).toBe(0);
  });

  test('is one stop of the tabulator, with arrow keys inside, and the questions can be skipped to', async () => {
    const page = await open(await freshLesson(cloud));
    await page.locator('.line').nth(19).waitFor();
    expect(await page.locator('.line[tabindex="0"]').count()).toBe(1);
    await page.getByRole('button', { name: 'Correct the line' }).focus();
    await page.locator('.line').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('2');
    await page.keyboard.press('Enter');
    await expect.poll(() => videoTime(page)).toBeCloseTo(12, 1);
    await page.keyboard.press('End');
    expect(await focused(page)).toBe('19');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('0');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBeUndefined();
    const skip = page.getByRole('link', { name: 'Skip to the questions' });
    await skip.focus();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('questions-title');
    // Still the same page.
    await rowOf(page, 'q001').waitFor();
  });

  test.each(['desktop', 'phone'] as const)('is searched for words, line by line (%s)', async (device) => {
    const page = await open(await freshLesson(cloud), { device });
    const box = page.getByRole('searchbox', { name: 'Search the words' });
    await box.fill('the boat  STAY');
    const status = page.getByRole('search').getByRole('status');
    await status.getByText('4 lines').waitFor();
    expect(await page.locator('.line mark').allTextContents()).toEqual(Array(4).fill('the boat stay'));
    await box.press('Enter');
    await expect.poll(() => videoTime(page)).toBeCloseTo(12, 1);
    await status.getByText('1 of 4').waitFor();
    await box.press('Enter');
    await expect.poll(() => videoTime(page)).toBeCloseTo(39.5, 1);
    await box.press('Shift+Enter');
    await box.press('Shift+Enter');
    // Before the first comes the last.
    await expect.poll(() => videoTime(page)).toBeCloseTo(94.5, 1);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await box.fill('zeppelin');
    await status.getByText('Not found').waitFor();
  });
});

describeInBrowser('"Mask names"', () => {
  test('leaves no name on the page: not in its head and title, in questions, transcript, notes and reviewers', async () => {
    const review = {
      ...{ label: 'OEQ' as const, by: 'Josefina Adeyemi' },
      ...{ at: '2026-11-21T09:00:00.000Z', note: 'Ask Priyanka again' },
    };
    const [first, ...others] = askedEvery(5.5, 20);
    if (first === undefined) throw new Error('There is no question.');
    const reviewed = { ...first, text: 'What will happen, Priyanka?', review };
    const page = await open(
      await freshLesson(cloud, {
        questions: [reviewed, ...others],
        change: { title: 'Boats with Priyanka', educator: 'Ms. Rivera' },
      }),
    );
    const names = /Priyanka|Rivera|Adeyemi|River School/;
    await page.getByRole('heading', { name: 'Boats with Priyanka' }).waitFor();
    await page.getByText('Ms. Rivera').waitFor();
    await page.getByText('River School').waitFor();
    expect(await page.title()).toContain('Priyanka');
    await rowOf(page, 'q001').getByText('Josefina Adeyemi').waitFor();

    await page.getByLabel('Mask names').check();
    await page.getByRole('heading', { name: /^Boats with \[name \d\]$/ }).waitFor();
    await page.getByText('[school]').waitFor();
    await rowOf(page, 'q001')
      .getByText(/What will happen, \[name \d\]\?/)
      .waitFor();
    await page
      .locator('.line')
      .first()
      .getByText(/What will happen, \[name \d\]\?/)
      .waitFor();
    await rowOf(page, 'q001')
      .getByRole('button', { name: /^More about/ })
      .click();
    const note = page.locator('[data-note="q001"]');
    await expect.poll(() => note.inputValue()).toMatch(/^Ask \[name \d\] again$/);
    expect(await page.title()).toMatch(/^Boats with \[name \d\]/);
    expect(await page.content()).not.toMatch(names);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('link', { name: 'Summary' }).click();
    await page.getByRole('region', { name: 'The longest waits' }).waitFor();
    expect(await page.content()).not.toMatch(names);

    await page.getByLabel('Mask names').uncheck();
    await page.getByRole('heading', { name: 'Boats with Priyanka' }).waitFor();
  });
});

describeInBrowser('undoing', () => {
  test('goes on after a reload with what the same person did before', async () => {
    const address = await freshLesson(cloud);
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await rowOf(page, 'q001').getByText('CEQ').waitFor();
    await page.keyboard.press('x');
    await rowOf(page, 'q001').getByText('not a question').waitFor();
    await allSaved(page);
    await page.reload();
    await rowOf(page, 'q001').getByText('not a question').waitFor();
    await page.keyboard.press('u');
    await expect.poll(() => rowOf(page, 'q001').getByText('not a question').count()).toBe(0);
    await allSaved(page);
    await page.reload();
    await rowOf(page, 'q001').getByText('CEQ').waitFor();
    await page.keyboard.press('u');
    await rowOf(page, 'q001').getByText('OEQ').waitFor();
    await rowOf(page, 'q001').getByText('Not reviewed').waitFor();
    await allSaved(page);
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    const ben = await openLesson(await newContext(cloud.host), address, 'Ben');
    // What others did is theirs.
    expect(await ben.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  });

  test('takes back what still waits on the device from an earlier visit', async () => {
    const address = await freshLesson(cloud);
    const context = await newContext(cloud.host);
    expectFaults(/ERR_FAILED/);
    await context.route(/\/events$/, (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    const page = await openLesson(context, address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.getByText('Saving 1 correction').waitFor();
    const library = await context.newPage();
    await library.goto('/');
    const waits = library.getByText('1 correction waits on this device');
    await waits.waitFor();
    expect(await waits.count()).toBe(1);
    expect(await accessibilityFaults(library)).toEqual([]);
    await page.reload();
    await rowOf(page, 'q001').getByText('CEQ').waitFor();
    await page.keyboard.press('u');
    await rowOf(page, 'q001').getByText('OEQ').waitFor();
    await allSaved(page);
    await library.reload();
    await library.locator('.lesson').first().waitFor();
    await expect.poll(() => waits.count()).toBe(0);
  });
});

import { readFile } from 'node:fs/promises';
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
import { freshLesson, openLesson } from '../../testing/studio/lessonPage.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const at = async (path: string, look: Parameters<typeof newContext>[1] = {}): Promise<Page> => {
  const page = await (await newContext(cloud.host, look)).newPage();
  await page.goto(path);
  return page;
};

describeInBrowser('a lesson that is being analysed', () => {
  test('can be watched, and says how long it takes once parts were done', async () => {
    const blobName = 'River School/still running.mp4';
    const { lessonId } = await seedLesson(cloud, {
      blobName,
      questions: [],
      durationSeconds: 113,
      change: { status: 'running', result: undefined, picture: undefined },
    });
    await cloud.blobs
      .getContainerClient('videos')
      .getBlockBlobClient(blobName)
      .uploadData(await readFile('samples/lesson.mp4'), { blobHTTPHeaders: { blobContentType: 'text/html' } });
    const context = await newContext(cloud.host);
    let done = 3;
    await context.route(new RegExp(`/lessons/${lessonId}$`), async (route) => {
      if (route.request().resourceType() === 'document') return route.continue();
      const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } });
      const lesson = { ...(await answer.json()), progress: { stage: 'speech', done, total: 200 } };
      const { etag: _, ...headers } = answer.headers();
      await route.fulfill({ status: 200, headers, json: lesson });
    });
    const page = await context.newPage();
    await page.goto(`/lessons/${lessonId}`);
    await page.getByText('as soon as some of its parts are written down').waitFor();
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
    await page.locator('video').evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
    const playing = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(playing).toBeGreaterThan(0.5);
    done = 4;
    await page.getByText(/About \d+ minutes are left, at the pace of the parts so far/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // It was not begun anew by what was told meanwhile.
    expect(await playing()).toBeGreaterThan(0.5);
  });
});

describeInBrowser('the summary', () => {
  test.each(['desktop', 'phone'] as const)(
    'tells kinds, waits by code, what came after, and where to look (%s)',
    async (device) => {
      const questions = askedEvery(5.5, 20).map((question, index) =>
        index === 1 ? { ...question, askedBy: 'child' as const, askedByFrom: 'person' as const } : question,
      );
      // The first ends at 2.8 s, and a child asks at 6.5 s.
      const first = { ...questions[0], waitTimeSeconds: 3.7 } as (typeof questions)[0];
      const address = await freshLesson(cloud, { questions: [first, ...questions.slice(1)] });
      const page = await at(`${address}/summary`, { device });
      const waited = page.getByRole('region', { name: 'Waited three seconds' });
      await waited.waitFor();
      const known = [first, ...questions.slice(2)].filter(({ waitTimeSeconds }) => waitTimeSeconds !== null);
      const open = known.filter(({ label }) => label === 'OEQ');
      const long = open.filter(({ waitTimeSeconds }) => (waitTimeSeconds ?? 0) >= 3);
      await waited.getByText(`of ${open.length} known waits`).waitFor();
      expect(await waited.locator('.figure-value').textContent()).toBe(
        `${Math.round((100 * long.length) / open.length)}%`,
      );
      const after = page.getByRole('table', { name: 'Questions by who was heard next' });
      expect(
        await after
          .getByRole('row', { name: /^A child/ })
          .locator('td')
          .allTextContents(),
      ).toEqual(['1', '0']);
      await page.getByRole('img', { name: /^Questions of each subtype: Explain 4, .*Yes or no 3,/ }).waitFor();
      const longest = page.getByRole('region', { name: 'The longest waits' });
      expect(await longest.getByRole('listitem').count()).toBe(5);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      const seconds = await longest.getByRole('listitem').locator('strong').allTextContents();
      expect(seconds).toEqual(['4.7 s', '4.5 s', '4.3 s', '4.1 s', '3.9 s']);
      await longest.getByRole('button').first().click();
      await page.waitForURL(/\?at=/);
      await page.locator('.question[aria-current]').getByText('4.7 s').waitFor();
    },
  );

  test('hides names in what it quotes when they are masked', async () => {
    const questions = askedEvery(5.5, 20).map((question) => ({ ...question, text: 'What do you see, Priyanka?' }));
    const page = await openLesson(await newContext(cloud.host), await freshLesson(cloud, { questions }));
    await page.getByLabel('Mask names').check();
    await page.getByRole('link', { name: 'Summary' }).click();
    const longest = page.getByRole('region', { name: 'The longest waits' });
    await longest.getByText('What do you see').first().waitFor();
    expect(await longest.textContent()).not.toContain('Priyanka');
  });
});

describeInBrowser('the progress', () => {
  test('shows one educator at a time, the newest lesson’s first, in one order', async () => {
    for (const [number, educator] of [
      [1, 'Ms. Adeyemi'],
      [2, 'Mr. Brandt'],
      [3, 'Ms. Adeyemi'],
    ] as const)
      await seedLesson(cloud, {
        blobName: `Hill School/${number}.mp4`,
        questions: askedEvery(5.5, 4 * number),
        durationSeconds: 113,
        video: null,
        change: { title: `Hill ${number}`, educator, uploadedAt: `2026-11-0${number}T09:00:00.000Z` },
      });
    const page = await at('/progress?site=Hill%20School');
    const rows = page.getByRole('table').locator('tbody th');
    await expect.poll(() => rows.allTextContents()).toEqual(['Hill 1', 'Hill 3']);
    const educator = page.getByLabel('Educator');
    expect(await educator.inputValue()).toBe('Ms. Adeyemi');
    await educator.selectOption('Mr. Brandt');
    await expect.poll(() => rows.allTextContents()).toEqual(['Hill 2']);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describeInBrowser('a dialogue', () => {
  test.each([
    [1024, 420],
    [360, 480],
  ])('keeps its buttons in sight at %i × %i', async (width, height) => {
    const page = await openLesson(await newContext(cloud.host), await freshLesson(cloud));
    await page.setViewportSize({ width, height });
    await page.getByRole('button', { name: 'Details' }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    await save.waitFor();
    const scrolls = await dialog.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight);
    expect(scrolls).toBe(true);
    const seen = () =>
      save.evaluate((button) => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        return (
          bottom <= innerHeight && button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2))
        );
      });
    expect(await seen()).toBe(true);
    await dialog.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await seen()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });
});

describeInBrowser('an address that leads nowhere', () => {
  test.each([
    '/nowhere',
    '/lessons/not-an-id',
    '/lessons/0123456789abcdef01234567',
    '/lessons/0123456789abcdef01234567/summary',
    '/lessons/0123456789abcdef01234567/nothing',
  ])('%s gets a page that says so', async (path) => {
    expectFaults(/404|400/);
    const page = await at(path);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await page.title()).toContain('There is no such page');
    expect(await page.getByText('GET /api').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'To the lessons' }).click();
    await page.getByRole('heading', { name: 'Lessons', level: 1 }).waitFor();
  });
});

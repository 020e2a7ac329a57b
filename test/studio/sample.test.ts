import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage } from '../../testing/studio/browser.ts';
import { dropFiles } from './files.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describeInBrowser('the sample lesson, with real speech recognition', () => {
  test('is dropped on the page, followed stage by stage, and has its questions and its picture in the end', async () => {
    const page = await openPage(cloud.host);
    await dropFiles(page, [{ name: 'lesson.mp4', content: await readFile('samples/lesson.mp4') }]);
    await page.getByRole('dialog').getByLabel('Site').fill('River School');
    await page.getByRole('button', { name: 'Start the upload' }).click();
    const lesson = page.getByRole('article', { name: 'lesson', exact: true });
    const seen = new Set<string>();
    await lesson.waitFor();
    await expect
      .poll(
        async () => {
          for (const text of await lesson.locator('.running p').allTextContents()) seen.add(text);
          return lesson.getByText('Ready').count();
        },
        { timeout: 110_000, interval: 200 },
      )
      .toBe(1);
    expect([...seen].join('\n')).toContain('Writing down what is said');
    await lesson.getByText(/^[34]\d% open-ended$|^50% open-ended$/).waitFor();
    await lesson.getByText(/0 of 1\d reviewed/).waitFor();
    await lesson.locator('.poster img').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

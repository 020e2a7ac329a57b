import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Shot } from './shot.ts';

/** Settles when each of the four lessons shows its picture. */
async function posters(page: Page): Promise<void> {
  await page.locator('.poster img').nth(3).waitFor();
  await page.waitForLoadState('networkidle');
}

async function choose(page: Page, file: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload lessons' }).first().click();
  await (await choosing).setFiles(resolve(file));
}

export const libraryShots: readonly Shot[] = [
  { name: 'library', open: posters, fullPage: true },
  {
    name: 'library-compact',
    async open(page) {
      await posters(page);
      await page.getByRole('button', { name: 'Compact list' }).click();
      for (const box of (await page.getByRole('checkbox', { name: /Sink or float/ }).all()).slice(0, 2))
        await box.check();
    },
  },
  {
    name: 'search',
    async open(page) {
      await page.goto('/search');
      await page.getByLabel('Words').fill('sink');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('article').first().waitFor();
    },
  },
  {
    name: 'library-details',
    async open(page) {
      await posters(page);
      await page.getByRole('button', { name: 'Details of Sink or float', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'upload',
    async open(page) {
      await posters(page);
      await choose(page, 'samples/lesson.mp4');
      await page.getByRole('button', { name: 'Start the upload' }).waitFor();
    },
  },
  {
    name: 'library-empty',
    async open(page) {
      // What a new site sees: the same page, before anything is in it.
      await page.route('**/api/v1/lessons?*', (route) => route.fulfill({ json: { lessons: [] } }));
      await page.reload();
      await page.getByRole('heading', { name: 'Begin with a lesson' }).waitFor();
    },
  },
];

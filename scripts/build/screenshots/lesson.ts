import type { Page } from 'playwright-core';
import { type Shot, type Shown, videoIsThere } from './shot.ts';

/** Opens the lesson as somebody whose name is known. */
async function openLesson(page: Page, { lessonId }: Shown): Promise<void> {
  await page.evaluate(() => localStorage.setItem('askwell.reviewer', 'Ana'));
  await page.goto(`/lessons/${lessonId}`);
  await page.locator('.question').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** Goes to a question, the first is 1, and plays up to a second: what browsers draw over a video that loads is gone then. */
async function watch(page: Page, question: number, until: string): Promise<void> {
  for (let at = 0; at < question; at += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await page.getByText(`${until} /`).first().waitFor();
  await page.keyboard.press('k');
  await page.waitForLoadState('networkidle');
}

/** Chart.js draws in a frame of its own. */
async function charts(page: Page): Promise<void> {
  await page.locator('canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
}

export const lessonShots: readonly Shot[] = [
  {
    name: 'lesson',
    async open(page, shown) {
      await openLesson(page, shown);
      await watch(page, 4, '0:19');
    },
  },
  {
    name: 'lesson-question',
    async open(page, shown) {
      // Browsers paint only the rows that are in the window.
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      if (width > height) await page.setViewportSize({ width, height: 1280 });
      await openLesson(page, shown);
      await watch(page, 6, '0:33');
      const row = page.locator('[id^="q-"]').nth(5);
      await row.locator('button[aria-expanded]').click();
      await row.getByRole('textbox').first().waitFor();
    },
  },
  {
    name: 'lesson-voices',
    async open(page, shown) {
      await openLesson(page, shown);
      const panel = page.getByRole('region', { name: 'Who is who?' });
      await panel.getByText('Voices, one by one').click();
      await panel.getByRole('combobox').first().waitFor();
      await panel.scrollIntoViewIfNeeded();
      await videoIsThere(page);
    },
  },
  {
    name: 'lesson-keys',
    async open(page, shown) {
      await openLesson(page, shown);
      await watch(page, 4, '0:19');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'summary',
    fullPage: true,
    async open(page, { lessonId }) {
      await page.goto(`/lessons/${lessonId}/summary`);
      await charts(page);
    },
  },
  {
    name: 'lesson-spanish',
    locale: 'es-MX',
    async open(page, shown) {
      await openLesson(page, shown);
      await watch(page, 4, '0:19');
    },
  },
  {
    name: 'report-spanish',
    fullPage: true,
    async open(page, { lessonId }) {
      await page.goto(`/api/v1/lessons/${lessonId}/export.html?language=es`);
      await page.getByRole('heading').first().waitFor();
    },
  },
  {
    name: 'report',
    fullPage: true,
    async open(page, { lessonId }) {
      await page.goto(`/api/v1/lessons/${lessonId}/export.html`);
      await page.getByRole('heading').first().waitFor();
    },
  },
  {
    name: 'progress',
    fullPage: true,
    async open(page) {
      await page.goto('/progress');
      await charts(page);
    },
  },
];

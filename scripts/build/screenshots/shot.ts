import type { Page } from 'playwright-core';

/** What the pictures show. */
export interface Shown {
  /** The whole sample lesson, analysed. */
  readonly lessonId: string;
  /** The address of the local cloud's own page, with its token. */
  readonly cloudPage: string;
}

/** Settles when nothing is loaded any more, and the browser has drawn the video without its sign of loading. */
export async function videoIsThere(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction("document.querySelector('video')?.readyState >= 4");
  // The sign fades out.
  await page.waitForTimeout(1000);
}

/** One view worth a picture; it is taken light and dark, on a desktop and on a phone. */
export interface Shot {
  /** Also the file's name. */
  readonly name: string;
  /** Brings a fresh page at `/` to the view, and waits until it is all there. */
  open(page: Page, shown: Shown): Promise<void>;
  /** The whole page, not only what the window shows. */
  readonly fullPage?: boolean;
  /** Of the browser; British English where none is said. */
  readonly locale?: string;
}

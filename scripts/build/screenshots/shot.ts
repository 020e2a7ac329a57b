import type { Page } from 'playwright-core';

/** Lessons that the pictures show, by what they are. */
export interface Shown {
  /** The whole sample lesson, analysed. */
  readonly lessonId: string;
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

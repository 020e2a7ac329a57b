import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';

/** What has to be there, what is clicked then, and what answers the click: CSS selectors. */
export interface Awaited {
  readonly rows: string;
  readonly count: number;
  readonly button?: string;
  readonly answer?: string;
}

export interface Shift {
  readonly value: number;
  readonly at: number;
  /** The elements that moved. */
  readonly what: string;
}

/** A stretch of time of the page; milliseconds. */
export interface Took {
  readonly at: number;
  readonly milliseconds: number;
}

const source = fileURLToPath(new URL('./probe.ts', import.meta.url));

/** Has each page of a profile note layout shifts, long tasks and slow inputs, and when `awaited` is on the screen. */
export async function watchPages(context: BrowserContext, awaited?: Awaited): Promise<void> {
  const { code } = await transform(await readFile(source, 'utf8'), {
    loader: 'ts',
    format: 'iife',
    target: 'chrome123',
  });
  const more = awaited === undefined ? '' : `\nprobe.await(${JSON.stringify(awaited)});`;
  await context.addInitScript({ content: `${code}${more}` });
}

/** Milliseconds from the navigation until what was awaited was on the screen. Asks the page once, then waits. */
export const paintedAt = (page: Page): Promise<number> => page.evaluate<number>('probe.painted');

/**
 * Lets the API answer one question at a time, each only when the page has shown what came before it, until
 * `answerFreely` is called.
 */
export async function answerOneByOne(context: BrowserContext): Promise<void> {
  let shown: Promise<unknown> = Promise.resolve();
  await context.route(/\/api\/v1\//, async (route) => {
    const before = shown;
    const answered = Promise.withResolvers<void>();
    shown = answered.promise;
    await before;
    await twoPictures(route.request().frame().page());
    await route.continue();
    answered.resolve();
  });
}

/** Lets go of what is still held, and waits for it: a page must not be closed over it. */
export const answerFreely = (context: BrowserContext) => context.unrouteAll({ behavior: 'wait' });

/** Settles two pictures later, so that what is there has been laid out and shown. */
export const twoPictures = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');

export const shiftsOf = (page: Page): Promise<Shift[]> => page.evaluate<Shift[]>('probe.shifts');
export const longTasksOf = (page: Page): Promise<Took[]> => page.evaluate<Took[]>('probe.longTasks');
export const inputsOf = (page: Page): Promise<(Took & { name: string })[]> => page.evaluate('probe.inputs');

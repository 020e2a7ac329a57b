import type { Browser, BrowserContext } from 'playwright-core';
import { type Awaited, watchPages } from '../../testing/studio/watch.ts';

/** A profile that has seen nothing yet: no cache, no compiled script, no storage but the reviewer's name. */
export async function freshProfile(browser: Browser, awaited?: Awaited): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await watchPages(context, awaited);
  await context.addInitScript("location.protocol === 'about:' || localStorage.setItem('askwell.reviewer', 'Ana')");
  return context;
}

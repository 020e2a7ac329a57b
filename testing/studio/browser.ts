import AxeBuilder from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium } from './chromium.ts';

const path = await findChromium();
if (path === null) {
  if (process.env.CI) throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH.');
  console.warn('The browser tests are skipped: no Chromium on the PATH. Install it, or set CHROMIUM_PATH.');
}

/** `describe` for what needs a browser; skipped, with a word why, where there is none. */
export const describeInBrowser = describe.skipIf(path === null);

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly device?: keyof typeof devices;
  /** Of the browser, and so of a page on which nobody has chosen another one. */
  readonly locale?: string;
}

const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  laptop: { viewport: { width: 1366, height: 768 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

/** Each window of a page would start processes that nobody needs here: for what is typed as an address, and in reserve. */
const notNeeded = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
];
/** As Playwright 1.65.1 switches them off: Chromium takes the last list alone. */
const offForPlaywright = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...[
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
  ],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  'PreconnectToSearch',
];

let browser: Browser | undefined;
const contexts: BrowserContext[] = [];
const faults: string[] = [];

/** What a test provokes on purpose, such as a request that is to fail, and so is no fault. */
export let expected: RegExp[] = [];
export const expectFaults = (...patterns: RegExp[]) => {
  expected = patterns;
};

beforeAll(async () => {
  if (path === null) return;
  browser = await chromium.launch({
    executablePath: path,
    args: [
      ...['--no-sandbox', '--disable-dev-shm-usage', '--lang=en-GB'],
      `--disable-features=${[...offForPlaywright, ...notNeeded].join(',')}`,
    ],
  });
});

// A console error or a breach of the content security policy fails the test in which it happened.
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  const unexpected = faults.splice(0).filter((fault) => !expected.some((pattern) => pattern.test(fault)));
  expected = [];
  expect(unexpected).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
});

/** A page of a fresh profile; it goes with the test. */
export async function openPage(url: string, look: Look = {}): Promise<Page> {
  const context = await newContext(url, look);
  const page = await context.newPage();
  await page.goto('/');
  return page;
}

/** A fresh profile, for tests that need several pages of one. Its pages' faults fail the test. */
export async function newContext(
  url: string,
  { scheme = 'light', device = 'desktop', locale = 'en-GB' }: Look = {},
): Promise<BrowserContext> {
  if (browser === undefined) throw new Error('There is no browser.');
  const context = await browser.newContext({
    ...devices[device],
    baseURL: url,
    colorScheme: scheme,
    locale,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  contexts.push(context);
  context.on('page', watch);
  await context.addInitScript(() => {
    // Chromium tells breaches in the console, too; this names the directive.
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return context;
}

function watch(page: Page): void {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(error.stack ?? String(error)));
}

/** What axe finds wrong with the page as it is now, in words; WCAG 2.2 AA and best practices. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The policy allows no script but the page's own; a debugger's evaluation is not bound by it.
  await page.evaluate(AxeBuilder.source);
  const { violations } = await page.evaluate(() =>
    // Defined by the line above.
    (window as unknown as { axe: typeof AxeBuilder }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

/** By how many pixels the page is wider than its window. */
export async function sidewaysScroll(page: Page): Promise<number> {
  // Not innerWidth: where a phone is emulated that grows with what is too wide.
  const width = page.viewportSize()?.width ?? Number.NaN;
  const content = await page.evaluate(() => document.documentElement.scrollWidth);
  return Math.max(0, content - width);
}

import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { type Awaited, paintedAt } from '../../testing/studio/watch.ts';
import { atMost, type Figure, figure, median, ratioAtMost } from '../measuring/figure.ts';
import { startBarePage } from './barePage.ts';
import { freshProfile } from './profile.ts';

const awaited = (count: number): Awaited => ({
  rows: '.lessons article',
  count,
  button: '.lessons article button',
  answer: 'dialog[open]',
});

/**
 * From the navigation until all lessons of the page are listed and a click on the first one's button, done in that
 * moment, has its dialogue on the screen. Milliseconds, by the page's own clock.
 */
async function interactive(browser: Browser, url: string, count: number): Promise<number> {
  const context = await freshProfile(browser, awaited(count));
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const took = await paintedAt(page);
  await context.close();
  return took;
}

/** The first view with `count` lessons, beside a page without script or style that shows the same text. */
export async function libraryFigures(browser: Browser, host: string, count: number, rounds: number): Promise<Figure[]> {
  const context = await freshProfile(browser);
  const page = await context.newPage();
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (answer) => {
    if (/javascript/.test(answer.headers()['content-type'] ?? '')) scripts.push(answer.body());
  });
  await page.goto(host, { waitUntil: 'networkidle' });
  const rows = await page.locator('.lessons article').allInnerTexts();
  const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
  await context.close();
  await using bare = await startBarePage(rows);
  const ours: number[] = [];
  const theirs: number[] = [];
  // Taken in turns, so that both see the same machine; the first round warms the servers.
  for (let round = 0; round <= rounds; round += 1) {
    const theirTime = await interactive(browser, bare.url, count);
    const ourTime = await interactive(browser, host, count);
    if (round === 0) continue;
    theirs.push(theirTime);
    ours.push(ourTime);
  }
  return [
    figure({
      name: 'library: interactive',
      value: median(ours),
      unit: 'ms',
      baseline: median(theirs),
      ratio: median(ours.map((took, index) => took / (theirs[index] ?? Number.NaN))),
      target: ratioAtMost(14),
    }),
    figure({ name: 'library: slowest load', value: Math.max(...ours), unit: 'ms', baseline: Math.max(...theirs) }),
    figure({ name: 'library: JavaScript, gzip', value: bytes / 1000, unit: 'kB', target: atMost(150) }),
  ];
}

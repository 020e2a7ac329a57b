import type { Browser } from 'playwright-core';
import { answerFreely, answerOneByOne, shiftsOf, twoPictures } from '../../testing/studio/watch.ts';
import { atMost, type Figure, figure } from '../measuring/figure.ts';
import { freshProfile } from './profile.ts';

/** Views by what is on the screen when they are all there. */
const views = (lessonId: string) => ({
  library: { path: '/', whole: '.poster img' },
  lesson: { path: `/lessons/${lessonId}`, whole: '.question' },
  summary: { path: `/lessons/${lessonId}/summary`, whole: '.chart canvas' },
  progress: { path: '/progress', whole: '.chart canvas' },
});

/** How far each view's parts move while it loads, all moves added up; the worst of some cold loads. */
export async function shiftFigures(
  browser: Browser,
  host: string,
  lessonId: string,
  { rounds, say }: { rounds: number; say: (line: string) => void },
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, { path, whole }] of Object.entries(views(lessonId))) {
    let worst = 0;
    for (let round = 0; round < rounds; round += 1) {
      const context = await freshProfile(browser);
      // Once as fast as it goes, then with every state on the screen that a slow answer leaves there.
      if (round > 0) await answerOneByOne(context);
      const page = await context.newPage();
      await page.goto(`${host}${path}`, { waitUntil: 'networkidle' });
      await page.locator(whole).first().waitFor();
      await answerFreely(context);
      await twoPictures(page);
      const shifts = await shiftsOf(page);
      for (const { value, at, what } of shifts)
        say(`${name} moved by ${value.toFixed(4)} at ${Math.round(at)} ms: ${what}`);
      worst = Math.max(
        worst,
        shifts.reduce((sum, { value }) => sum + value, 0),
      );
      await context.close();
    }
    figures.push(figure({ name: `${name}: layout shift`, value: worst, unit: 'score', target: atMost(0.01) }));
  }
  return figures;
}

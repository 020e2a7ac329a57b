import type { Browser, Page } from 'playwright-core';
import { inputsOf, longTasksOf, paintedAt, twoPictures } from '../../testing/studio/watch.ts';
import { freshProfile } from './profile.ts';

interface Step {
  readonly name: string;
  readonly act: (page: Page) => Promise<void>;
}

export interface Handled {
  /** Until the first questions are on the screen; milliseconds. */
  readonly shown: number;
  /** After that; 50 where there is none, for the browser tells of no shorter one. Milliseconds. */
  readonly longest: number;
  readonly longTasks: number;
  /** From an input to the next picture; milliseconds. */
  readonly slowestInput: number;
}

/** Milliseconds. */
const shortestLongTask = 50;

async function times(count: number, act: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index += 1) await act(index);
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the screen.`);
  return box;
}

// The driver looks for roles, labels and texts in the page itself, in each of its 18,000 elements: seconds of work that
// no coach causes. What is found by its class alone costs nothing.
const filters = { code: 0, subtype: 1, confidence: 2 } as const;
async function choose(page: Page, filter: keyof typeof filters, value: string): Promise<void> {
  await page.locator('.choices select').nth(filters[filter]).selectOption(value);
  // What is chosen stands in the address; '' and 50 are what is there without a choice.
  if (value !== '' && value !== '50') await page.waitForURL(({ search }) => search.includes(`=${value}`));
}
const saved = (page: Page) => page.locator('.saving').getByText('All corrections are saved').waitFor();

async function pressMiddle(page: Page, selector: string): Promise<void> {
  const { x, y, width, height } = await boxOf(page, selector);
  await page.mouse.click(x + width / 2, y + height / 2);
}

const steps: readonly Step[] = [
  {
    name: 'scrolling through the questions',
    async act(page) {
      await page.mouse.move(400, 780);
      await times(120, async () => {
        await page.mouse.wheel(0, 400);
        await twoPictures(page);
      });
      await times(40, () => page.mouse.wheel(0, -2000));
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  { name: '100 questions by arrow keys', act: (page) => times(100, () => page.keyboard.press('ArrowDown')) },
  {
    name: '30 clicks on the timeline',
    async act(page) {
      const { x, y, width } = await boxOf(page, '.timeline-frame');
      await times(30, (index) => page.mouse.click(x + 5 + ((index * 37) % 100) * ((width - 10) / 100), y + 60));
    },
  },
  {
    name: 'zooming and dragging',
    async act(page) {
      const { x, y, width } = await boxOf(page, '.timeline-frame');
      const [out, closer] = ['.timeline-zoom button:first-child', '.timeline-zoom button:last-child'] as const;
      await times(6, () => pressMiddle(page, closer));
      const drag = async (from: number, to: number, at: number) => {
        await page.mouse.move(from, at);
        await page.mouse.down();
        await page.mouse.move(to, at, { steps: 40 });
        await page.mouse.up();
      };
      await drag(x + width * 0.9, x + width * 0.1, y + 60);
      await drag(x + width * 0.2, x + width * 0.8, y + 60);
      const overview = page.locator('.timeline-overview');
      if ((await overview.count()) > 0) {
        const strip = await boxOf(page, '.timeline-overview');
        await drag(strip.x + 20, strip.x + strip.width - 20, strip.y + 10);
      }
      await page.mouse.move(x + width / 2, y + 60);
      await page.keyboard.down('Control');
      await times(20, (index) => page.mouse.wheel(0, index < 10 ? -100 : 100));
      await page.keyboard.up('Control');
      await times(6, () => pressMiddle(page, out));
    },
  },
  {
    name: 'filtering',
    async act(page) {
      for (const value of ['OEQ', 'CEQ', '']) await choose(page, 'code', value);
      for (const value of ['predict', '']) await choose(page, 'subtype', value);
      for (const value of ['80', '50']) await choose(page, 'confidence', value);
      await page.locator('.choices select').first().blur();
    },
  },
  {
    name: 'recoding 20 questions by keys',
    async act(page) {
      await times(20, async (index) => {
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press(index % 2 === 0 ? 'c' : 'o');
      });
      await saved(page);
    },
  },
  {
    name: 'typing a note',
    async act(page) {
      await page.keyboard.press('n');
      await page.keyboard.type('Asked on the carpet; several answers were good, and there was time for them.');
      await page.locator('.note button[type=submit]').click();
      await saved(page);
    },
  },
];

/** Opens a lesson in a fresh profile and goes through it as a coach would; says what held up the page. */
export async function handle(browser: Browser, address: string, say: (line: string) => void): Promise<Handled> {
  const context = await freshProfile(browser, { rows: '.question', count: 1 });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'commit' });
  const shown = await paintedAt(page);
  let longest = shortestLongTask;
  let longTasks = 0;
  let slowestInput = 0;
  let from = shown;
  // What the page still does by itself belongs to the time after the load, too.
  const all = [{ name: 'what follows the first questions', act: () => page.waitForLoadState('networkidle') }, ...steps];
  for (const { name, act } of all) {
    await act(page);
    await twoPictures(page);
    const tasks = (await longTasksOf(page)).filter(({ at, milliseconds }) => at + milliseconds > from);
    const inputs = (await inputsOf(page)).filter(({ at }) => at > from);
    const most = Math.max(0, ...tasks.map(({ milliseconds }) => milliseconds));
    const slowest = Math.max(0, ...inputs.map(({ milliseconds }) => milliseconds));
    say(`${name}: ${tasks.length} long tasks, longest ${most} ms, slowest input ${slowest} ms`);
    longest = Math.max(longest, most);
    longTasks += tasks.length;
    slowestInput = Math.max(slowestInput, slowest);
    from = await page.evaluate<number>('performance.now()');
  }
  await context.close();
  return { shown, longest, longTasks, slowestInput };
}

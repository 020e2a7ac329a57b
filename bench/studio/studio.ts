import { chromium } from 'playwright-core';
import { startTestCloud } from '../../testing/cloud.ts';
import { findChromium } from '../../testing/studio/chromium.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtMost, type Target } from '../measuring/figure.ts';
import { seedLibrary, seedLong } from './lessons.ts';
import { libraryFigures } from './library.ts';
import { type Handled, handle } from './longLesson.ts';
import { shiftFigures } from './shifts.ts';

/** As many as the library shows on a page. */
const pageOfLessons = 24;

/** The studio in a browser: how soon its first view can be used, what jumps, and what a very long lesson holds up. */
export async function studio({ quick, say }: BenchOptions): Promise<BenchResult> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on the PATH. Install it, or set CHROMIUM_PATH.');
  const rounds = quick ? 3 : 11;
  const loads = quick ? 2 : 4;
  const passes = quick ? 1 : 3;
  const questions = quick ? 120 : 600;
  const fewQuestions = 20;
  await using cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  await seedLibrary(cloud, pageOfLessons);
  await using stack = new AsyncDisposableStack();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  stack.defer(() => browser.close());
  say(`Chromium ${browser.version()}; loading the library ${rounds} times`);
  const library = await libraryFigures(browser, cloud.host, pageOfLessons, rounds);
  const longId = await seedLong(cloud, 'long', questions);
  const shortId = await seedLong(cloud, 'short', fewQuestions);
  const shifts = await shiftFigures(browser, cloud.host, longId, { rounds: loads, say });
  const few: Handled[] = [];
  const many: Handled[] = [];
  // In turns, so that both see the same machine.
  for (let pass = 1; pass <= passes; pass += 1) {
    say(`a lesson of ${fewQuestions} questions, pass ${pass} of ${passes}:`);
    few.push(await handle(browser, `${cloud.host}/lessons/${shortId}`, say));
    say(`a lesson of ${questions} questions, pass ${pass} of ${passes}:`);
    many.push(await handle(browser, `${cloud.host}/lessons/${longId}`, say));
  }
  // The median pass: what holds up the page holds it up each time; what held it up once was the machine.
  const long = (name: string, unit: string, of: keyof Handled, target?: Target) =>
    figure({
      name: `long lesson: ${name}`,
      value: median(many.map((pass) => pass[of])),
      unit,
      baseline: median(few.map((pass) => pass[of])),
      ...(target === undefined ? {} : { target }),
    });
  return {
    figures: [
      ...library,
      ...shifts,
      long('questions shown', 'ms', 'shown'),
      long('longest task', 'ms', 'longest', ratioAtMost(2.5)),
      long('long tasks', 'tasks', 'longTasks'),
      long('slowest input', 'ms', 'slowestInput', ratioAtMost(3)),
    ],
    conditions: {
      rounds,
      loads,
      passes,
      lessons: pageOfLessons,
      questions,
      hours: (questions * 12) / 3600,
      chromium: browser.version(),
      interactive: 'all lessons listed, and the first button, clicked at once, has its dialogue on the screen',
      layoutShift: 'all moves of a cold load added up; the worst load, all but one with answers held one by one',
      longTasks: 'of 50 ms and more, from the first questions on the screen; the longest is 50 where there is none',
      baseline: `library: HTML of the same text without script or style, from node:http; lesson: ${fewQuestions} questions`,
    },
  };
}

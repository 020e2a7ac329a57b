import { chromium } from 'playwright-core';
import { startTestCloud } from '../testing/cloud.ts';
import { findChromium } from '../testing/studio/chromium.ts';
import { atMost, type BenchOptions, type BenchResult, figure } from './bench.ts';
import { seedLibrary, seedLong } from './studio/lessons.ts';
import { libraryFigures } from './studio/library.ts';
import { handle } from './studio/longLesson.ts';
import { shiftFigures } from './studio/shifts.ts';

/** As many as the library shows on a page. */
const pageOfLessons = 24;

/** The studio in a browser: how soon its first view can be used, what jumps, and what a very long lesson holds up. */
export async function studio({ quick, say }: BenchOptions): Promise<BenchResult> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on the PATH. Install it, or set CHROMIUM_PATH.');
  const rounds = quick ? 3 : 11;
  const loads = quick ? 2 : 4;
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
  say(`a lesson of ${fewQuestions} questions:`);
  const few = await handle(browser, `${cloud.host}/lessons/${shortId}`, { rounds: loads, say });
  say(`a lesson of ${questions} questions:`);
  const many = await handle(browser, `${cloud.host}/lessons/${longId}`, { rounds: loads, say });
  return {
    figures: [
      ...library,
      ...shifts,
      figure({ name: 'long lesson: questions shown', value: many.shown, unit: 'ms', baseline: few.shown }),
      figure({
        name: 'long lesson: longest task',
        value: many.longest,
        unit: 'ms',
        baseline: few.longest,
        target: atMost(100),
      }),
      figure({ name: 'long lesson: long tasks', value: many.longTasks, unit: 'tasks', baseline: few.longTasks }),
      figure({ name: 'long lesson: slowest input', value: many.slowestInput, unit: 'ms', baseline: few.slowestInput }),
    ],
    conditions: {
      rounds,
      loads,
      lessons: pageOfLessons,
      questions,
      hours: (questions * 12) / 3600,
      chromium: browser.version(),
      interactive: 'all lessons listed, and the first button, clicked at once, has its dialogue on the screen',
      layoutShift: 'all moves of a cold load added up; the worst load, all but one with answers held one by one',
      longTasks: 'of 50 ms and more, from the first questions on the screen; 0 where there is none',
      baseline: `library: HTML of the same text without script or style, from node:http; lesson: ${fewQuestions} questions`,
    },
  };
}

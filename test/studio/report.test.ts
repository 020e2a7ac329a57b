import { expect, test } from 'vitest';
import type { LessonExport } from '../../shared/exports/lessonExport.ts';
import { exportReport } from '../../shared/exports/report/report.ts';
import type { Language } from '../../shared/words/texts.ts';
import { hostile, hostileLesson, longLesson } from '../../testing/lessons.ts';
import { accessibilityFaults, describeInBrowser, newContext, sidewaysScroll } from '../../testing/studio/browser.ts';

/** A lesson in which every text is as long as can be, in wide letters. */
function widest(): LessonExport {
  const long = longLesson(200);
  const words = 'WHATEVER THE CATERPILLAR THAT WE FOUND UNDER THE LEAVES THIS MORNING '.repeat(6);
  const lesson = { ...long.lesson, title: words.slice(0, 200), educator: 'Ü'.repeat(200), siteId: 'W'.repeat(100) };
  return { ...long, lesson, questions: long.questions.map((one, index) => ({ ...one, text: `${index} ${words}` })) };
}

const lessons: [string, LessonExport][] = [
  ['no question', longLesson(0)],
  ['5 questions', longLesson(5)],
  ['200 questions', longLesson(200)],
  ['600 questions', longLesson(600)],
  ['the longest texts', widest()],
  ...hostile
    .filter(([name]) => ['line breaks', 'emoji', 'right to left'].includes(name))
    .map(([name, text]): [string, LessonExport] => [name, hostileLesson(text)]),
];

async function open(taken: LessonExport, device: 'desktop' | 'phone' = 'desktop', language: Language = 'en') {
  const context = await newContext('http://localhost', { device });
  const page = await context.newPage();
  // Like a file that was saved: the policy is the one inside. Breaches of it fail the test.
  await page.setContent(exportReport(taken, language));
  return page;
}

// Chromium writes page objects uncompressed.
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;

describeInBrowser('the report', () => {
  test.each(lessons)('with %s prints on one page of A4 and of Letter, its notes on another', async (_, taken) => {
    const page = await open(taken);
    const noted = taken.questions.filter(({ review }) => review?.note !== undefined).length;
    const expected = noted === 0 ? 1 : 2;
    expect(pages(await page.pdf({ format: 'A4', preferCSSPageSize: false }))).toBe(expected);
    expect(pages(await page.pdf({ format: 'Letter', preferCSSPageSize: false }))).toBe(expected);
    expect(await page.locator('.notes li').count()).toBe(noted);
  });

  test.each(['desktop', 'phone'] as const)('can be read by everybody on a %s', async (device) => {
    const page = await open(widest(), device);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test.each(['desktop', 'phone'] as const)('in Spanish is as short and as easy to read on a %s', async (device) => {
    for (const taken of [widest(), longLesson(600)]) {
      const page = await open(taken, device, 'es');
      expect(pages(await page.pdf({ format: 'A4', preferCSSPageSize: false }))).toBe(1);
      expect(pages(await page.pdf({ format: 'Letter', preferCSSPageSize: false }))).toBe(1);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    }
  });

  test('shows what people typed as text', async () => {
    const page = await open(hostileLesson('<script>document.title = "run"</script><b>why</b>'));
    expect(await page.locator('h1').textContent()).toContain('<script>');
    expect(await page.locator('main script, main b b, h1 b').count()).toBe(0);
  });
});

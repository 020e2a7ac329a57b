import type { Page } from 'playwright-core';
import type { TestCloud } from '../cloud.ts';
import type { newContext } from './browser.ts';
import { askedEvery, seedLesson } from './seedLesson.ts';

/** How long the lessons of `freshLesson` are, in seconds. */
export const freshDuration = 113;
let count = 0;

/** A lesson of a test's own, with 20 questions, one every five and a half seconds from the first. @returns its address */
export async function freshLesson(
  cloud: TestCloud,
  change: Partial<Parameters<typeof seedLesson>[1]> = {},
): Promise<string> {
  count += 1;
  const { lessonId } = await seedLesson(cloud, {
    blobName: `River School/lesson ${count}.mp4`,
    questions: askedEvery(5.5, 20),
    durationSeconds: freshDuration,
    ...change,
  });
  return `/lessons/${lessonId}`;
}

/** Opens a lesson in a browser of somebody whose name is known. */
export async function openLesson(
  context: Awaited<ReturnType<typeof newContext>>,
  address: string,
  name = 'Ana',
): Promise<Page> {
  await context.addInitScript(
    (reviewer) => location.protocol === 'about:' || localStorage.setItem('askwell.reviewer', reviewer),
    name,
  );
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('heading', { name: 'Questions', exact: true }).waitFor();
  return page;
}

/** The row of a question in the list. */
export const rowOf = (page: Page, id: string) => page.locator(`#q-${id}`);
/** Waits until the page says that nothing waits to be sent. */
export const allSaved = (page: Page) => page.getByText('All corrections are saved').waitFor();

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, expectFaults, newContext } from '../../testing/studio/browser.ts';
import {
  freshDuration as duration,
  freshLesson,
  openLesson,
  rowOf as row,
  allSaved as saved,
} from '../../testing/studio/lessonPage.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const fresh = () => freshLesson(cloud);

const open = async (address: string, name?: string) => openLesson(await newContext(cloud.host), address, name);

interface Shown {
  id: string;
  start: number;
  end: number;
  text: string;
  label: string;
  waitTimeSeconds: number | null;
  rejected?: boolean;
  origin?: string;
  askedBy?: string;
  review?: { label: string; subtype?: string };
}
const read = async (address: string): Promise<{ questions: Shown[]; metrics: { questionCount: number } }> =>
  (await fetch(`${cloud.host}/api/v1${address}/questions`)).json();
const questionOf = async (address: string, id: string) =>
  (await read(address)).questions.find((question) => question.id === id);
const countOf = async (address: string) => (await read(address)).metrics.questionCount;
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** The pixel of a second on the timeline that shows the whole lesson. */
async function pixelOf(page: Page, seconds: number): Promise<{ x: number; y: number }> {
  const box = await page.getByRole('slider', { name: 'Timeline' }).boundingBox();
  if (box === null) throw new Error('there is no timeline');
  return { x: box.x + (seconds / duration) * box.width, y: box.y + 60 };
}

async function drag(page: Page, from: number, to: number): Promise<void> {
  const [a, b] = [await pixelOf(page, from), await pixelOf(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, b.y, { steps: 4 });
  await page.mouse.move(b.x, b.y, { steps: 4 });
  await page.mouse.up();
}

describeInBrowser('what is no question', () => {
  test('is said by X, counts in nothing, and is one again after undoing', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await row(page, 'q001').getByText('not a question').waitFor();
    await page.getByText('19 questions').first().waitFor();
    await saved(page);
    expect(await questionOf(address, 'q001')).toMatchObject({ rejected: true });
    expect(await countOf(address)).toBe(19);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('u');
    await page.getByText('20 questions').first().waitFor();
    await expect.poll(() => countOf(address)).toBe(20);
  });
});

describeInBrowser('a question that was missed', () => {
  test('is added by A at the video’s time, coded, and its wait is measured', async () => {
    const address = await fresh();
    const page = await open(`${address}?at=5`);
    await page.keyboard.press('a');
    await dialog(page, 'Add a question').getByLabel('Words').fill('And why is that?');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('And why is that?').first().waitFor();
    await saved(page);
    // From 3 s to 5 s; the next voice begins at 6.5 s.
    const added = (await read(address)).questions.find(({ text }) => text === 'And why is that?');
    expect(added).toMatchObject({ start: 3, end: 5, label: 'OEQ', origin: 'person', waitTimeSeconds: 1.5 });
    expect(await countOf(address)).toBe(21);
    await page.keyboard.press('u');
    await expect.poll(() => countOf(address)).toBe(20);
  });

  test('is marked on the timeline, with Shift', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.down('Shift');
    await drag(page, 3.5, 5);
    await page.keyboard.up('Shift');
    await dialog(page, 'Add a question').getByLabel('Words').fill('Who knows?');
    await dialog(page, 'Add a question').getByRole('button', { name: 'Save' }).click();
    await saved(page);
    const added = (await read(address)).questions.find(({ text }) => text === 'Who knows?');
    expect(added?.start).toBeCloseTo(3.5, 0);
    expect(added?.end).toBeCloseTo(5, 0);
  });

  test('is drawn over in the transcript, and has the words that were heard there', async () => {
    const page = await open(await fresh());
    await page.locator('.line').nth(0).hover();
    await page.mouse.down();
    await page.locator('.line').nth(1).hover();
    await page.mouse.up();
    const words = dialog(page, 'Add a question').getByLabel('Words');
    expect(await words.inputValue()).toBe('What do you think will happen to the stone? Is it heavy?');
  });
});

describeInBrowser('borders', () => {
  test('move by keys in tenths of a second, and back by undoing', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    for (const key of ['.', '.', '.', '>']) await page.keyboard.press(key);
    await saved(page);
    expect(await questionOf(address, 'q001')).toMatchObject({ start: 1.1, end: 3.1, waitTimeSeconds: 3.7 });
    for (let press = 0; press < 4; press += 1) await page.keyboard.press('u');
    await expect.poll(() => questionOf(address, 'q001')).toMatchObject({ start: 1, end: 2.8 });
  });

  test('of the current question are dragged on the timeline', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await row(page, 'q001').and(page.locator('[aria-current]')).waitFor();
    await drag(page, 2.8, 4.8);
    await expect.poll(async () => (await questionOf(address, 'q001'))?.end).toBeCloseTo(4.8, 0);
    expect(await questionOf(address, 'q001')).toMatchObject({ start: 1 });
  });
});

describeInBrowser('questions', () => {
  test('are joined by J with the next, and two again after undoing', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    const both = 'What do you think will happen to the stone? Is it heavy?';
    await row(page, 'q001').getByText(both).waitFor();
    await saved(page);
    expect(await questionOf(address, 'q001')).toMatchObject({ start: 1, end: 8.3, text: both });
    expect(await questionOf(address, 'q002')).toBeUndefined();
    await page.keyboard.press('u');
    await row(page, 'q002').waitFor();
    await expect.poll(() => questionOf(address, 'q002')).toMatchObject({ start: 6.5 });
  });

  test('are split by S, each with its words and its code', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('s');
    const split = dialog(page, 'Split the question');
    await split.getByLabel('First question').fill('What do you think will happen?');
    await split.getByLabel('Second question').fill('Is it a stone?');
    await split.getByLabel('The second begins at (seconds)').fill('2');
    expect(await accessibilityFaults(page)).toEqual([]);
    await split.getByRole('button', { name: 'Save' }).click();
    await page.getByText('21 questions').first().waitFor();
    await saved(page);
    const [first, second] = (await read(address)).questions;
    expect(first).toMatchObject({ id: 'q001', start: 1, end: 2, text: 'What do you think will happen?', label: 'OEQ' });
    expect(second).toMatchObject({ start: 2, end: 2.8, text: 'Is it a stone?', label: 'CEQ', origin: 'person' });
  });

  test('get other words by E, and are coded by them', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('e');
    await dialog(page, 'Words of the question').getByLabel('Words').fill('Is it the stone?');
    await page.keyboard.press('Enter');
    await row(page, 'q001').getByText('CEQ').waitFor();
    await saved(page);
    expect(await questionOf(address, 'q001')).toMatchObject({ text: 'Is it the stone?', label: 'CEQ' });
  });

  test('have a subtype proposed when they are recoded', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await saved(page);
    expect((await questionOf(address, 'q001'))?.review?.subtype).toMatch(
      /^(yes-no|choice|specific-answer|fill-in|tag|repair|request)$/,
    );
  });

  test('are a child’s by B, or all of them the educator’s', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('b');
    await dialog(page, 'Asked by').getByLabel('Child').check();
    await page.keyboard.press('Enter');
    await row(page, 'q001').getByText('asked by: Child').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('b');
    await dialog(page, 'Asked by').getByLabel('Educator').check();
    await dialog(page, 'Asked by').getByLabel('For the whole lesson').check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog(page, 'Asked by').getByRole('button', { name: 'Save' }).click();
    await saved(page);
    const { questions, metrics } = await read(address);
    expect(questions.slice(0, 3).map(({ askedBy }) => askedBy)).toEqual(['child', 'educator', 'educator']);
    expect(metrics).toMatchObject({ questionCount: 19, childCount: 1 });
  });
});

describeInBrowser('a line of the transcript', () => {
  test('gets its right words, and keeps them', async () => {
    const address = await fresh();
    const page = await open(`${address}?at=7`);
    await page.locator('.line[aria-current][data-line="1"]').waitFor();
    await page.getByRole('button', { name: 'Correct the line' }).click();
    await dialog(page, 'Words of the line').getByLabel('Words').fill('Is it heavy, Priyanka?');
    await page.keyboard.press('Enter');
    await page.locator('.line').nth(1).getByText('Is it heavy, Priyanka?').waitFor();
    await saved(page);
    const transcript = await (await fetch(`${cloud.host}/api/v1${address}/transcript.json`)).json();
    expect(transcript).toMatchObject({ segments: [{}, { text: 'Is it heavy, Priyanka?' }, ...Array(18).fill({})] });
    await page.reload();
    await page.locator('.line').nth(1).getByText('Is it heavy, Priyanka?').waitFor();
  });
});

describeInBrowser('corrections without a connection', () => {
  /** A page on which two corrections wait, since nothing reaches the server. */
  async function waiting(address: string) {
    const context = await newContext(cloud.host);
    expectFaults(/ERR_FAILED/);
    const server = { answers: false };
    await context.route(/\/events$/, (route) =>
      server.answers || route.request().method() === 'GET' ? route.continue() : route.abort(),
    );
    const page = await openLesson(context, address, 'Ana');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.getByText('Saving 2 corrections').waitFor();
    return { context, page, server };
  }

  test('survive a crash of the page, and are saved by the next visit', async () => {
    const address = await fresh();
    const { context, page, server } = await waiting(address);
    const crashed = page.waitForEvent('crash');
    const session = await context.newCDPSession(page);
    // It never answers: the page is gone.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();
    expect(await questionOf(address, 'q001')).not.toHaveProperty('review');
    server.answers = true;
    const again = await openLesson(context, address, 'Ana');
    await saved(again);
    expect(await questionOf(address, 'q001')).toMatchObject({ review: { label: 'CEQ' } });
    expect(await questionOf(address, 'q002')).toMatchObject({ rejected: true });
  });

  test('are neither seen nor sent by whoever comes next', async () => {
    const address = await fresh();
    const { context, page, server } = await waiting(address);
    await page.close();
    server.answers = true;
    const ben = await openLesson(context, address, 'Ben');
    await ben.getByText('All corrections are saved').waitFor();
    await row(ben, 'q001').getByText('OEQ').waitFor();
    expect(await questionOf(address, 'q001')).not.toHaveProperty('review');
    await ben.close();
    const ana = await openLesson(context, address, 'Ana');
    await row(ana, 'q001').getByText('Reviewed by Ana').waitFor();
    await saved(ana);
  });

  test('are told of when their author signs out, and then forgotten', async () => {
    const address = await fresh();
    const context = await newContext(cloud.host);
    expectFaults(/ERR_FAILED/);
    await context.route(/\/events$/, (route) =>
      route.request().method() === 'GET' ? route.continue() : route.abort(),
    );
    await context.route(/\/api\/v1\/me$/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), name: 'Ana Ortiz', id: '17' } });
    });
    await context.route(/\.auth\/logout/, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Out</title>' }),
    );
    const page = await openLesson(context, address, '');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.getByText('Saving 1 correction').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    const warning = dialog(page, 'Not everything is saved');
    await warning.getByText('1 correction waits on this device').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await warning.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await warning.getByRole('button', { name: 'Sign out and lose them' }).click();
    await page.waitForURL(/\.auth\/logout/);
    await context.unroute(/\/events$/);
    const again = await openLesson(context, address, '');
    await again.getByText('All corrections are saved').waitFor();
    await row(again, 'q001').getByText('OEQ').waitFor();
    expect(await questionOf(address, 'q001')).not.toHaveProperty('review');
  });
});

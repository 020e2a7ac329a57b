import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  type Look,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { freshLesson } from '../../testing/studio/lessonPage.ts';
import { askedEvery } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
const api = (path: string) => `${cloud.host}/api/v1${path}`;

beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const idOf = (address: string) => address.split('/').at(-1) ?? '';

/** A lesson of three questions: open, closed, open. */
const shortLesson = async (title: string) =>
  idOf(await freshLesson(cloud, { questions: askedEvery(5.5, 3), change: { title } }));

async function begin(lessons: readonly string[], plan: object = {}): Promise<string> {
  const body = { name: 'Autumn', lessons, coders: ['Ana', 'Ben'], doubleShare: 1, seed: 's', by: 'Dr Cole', ...plan };
  const answer = await fetch(api('/studies'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()).id;
}

/** A page of somebody whose name is known. */
async function pageOf(context: BrowserContext, name: string, path: string): Promise<Page> {
  await context.addInitScript(
    (reviewer) => location.protocol === 'about:' || localStorage.setItem('askwell.reviewer', reviewer),
    name,
  );
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

describeInBrowser('a study', () => {
  test('is begun with lessons, coders and the share that two people code', async () => {
    await shortLesson('Boats in spring');
    const page = await pageOf(await newContext(cloud.host), 'Dr Cole', '/');
    await page.getByRole('link', { name: 'Studies' }).click();
    await page.getByRole('link', { name: 'New study' }).click();
    await page.getByRole('button', { name: 'Begin the study' }).click();
    await page.getByText('Name two coders at least, each once.').waitFor();
    await page.getByLabel('Name of the study').fill('Spring');
    await page.getByLabel('Coders', { exact: true }).fill('Ana\nBen\n');
    await page.getByLabel('Share that two people code, in per cent').fill('100');
    await page.getByRole('checkbox', { name: /Boats in spring/ }).check();
    await page.getByText('1 lesson for 2 coders, 1 of them coded by two.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Begin the study' }).click();
    await page.getByRole('heading', { name: 'Spring' }).waitFor();
    await page.getByText('Coders do not see the machine’s codes.').waitFor();
    await page.getByLabel('Who are you?').selectOption('Ben');
    await page.getByRole('link', { name: 'Code Boats in spring' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'All studies' }).click();
    await page.getByRole('link', { name: 'Spring' }).waitFor();
  });

  test('is coded by keys alone, without anything of the machine’s, and handed in once', async () => {
    const lessonId = await shortLesson('Clay');
    const studyId = await begin([lessonId]);
    const page = await pageOf(await newContext(cloud.host), 'Ana', `/studies/${studyId}/lessons/${lessonId}`);
    await page.getByText('0 of 3 coded').waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/Predict|Askwell coded/);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('ArrowDown', 'c', '2', 'b', 'Enter');
    await press('o', '.', '.', 'Enter');
    await press('x');
    await page.getByText('3 of 3 coded').waitFor();
    await page.getByText('All codes are saved').waitFor();
    await press('u');
    await page.getByText('2 of 3 coded').waitFor();
    expect(await page.getByRole('button', { name: 'Hand in' }).isDisabled()).toBe(true);
    await press('x', 'a');
    const dialog = page.getByRole('dialog', { name: 'Add a question' });
    await dialog.getByLabel('Words').fill('And then?');
    await dialog.getByLabel('From (seconds)').fill('20');
    await dialog.getByLabel('To (seconds)').fill('21');
    await dialog.getByLabel('Closed-ended').check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('4 of 4 coded').waitFor();
    await page.getByText('All codes are saved').waitFor();
    const kept = await (await fetch(api(`/studies/${studyId}/lessons/${lessonId}/coding?by=Ana`))).json();
    expect(kept.codes).toEqual([
      {
        startSeconds: 1,
        endSeconds: 2.8,
        text: expect.any(String),
        label: 'CEQ',
        subtype: 'choice',
        askedBy: 'educator',
      },
      { startSeconds: 6.5, endSeconds: 8.5, text: 'Is it heavy?', label: 'OEQ' },
      { startSeconds: 12, endSeconds: 13.8, text: expect.any(String), label: 'none' },
      { startSeconds: 20, endSeconds: 21, text: 'And then?', label: 'CEQ' },
    ]);
    await page.reload();
    await page.getByText('4 of 4 coded').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Hand in' }).click();
    await page.getByText('You have handed this lesson in.').waitFor();
    await press('ArrowDown', 'o');
    await page.getByRole('link', { name: 'Back to the study' }).click();
    await page.getByRole('link', { name: 'Clay: handed in' }).waitFor();
  });
});

const looks: readonly Look[] = [
  { scheme: 'light', device: 'desktop' },
  { scheme: 'dark', device: 'phone' },
];

describeInBrowser.each(looks)('the pages of studies ($scheme, $device)', (look) => {
  test('have no accessibility fault and do not scroll sideways', async () => {
    const lessonId = await shortLesson('A lesson with a title that is longer than a phone is wide, and then some');
    const studyId = await begin([lessonId]);
    const page = await pageOf(await newContext(cloud.host, look), 'Ana', '/studies');
    const paths = ['/studies', '/studies/new', `/studies/${studyId}`, `/studies/${studyId}/lessons/${lessonId}`];
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    }
  });
});

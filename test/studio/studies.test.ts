import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  type Look,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { freshLesson } from '../../testing/studio/lessonPage.ts';
import { askedEvery } from '../../testing/studio/seedLesson.ts';
import { dropFiles } from './files.ts';

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

const subtypes = [
  { key: 'o', digit: '1' },
  { key: 'c', digit: '2' },
  { key: 'c', digit: '1' },
] as const;

describeInBrowser('two who code a lesson blind', () => {
  // Cohen (1968), Weighted kappa, Table 1: two judges, 200 cases, three categories; the kappa without weights is .492.
  const table = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  const cases = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)),
  );
  const questions = askedEvery(3, 200).map((question, index) => ({ ...question, text: `Is it ${index + 1}?` }));

  test('come to the kappa of the table whose codes they give, and settle what they differ in', {
    timeout: 240_000,
  }, async () => {
    const lessonId = idOf(
      await freshLesson(cloud, { questions, durationSeconds: 620, video: null, change: { title: 'Two judges' } }),
    );
    const studyId = await begin([lessonId], { name: 'Cohen' });
    for (const [judge, name] of ['Ana', 'Ben'].entries()) {
      const page = await pageOf(await newContext(cloud.host), name, `/studies/${studyId}/lessons/${lessonId}`);
      await page.getByText('0 of 200 coded').waitFor();
      for (const pair of cases) {
        const { key, digit } = subtypes[pair[judge] ?? 0] ?? subtypes[0];
        await page.keyboard.press('Enter');
        await page.keyboard.press(key);
        await page.keyboard.press(digit);
      }
      await page.getByText('200 of 200 coded').waitFor();
      await page.getByText('All codes are saved').waitFor();
      await page.goto(`/studies/${studyId}/agreement`);
      await page.getByText('No lesson is handed in by all yet').waitFor();
      expect(await page.getByRole('main').innerText()).not.toMatch(/Is it \d/);
      await page.goBack();
      await page.getByRole('button', { name: 'Hand in' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Hand in' }).click();
      await page.getByText('You have handed this lesson in.').waitFor();
      await page.close();
    }
    const context = await newContext(cloud.host);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await pageOf(context, 'Ana', `/studies/${studyId}`);
    await page.getByRole('link', { name: 'Agreement' }).click();
    const row = page.getByRole('row', { name: /Ana and Ben subtype/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['subtype', '200', '70.0%', '0.49', '0.39 to 0.59']);
    await page.getByText('60 of 60 disagreements are not settled.').waitFor();
    await page.getByRole('button', { name: 'Settle on this: Ben, Is it 89?' }).click();
    await page.getByText('59 of 60 disagreements are not settled.').waitFor();
    await page.getByRole('button', { name: 'Another code or a note: Is it 90?' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settle' });
    await dialog.getByLabel('Code').selectOption('Not a question');
    await dialog.getByLabel('Why (is kept)').fill('She reads it aloud.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('58 of 60 disagreements are not settled.').waitFor();
    await page.getByText(/Settled by Ana, .* She reads it aloud\./).waitFor();
    const methods = page.getByRole('region', { name: 'Text for a methods section' });
    await methods.getByText(/kappa 0\.49/).waitFor();
    await methods.getByText(/2 questions were settled in talk; 58 disagreements are open/).waitFor();
    await page.getByRole('button', { name: 'Copy the text' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/kappa 0\.49/);
    await page.getByLabel('Mask names').check();
    await methods.getByText(/\[coder 1\] and \[coder 2\]/).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'All codes (CSV)' }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(401);
    expect(csv).not.toMatch(/Ana|Ben/);
    // A journal may want another language than the page's.
    const spanish = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Methods in Spanish (text)' }).click();
    expect(await readFile(await (await spanish).path(), 'utf8')).toMatch(/kappa 0\.49/);
    await page.getByRole('button', { name: 'Español' }).click();
    const métodos = page.getByRole('region', { name: 'Texto para la sección de métodos' });
    await métodos.getByText(/2 preguntas se resolvieron al conversar/).waitFor();
    await métodos.getByText(/\[coder 1\] y \[coder 2\]/).waitFor();
  });

  test('are led from the lesson’s page to where they code it, and see nothing of its codes there', async () => {
    const lessonId = await shortLesson('Ramps');
    const studyId = await begin([lessonId]);
    const page = await pageOf(await newContext(cloud.host), 'Ana', `/lessons/${lessonId}`);
    await page.getByText('You code this lesson in a study.').waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/OEQ|CEQ|Predict|Take away|Summary/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Code this lesson' }).click();
    await page.getByText('0 of 3 coded').waitFor();
    // Whoever began it closes it, and the lesson is shown.
    await page.goto(`/studies/${studyId}`);
    await page.getByRole('button', { name: 'Close the study' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close the study' }).click();
    await page.getByText(/This study was closed on/).waitFor();
    await page.goto(`/lessons/${lessonId}`);
    await page.getByRole('heading', { name: 'Questions', exact: true }).waitFor();
    await page.goto(`/studies/${studyId}`);
    await page.getByRole('button', { name: 'Delete the study' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the study' }).click();
    await page.getByText('The study is deleted, with 0 sets of codes.').waitFor();
  });
});

describeInBrowser('a table of earlier hand coding', () => {
  test('is shown as it matches, and taken over as what a coder has handed in', async () => {
    const lessonId = await shortLesson('Blocks');
    const page = await pageOf(await newContext(cloud.host), 'Dr Cole', `/lessons/${lessonId}`);
    await page.getByRole('button', { name: 'Bring in' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'New study' }).click();
    await page.getByRole('checkbox', { name: /Blocks/, checked: true }).waitFor();
    await page.getByLabel('Name of the study').fill('Old codes');
    await page.getByLabel('Coders', { exact: true }).fill('Ana\nCoding of 2019');
    await page.getByLabel('Share that two people code, in per cent').fill('100');
    await page.getByRole('button', { name: 'Begin the study' }).click();
    await page.getByRole('button', { name: 'Bring in hand coding' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring in hand coding' });
    await dialog.getByLabel('Whose codes, of which lesson').selectOption('Blocks: Coding of 2019');
    const wrong = { name: 'codes.csv', content: Buffer.from('time,label\n1,OEQ\n6.4,maybe\n') };
    const right = { ...wrong, content: Buffer.from('time;label;subtype\n1,1;OEQ;predict\n0:06.5;CEQ;\n40;OEQ;\n') };
    await dropFiles(page, [wrong], 'dialog form');
    await dialog.getByText(/line 3: the label "maybe" is none/).waitFor();
    await dropFiles(page, [right], 'dialog form');
    await dialog
      .getByText('The table has 3 codes: 2 at a question that was found. 1 question that was found is not in it.')
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take over as handed in' }).click();
    await page.getByText('The table is kept as handed in.').waitFor();
    await page.getByText('Coding of 2019: handed in').waitFor();
    expectFaults(/400/);
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
    for (const [by, label] of [
      ['Ana', 'OEQ'],
      ['Ben', 'CEQ'],
    ]) {
      const codes = askedEvery(5.5, 3).map(({ start, end, text }) => ({
        startSeconds: start,
        endSeconds: end,
        text,
        label,
      }));
      const kept = await fetch(api(`/studies/${studyId}/lessons/${lessonId}/coding?by=${by}`), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ codes, done: true }),
      });
      expect(kept.status).toBe(200);
    }
    const paths = [
      '/studies',
      '/studies/new',
      `/studies/${studyId}`,
      `/studies/${studyId}/agreement`,
      `/studies/${studyId}/lessons/${lessonId}`,
    ];
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      if (look.device === 'desktop') await page.setViewportSize({ width: 1366, height: 768 });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    }
  });
});

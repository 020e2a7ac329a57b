import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { riverCodebook } from '../../testing/codebook.ts';
import { accessibilityFaults, describeInBrowser, newContext } from '../../testing/studio/browser.ts';
import { freshLesson, openLesson, rowOf } from '../../testing/studio/lessonPage.ts';

let cloud: TestCloud;
beforeAll(async () => {
  const settings = { CODEBOOK: JSON.stringify({ codebook: riverCodebook }) };
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'], settings });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describeInBrowser('own codebook', () => {
  test('the lesson’s page offers its subtypes and no others, and keeps the one that is chosen', async () => {
    const address = await freshLesson(cloud);
    const page = await openLesson(await newContext(cloud.host), address);
    const options = await page.getByLabel('Subtype', { exact: true }).locator('option').allTextContents();
    expect(options).toEqual(['All', 'Asks why', 'Wonders', 'Plays along', 'Checks <facts>']);
    const row = rowOf(page, 'q001');
    // The machine's "predict".
    await row.getByText('Wonders').first().waitFor();
    await row.getByRole('button', { name: /^More about/ }).click();
    await row.getByLabel(/Subtype of/).selectOption({ label: 'Plays along' });
    await row.getByText('Reviewed by Ana').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const { questions } = await (await fetch(`${cloud.host}/api/v1${address}/questions`)).json();
    expect(questions[0]).toMatchObject({ subtype: 'wonder', review: { label: 'OEQ', subtype: 'play' } });
    expect(await page.locator('body').innerText()).not.toMatch(/Explain|Predict|Yes or no/);
  });
});

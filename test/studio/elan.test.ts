import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { eafFaults } from '../../testing/eafFaults.ts';
import { accessibilityFaults, describeInBrowser, expectFaults, newContext } from '../../testing/studio/browser.ts';
import { freshLesson, openLesson, rowOf } from '../../testing/studio/lessonPage.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describeInBrowser('an ELAN file', () => {
  test('is taken away, edited, shown as changes, and those that stay chosen are taken over', async () => {
    const address = await freshLesson(cloud);
    const page = await openLesson(await newContext(cloud.host), address);
    const download = page.waitForEvent('download');
    await page.getByText('Take away').click();
    await page.getByRole('link', { name: 'ELAN' }).click();
    const eaf = await readFile(await (await download).path(), 'utf8');
    expect(eafFaults(eaf)).toEqual([]);
    const edited = eaf
      .replace('<ANNOTATION_VALUE>OEQ<', '<ANNOTATION_VALUE>CEQ<')
      .replace('<ANNOTATION_VALUE>predict<', '<ANNOTATION_VALUE>tag<')
      .replace('<ANNOTATION_VALUE>Is it heavy?<', '<ANNOTATION_VALUE>Is it heavy now?<')
      .replace('TIME_VALUE="1000"', 'TIME_VALUE="1200"');
    const bring = async (text: string) => {
      await page.getByRole('button', { name: 'Bring in' }).click();
      const content = { name: 'edited.eaf', mimeType: 'text/xml', buffer: Buffer.from(text) };
      await page.getByLabel('ELAN file (EAF)').setInputFiles(content);
    };
    const dialog = page.getByRole('dialog', { name: 'Bring in' });
    await bring(eaf);
    await dialog.getByText('The file changes nothing.').waitFor();
    await page.keyboard.press('Escape');
    await bring(edited);
    await dialog.getByText('The file has 3 changes.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel('Is it heavy now?').uncheck();
    await dialog.getByRole('button', { name: 'Take 2 changes over' }).click();
    await dialog.waitFor({ state: 'detached' });
    await rowOf(page, 'q001').getByText('Reviewed by Ana').waitFor();
    const read = async () => (await fetch(`${cloud.host}/api/v1${address}/questions`)).json();
    expect((await read()).questions.slice(0, 2)).toMatchObject([
      { id: 'q001', start: 1.2, end: 2.8, review: { label: 'CEQ', subtype: 'tag', by: 'Ana' } },
      { id: 'q002', text: 'Is it heavy?' },
    ]);
    // Taken away again it is as it was edited, and the file brings in nothing more.
    const again = await (await fetch(`${cloud.host}/api/v1${address}/export.eaf`)).text();
    expect(eafFaults(again)).toEqual([]);
    expect(again).toContain('TIME_VALUE="1200"');
    await bring(again);
    await dialog.getByText('The file changes nothing.').waitFor();
    await page.keyboard.press('Escape');
    expectFaults(/400/);
    await bring(eaf.replace('</TIER>', ''));
    await dialog.getByText('It is not well-formed XML').waitFor();
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { describeInBrowser, newContext, openPage } from '../../testing/studio/browser.ts';
import { textsOf } from '../../testing/studio/englishLeft.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let address: string;
let longAddress: string;

beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const short = { blobName: 'River School/a.mp4', questions: askedEvery(5.5, 20), durationSeconds: 113 };
  address = `/lessons/${(await seedLesson(cloud, short)).lessonId}`;
  const late = askedEvery(5, 1).map((question) => ({ ...question, start: 1000.5, end: 1002.25, waitTimeSeconds: 2.5 }));
  const long = { blobName: 'River School/b.mp4', questions: late, durationSeconds: 1200, video: null };
  longAddress = `/lessons/${(await seedLesson(cloud, long)).lessonId}`;
});
afterAll(async () => cloud?.[Symbol.asyncDispose]());

describeInBrowser('switching the language', () => {
  test('loses nothing that is typed, chosen or played', async () => {
    const page = await openPage(cloud.host);
    await page.goto(`${address}?at=30`);
    const video = page.locator('video');
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBe(30);
    await video.evaluate((one) => one.setAttribute('data-before', 'yes'));
    await page.getByLabel('Search the words').fill('stone');
    await page.locator('#q-q003').getByRole('button', { name: /^More/ }).click();
    const note = page.locator('textarea[data-note="q003"]');
    await note.pressSequentially('Ask ');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: 'Preguntas', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'English' }).evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    // The same player, where it was, and each row in the new language.
    expect(await page.locator('video[data-before]').evaluate((one: HTMLVideoElement) => one.currentTime)).toBe(30);
    expect(await page.title()).toMatch(/^a /);
    expect(await page.locator('.question .tag', { hasText: /review/i }).count()).toBe(0);
    expect(await page.locator('.question .tag', { hasText: 'Sin revisar' }).count()).toBe(20);
    expect(await note.inputValue()).toBe('Ask ');
    expect(await page.locator('.transcript mark').count()).toBeGreaterThan(0);
    await note.press('End');
    await note.pressSequentially('it again');
    await page.getByRole('button', { name: 'Guardar la nota' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Mtra. Rivera');
    await page.getByRole('dialog').getByRole('button', { name: 'Continuar' }).click();
    await page.getByText('Todas las correcciones están guardadas').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Questions', exact: true }).waitFor();
    expect(await note.inputValue()).toBe('Ask it again');
  });

  test('keeps a form that is half filled in', async () => {
    const page = await openPage(cloud.host);
    await page.goto('/studies/new');
    const name = page.getByRole('textbox').first();
    await name.pressSequentially('Boats');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.locator('html[lang="es"]').waitFor();
    await name.press('End');
    await name.pressSequentially(' y barcos');
    expect(await name.inputValue()).toBe('Boats y barcos');
  });
});

describeInBrowser('what is saved in one language', () => {
  test('is opened in the other', async () => {
    const spanish = await (await newContext(cloud.host, { locale: 'es-MX' })).newPage();
    await spanish.goto(address);
    await spanish.locator('#q-q001').getByRole('button').last().click();
    await spanish.locator('#q-q001').getByRole('combobox').selectOption({ label: 'Explicar' });
    await spanish.getByRole('dialog').getByRole('textbox').fill('Mtra. Rivera');
    await spanish.getByRole('dialog').getByRole('button', { name: 'Continuar' }).click();
    await spanish.locator('#q-q001 .tag.good').waitFor();
    const english = await openPage(cloud.host);
    await english.goto(address);
    await english.locator('#q-q001 .question-code', { hasText: 'Explain' }).waitFor();
    expect(await english.locator('#q-q001 .tag.good').textContent()).toContain('Mtra. Rivera');
  });

  test('is exported with dots and stable keys', async () => {
    const page = await (await newContext(cloud.host, { locale: 'es-MX' })).newPage();
    await page.goto(longAddress);
    await page.locator('main summary.button').first().click();
    const download = page.waitForEvent('download');
    await page.locator('a[href*="export.csv"]').click();
    const [heads = '', row = ''] = (await readFile(await (await download).path(), 'utf8')).split(/\r?\n/);
    expect(heads.split(',').slice(0, 6)).toEqual(['\ufeffstart', 'end', 'label', 'subtype', 'waitTimeSeconds', 'next']);
    expect(row.split(',').slice(0, 6)).toEqual(['1000.5', '1002.25', 'OEQ', 'predict', '2.5', 'speech']);
  });
});

describeInBrowser('the report', () => {
  test('is printed in the page’s language or, by choice, in the educator’s', async () => {
    const page = await openPage(cloud.host);
    await page.goto(address);
    await page.locator('main summary.button').first().click();
    const opened = async (name: string) => {
      const tab = page.waitForEvent('popup');
      await page.getByRole('link', { name, exact: true }).click();
      const report = await tab;
      await report.waitForLoadState();
      return { language: await report.locator('html').getAttribute('lang'), text: await report.textContent('body') };
    };
    expect(await opened('Report to print')).toMatchObject({ language: 'en', text: expect.stringMatching(/Wait time/) });
    expect(await opened('Report in Spanish')).toMatchObject({
      language: 'es',
      text: expect.stringMatching(/Tiempo de espera/),
    });
    const refused = await page.request.get(`${cloud.host}/api/v1${address}/export.html?language=xx`);
    expect(refused.status()).toBe(400);
  });
});

describeInBrowser('the built page', () => {
  test.each(['en-GB', 'es-MX'])('shows no placeholder of a message: %s', async (locale) => {
    const page = await (await newContext(cloud.host, { locale })).newPage();
    for (const path of ['/', address, `${address}/summary`, '/progress', '/search', '/studies', '/studies/new']) {
      await page.goto(path);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      const texts = await textsOf(page);
      expect(texts.length).toBeGreaterThan(10);
      expect(texts.filter((text) => /\{\s*\w+/u.test(text))).toEqual([]);
    }
  });
});

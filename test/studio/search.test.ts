import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage, sidewaysScroll } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const lesson = (blobName: string, said: readonly string[], change: object) =>
    seedLesson(cloud, {
      blobName,
      questions: askedEvery(6, 2),
      durationSeconds: 60,
      segments: said.map((text, index) => ({ start: 10 + index * 5, end: 13 + index * 5, text })),
      change,
    });
  await lesson('River School/boats.mp4', ['¿Qué flota aquí?', 'The blue boat floats'], { title: 'Boats' });
  await lesson('Hill School/clay.mp4', ['We float on clay, says Priyanka'], {
    title: 'Clay',
    educator: 'Ms Ortiz',
    uploadedAt: '2026-11-21T09:00:00.000Z',
  });
});
afterAll(() => cloud?.[Symbol.asyncDispose]());

describeInBrowser('a search in what was said', () => {
  test('shows lines of all lessons, narrows them, and leads to the place in the video and back', async () => {
    const page = await openPage(cloud.host);
    await page.getByRole('link', { name: 'Search' }).click();
    await page.getByRole('heading', { name: 'Search what was said' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Words').fill('float');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('2 lines, 2 lessons looked through').waitFor();
    const found = () => page.getByRole('article').allTextContents();
    expect((await found()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      expect.stringContaining('We float on clay'),
      expect.stringContaining('The blue boat floats'),
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    // What is looked for stands in no address.
    expect(new URL(page.url()).search).toBe('');

    await page.getByRole('article', { name: 'Boats' }).getByRole('link', { name: '0:15' }).click();
    await page.waitForURL(/\/lessons\/[0-9a-f]{24}\?at=15$/);
    await expect
      .poll(() => page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime))
      .toBe(15);
    await page.goBack();
    await page.getByText('2 lines, 2 lessons looked through').waitFor();
    expect(await page.getByLabel('Words').inputValue()).toBe('float');

    await page.getByLabel('Words').fill('que');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 line, 2 lessons looked through').waitFor();
    await page.getByText('¿Qué flota aquí?').waitFor();

    await page.getByLabel('Words').fill('float');
    await page.getByLabel('Site').selectOption('Hill School');
    await page.getByLabel('Mask names').check();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 line, 1 lesson looked through').waitFor();
    await page.getByText('We float on clay, says [name 1]').waitFor();
    // Whoever masked names here goes on without them.
    await page
      .getByRole('article')
      .getByRole('link', { name: /^\d+:\d\d$/ })
      .click();
    await page.waitForURL(/\/lessons\/[0-9a-f]{24}\?at=[\d.]+&names=masked$/);
    await page.getByText('We float on clay, says [name 1]').first().waitFor();
    const mask = page.getByRole('switch', { name: 'Mask names' });
    expect(await mask.isChecked()).toBe(true);
    expect(await page.getByText('Priyanka').count()).toBe(0);
    await mask.uncheck();
    await expect.poll(() => new URL(page.url()).search).not.toContain('names');
    await page.goBack();
    await page.getByLabel('Words').fill('volcano');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Not said in any lesson').waitFor();
  });

  test('fits a phone', async () => {
    const page = await openPage(cloud.host, { device: 'phone', scheme: 'dark' });
    await page.goto('/search');
    await page.getByLabel('Words').fill('float');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('2 lines, 2 lessons looked through').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

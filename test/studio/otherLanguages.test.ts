import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherLanguageText } from '../../shared/lessons/languages.ts';
import type { Segment } from '../../shared/lessons/transcript.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, newContext, sidewaysScroll } from '../../testing/studio/browser.ts';
import { allSaved, openLesson } from '../../testing/studio/lessonPage.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let address: string;

const said = (start: number, end: number, text: string, language: string): Segment => ({ start, end, text, language });
const elsewhere = (start: number, end: number, language: string): Segment => ({
  ...said(start, end, otherLanguageText(language), language),
  heard: 'not-understood',
});
const segments: Segment[] = [
  said(1, 2.8, 'What do you think will happen to the stone?', 'en'),
  elsewhere(20, 30, 'fr'),
  elsewhere(40, 44, 'und'),
  said(50, 54, 'Muy bien, chicos.', 'es'),
];
const turns = [
  { start: 0, end: 30, speaker: 0 },
  { start: 40, end: 54, speaker: 1 },
];
const voice = { seconds: 0, turns: 1, longestSeconds: 0, questions: 0, roleFrom: 'person' as const };
const voices = [
  { ...voice, speaker: 0, role: 'educator' as const },
  { ...voice, speaker: 1, role: 'child' as const, roleFrom: 'machine' as const },
];

beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const { lessonMetrics } = await import('../../shared/questions/metrics.ts');
  const questions = askedEvery(5.5, 1);
  const transcript = { segments, voice: segments, speakers: { state: 'told' as const, turns } };
  const { lessonId } = await seedLesson(cloud, {
    ...{ blobName: 'River School/three.mp4', questions, durationSeconds: 113, segments, transcript },
    result: {
      metrics: lessonMetrics(questions, { durationSeconds: 113, ...transcript }, voices),
      speakers: { state: 'told', voices },
    },
  });
  address = `/lessons/${lessonId}`;
});
afterAll(async () => cloud?.[Symbol.asyncDispose]());

/** Whether the timeline has the line of another language at a second. */
const marked = (page: Page, seconds: number) =>
  page.locator('.timeline-canvas').evaluate((canvas: HTMLCanvasElement, share) => {
    const { width, height, clientHeight } = canvas;
    // Its line is three pixels above the 18 of the times.
    const y = Math.round((height * (clientHeight - 19.5)) / clientHeight);
    const [, , , alpha = 0] = canvas.getContext('2d')?.getImageData(Math.round(share * width), y, 1, 1).data ?? [];
    return alpha > 0;
  }, seconds / 113);

describeInBrowser('what is said in another language', () => {
  test('is marked in transcript, timeline and subtitles, in the language of the page', async () => {
    const page = await openLesson(await newContext(cloud.host), address);
    const lines = page.locator('.transcript .line');
    await lines.nth(3).waitFor();
    const texts = async () => (await lines.allTextContents()).map((text) => text.replace(/^\d+:\d\d/, ''));
    expect((await texts()).slice(1)).toEqual([
      'Another language, probably French',
      'Another language',
      'Muy bien, chicos.',
    ]);
    expect(await lines.nth(3).locator('[lang="es"]').count()).toBe(1);
    await page.getByText('Another language than the lesson’s').waitFor();
    await expect.poll(() => marked(page, 25)).toBe(true);
    expect([await marked(page, 42), await marked(page, 52), await marked(page, 35)]).toEqual([true, true, false]);
    const source = await page.locator('video track').getAttribute('src');
    const subtitles = await (await page.request.get(`${cloud.host}${source}`)).text();
    expect(subtitles).toContain('00:00:20.000 --> 00:00:30.000\n');
    expect(subtitles).toContain('[another language, probably French]');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Español' }).click();
    await expect
      .poll(async () => (await texts()).slice(1, 3))
      .toEqual(['Otro idioma, probablemente francés', 'Otro idioma']);
  });

  test('fits on a phone in Spanish, with its voices beside it', async () => {
    const page = await (await newContext(cloud.host, { device: 'phone', locale: 'es-MX' })).newPage();
    await page.goto(address);
    await page.getByRole('heading', { name: '¿Quién es quién?' }).waitFor();
    await page.getByText('Un idioma distinto al de la clase').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`/api/v1${address}/export.html?language=es`);
    await page.getByRole('heading', { name: 'Por idioma' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('has its share in the figures and in the report', async () => {
    const page = await (await newContext(cloud.host)).newPage();
    await page.goto(`${address}/summary`);
    const table = page.getByRole('region', { name: 'By language', exact: true });
    const cells = (name: string) =>
      table.getByRole('row').filter({ hasText: name }).getByRole('cell').allTextContents();
    await table.getByRole('row').nth(4).waitFor();
    // Spoken 1.8 s in English, 10 in French, 4 in Spanish, 4 in another: of 19.8. The educator 1.8 and 10.
    expect((await cells('French')).slice(-3)).toEqual(['51%', '85%', '0%']);
    expect((await cells('Another language')).slice(-3)).toEqual(['20%', '0%', '50%']);
    expect((await cells('French'))[0]).toBe('0');
    const report = await (await page.request.get(`${cloud.host}/api/v1${address}/export.html?language=es`)).text();
    expect(report).toMatch(/<th scope="row">Francés<\/th>.*<td>51\s?%<\/td><td>85\s?%<\/td><td>0\s?%<\/td><\/tr>/u);
    expect(report).toContain('<th scope="row">Otro idioma</th>');
  });

  test('has no question of the machine’s; a person adds one and codes it', async () => {
    const page = await openLesson(await newContext(cloud.host), `${address}?at=22`);
    await page.getByText('1 question').first().waitFor();
    await page.locator('.transcript .line[aria-current]', { hasText: 'French' }).waitFor();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    const words = dialog.getByRole('textbox').first();
    // No word was written down there.
    expect(await words.inputValue()).toBe('');
    await words.fill('Pourquoi la pierre a coulé ?');
    expect(await dialog.getByRole('spinbutton').first().inputValue()).toBe('20');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await allSaved(page);
    const row = page.getByRole('listitem').filter({ hasText: 'Pourquoi la pierre' });
    expect(await row.locator('.question-words').getAttribute('lang')).toBe('fr');
    // The machine knows nothing of it.
    await row.getByText('50%').waitFor();
    await row.getByRole('button').first().click();
    await page.keyboard.press('o');
    await allSaved(page);
    await row.locator('.tag.good', { hasText: 'Ana' }).waitFor();
    expect(await row.getByText('OEQ').count()).toBe(1);
    const csv = await (await page.request.get(`${cloud.host}/api/v1${address}/export.csv`)).text();
    expect(csv.split('\n').find((line) => line.includes('Pourquoi'))).toMatch(/^20,30,OEQ,/);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  openPage,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { englishLeft, textsOf } from '../../testing/studio/englishLeft.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let lessonId: string;

const asked = [
  '¿Qué creen que va a pasar con la piedra?',
  '¿Es pesada?',
  '¿Cómo lo hicieron?',
  '¿Cómo se llama?',
  '¿Es suave o dura?',
];
const inSpanish = (questions: readonly CodedQuestion[]) =>
  questions.map((question, index) => ({
    ...question,
    text: asked[index % asked.length] ?? '',
    evidence: [
      { text: 'asks what happens or happened', weight: 1.2 },
      { text: 'begins with "qué creen"', weight: 0.8 },
    ],
  }));

beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  for (const day of [3, 4]) {
    ({ lessonId } = await seedLesson(cloud, {
      blobName: `Escuela del Río/clase ${day}.mp4`,
      questions: inSpanish(askedEvery(5.5, 20)),
      durationSeconds: 113,
      change: {
        title: `Flota o se hunde ${day}`,
        educator: 'Mtra. Rivera',
        uploadedAt: `2026-11-0${day}T09:00:00.000Z`,
      },
    }));
  }
  await seedLesson(cloud, {
    blobName: 'Escuela del Río/sin sonido.mp4',
    questions: [],
    durationSeconds: 60,
    video: null,
    change: {
      status: 'failed',
      title: 'Sin sonido',
      // Progress begins with the educator of the newest lesson.
      uploadedAt: '2026-11-01T09:00:00.000Z',
      failure: { code: 'no-audio', message: 'The file has no sound. Record it with a microphone.', stage: 'probe' },
    },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

interface View {
  readonly name: string;
  readonly path: () => string;
  /** Is there when the view is whole. */
  readonly whole: string;
}
const views: readonly View[] = [
  { name: 'library', path: () => '/', whole: '.lessons article' },
  { name: 'lesson', path: () => `/lessons/${lessonId}`, whole: '.question' },
  { name: 'summary', path: () => `/lessons/${lessonId}/summary`, whole: '.chart canvas' },
  { name: 'progress', path: () => '/progress', whole: '.chart canvas' },
  { name: 'studies', path: () => '/studies', whole: 'main h1' },
  { name: 'search', path: () => '/search', whole: 'main h1' },
  { name: 'a lost address', path: () => '/nada', whole: 'main h1' },
];

async function openView(page: Page, { path, whole }: View): Promise<void> {
  await page.goto(path());
  await page.locator(whole).first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** Buttons and links of which words are cut off, or that stand outside the window. */
const cutOff = (page: Page) =>
  page.locator('button, a.button, .nav a').evaluateAll((all) =>
    all
      .filter((one) => one instanceof HTMLElement && one.checkVisibility())
      .filter((one) => {
        const { left, right } = one.getBoundingClientRect();
        return one.scrollWidth > one.clientWidth + 1 || left < -1 || right > window.innerWidth + 1;
      })
      .map((one) => one.textContent),
  );

describeInBrowser('a page in Spanish', () => {
  test.each(views)('has no fault and nothing English: $name', async (view) => {
    if (view.name === 'a lost address') expectFaults(/404/);
    for (const device of ['laptop', 'phone'] as const) {
      const page = await (await newContext(cloud.host, { device, locale: 'es-MX' })).newPage();
      await openView(page, view);
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
      expect(await cutOff(page)).toEqual([]);
      await page.locator('main details').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '');
      });
      expect(await englishLeft(page)).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    }
  });

  test('is chosen in the header, walked from the library to the report, and stays chosen', async () => {
    const page = await openPage(cloud.host);
    await page.getByRole('heading', { name: 'Lessons' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: 'Clases' }).waitFor();
    expect(await page.getByRole('button', { name: 'English' }).evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await page.getByRole('link', { name: 'Flota o se hunde 4' }).first().click();
    await page.getByText('20 preguntas').first().waitFor();
    await page.getByRole('button', { name: 'Teclas' }).click();
    await page.getByText('codificar la pregunta actual como abierta').waitFor();
    expect(await englishLeft(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.question').first().getByRole('button').last().click();
    await page.getByText('comienza con “qué creen”').first().waitFor();
    expect(await englishLeft(page)).toEqual([]);
    await page.getByRole('link', { name: 'Resumen' }).click();
    await page.getByRole('heading', { name: 'Tiempo de espera', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Tiempo de espera', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Avance' }).click();
    await page
      .getByRole('img', { name: /^Proporción de preguntas abiertas, clase por clase: 3 nov 2026 40/ })
      .waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('img', { name: /^Share of open-ended questions, lesson by lesson: 3 Nov 2026 40%/ }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('says in Spanish why a lesson failed and what to do', async () => {
    const page = await (await newContext(cloud.host, { locale: 'es-US' })).newPage();
    await page.goto('/');
    await page.getByText('El video no tiene sonido').waitFor();
    await page.getByText('Grabe con micrófono, o exporte con sonido AAC.').waitFor();
  });

  test('the look-out for English sees what it looks for', async () => {
    const page = await openPage(cloud.host);
    await page.locator('.lessons article').first().waitFor();
    await page.evaluate(() => {
      document.documentElement.lang = 'es';
    });
    expect((await textsOf(page)).length).toBeGreaterThan(20);
    const left = await englishLeft(page);
    for (const text of ['Lessons', 'Upload lessons', 'Sort by']) expect(left).toContain(text);
  });
});

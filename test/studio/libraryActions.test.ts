import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { accessibilityFaults, describeInBrowser, openPage } from '../../testing/studio/browser.ts';
import { seed } from './seed.ts';

let cloud: TestCloud;
let speech: FakeSpeech;

beforeAll(async () => {
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    settings: { ...speech.settings },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
});

const lesson = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

describeInBrowser('a lesson that is there', () => {
  test('a failed lesson says why and what to do, and is analysed again from the list', async () => {
    speech.always = { status: 400 };
    await cloud.ended(await seed(cloud, 'River School/quiet.mp4', await readFile('samples/lesson.mp4'), {}));
    speech.always = undefined;
    const page = await openPage(cloud.host);
    const quiet = lesson(page, 'quiet');
    await quiet.getByText('The speech engine refused the sound.').waitFor();
    await quiet.getByRole('button', { name: 'Analyse again: quiet' }).click();
    await page.getByText('“quiet” is analysed again.').waitFor();
    await quiet.getByText('Ready').waitFor();
    expect(await quiet.getByText('The speech engine refused the sound.').count()).toBe(0);
  });

  test('a lesson is analysed again from its page, with other languages and without voices', async () => {
    const uploaded = await seed(cloud, 'River School/dos.mp4', await readFile('samples/lesson.mp4'), {});
    await cloud.ended(uploaded);
    const page = await openPage(cloud.host);
    await page.goto(`/lessons/${uploaded.lessonId}`);
    await page.getByRole('button', { name: 'Analyse again …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Analyse the lesson again?' });
    await dialog.getByText('It costs nothing.').waitFor();
    await dialog.getByLabel('Languages that are spoken').selectOption('Spanish');
    await dialog.getByLabel('Who speaks').selectOption('Do not tell voices apart');
    expect(await dialog.getByLabel('Sound track').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    const before = speech.fields.length;
    await dialog.getByRole('button', { name: 'Analyse again' }).click();
    await dialog.waitFor({ state: 'detached' });
    const state = async () => {
      const answer = await fetch(`${cloud.host}/api/v1/lessons/${uploaded.lessonId}`);
      const { status, choices, result } = await answer.json();
      return { status, choices, speakers: result?.speakers?.state };
    };
    const chosen = { languages: 'es', speakers: false };
    await expect.poll(state, { timeout: 60_000 }).toEqual({ status: 'completed', choices: chosen, speakers: 'off' });
    expect(speech.fields.slice(before).map(({ language }) => language)).toContain('es');
    await page.reload();
    await page.getByRole('button', { name: 'Analyse again …' }).click();
    await expect.poll(() => dialog.getByLabel('Languages that are spoken').inputValue()).toBe('es');
    expect(await dialog.getByLabel('Who speaks').inputValue()).toBe('false');
  });

  test('a lesson is deleted after asking, with a receipt to take away', async () => {
    await cloud.ended(await seed(cloud, 'River School/unwanted.mp4', await readFile('samples/lesson.mp4'), {}));
    const page = await openPage(cloud.host);
    await page.getByRole('button', { name: 'Delete unwanted' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await lesson(page, 'unwanted').waitFor();
    await page.getByRole('button', { name: 'Delete unwanted' }).click();
    await page.getByRole('button', { name: 'Delete the lesson' }).click();
    await page.getByRole('dialog', { name: 'The lesson is deleted' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the receipt' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^askwell-deletion-[0-9a-f]{24}\.txt$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain('Title: unwanted');
    expect(text).toMatch(/Videos: 1\r\n/);
    await page.getByRole('dialog').getByText('Close', { exact: true }).click();
    await lesson(page, 'unwanted').waitFor({ state: 'detached' });
    expect(await cloud.blobs.getContainerClient('videos').getBlobClient('River School/unwanted.mp4').exists()).toBe(
      false,
    );
  });

  test('more lessons than fit on a page are on the next one, and none is on both', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `note ${String(index).padStart(2, '0')}`);
    for (const name of names) await seed(cloud, `Many School/${name}.mp4`, Buffer.from('no video'), {});
    const listed = async () => {
      const answer = await fetch(`${cloud.host}/api/v1/lessons?site=Many%20School&status=failed&limit=200`);
      return ((await answer.json()) as { lessons: unknown[] }).lessons.length;
    };
    await expect.poll(listed).toBe(30);
    const page = await openPage(cloud.host);
    await page.goto('/?site=Many+School&sort=title-asc');
    const titles = () =>
      page.getByRole('article').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    await expect.poll(titles).toEqual(names.slice(0, 24));
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(titles).toEqual(names.slice(24));
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(titles).toEqual(names.slice(0, 24));
  });

  test('who may only upload is offered neither deletion nor details', async () => {
    const uploaded = await seed(cloud, 'River School/watched.mp4', Buffer.from('no video'), {});
    await cloud.ended(uploaded);
    const page = await openPage(cloud.host);
    await page.route('**/api/v1/me', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...Object(await answer.json()), roles: ['uploader'] } });
    });
    await page.goto('/?site=River+School');
    const watched = lesson(page, 'watched');
    await watched.getByText('This file is neither video nor sound.').waitFor();
    expect(await watched.getByRole('button').count()).toBe(0);
    await page.getByRole('button', { name: 'Upload lessons' }).waitFor();
  });
});

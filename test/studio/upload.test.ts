import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  openPage,
} from '../../testing/studio/browser.ts';
import { chooseFiles, dropFiles, smallBlocks, writeLongLesson } from './files.ts';

let cloud: TestCloud;
let speech: FakeSpeech;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-studio-'));
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    settings: {
      ...speech.settings,
      MAX_VIDEO_BYTES: '60000000',
      SITE_LANGUAGES: '{"River School":"es"}',
    },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const stored = async (blobName: string) =>
  hash(await cloud.blobs.getContainerClient('videos').getBlobClient(blobName).downloadToBuffer());
const isThere = (blobName: string) => cloud.blobs.getContainerClient('videos').getBlobClient(blobName).exists();
const panel = (page: Page) => page.getByRole('region', { name: 'Uploads' });

async function start(page: Page, site: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Site').fill(site);
  await page.getByRole('button', { name: 'Start the upload' }).click();
}

/** Lets this many blocks through and holds the others until `release`. */
async function holdBlocks(page: Page, let_: number) {
  const held: Route[] = [];
  let passed = 0;
  let open = false;
  const sent: string[] = [];
  await smallBlocks(page);
  await page.route(/comp=block&/, async (route) => {
    sent.push(new URL(route.request().url()).searchParams.get('blockid') ?? '');
    passed += 1;
    if (open || passed <= let_) await route.continue();
    else held.push(route);
  });
  return {
    sent,
    held,
    release: async () => {
      open = true;
      // A page that is gone has taken its requests with it.
      for (const route of held.splice(0)) await route.continue().catch(() => undefined);
    },
  };
}

describeInBrowser('uploading', () => {
  test('languages of a recording are those of its site, until somebody chooses among them', async () => {
    const page = await openPage(cloud.host);
    const said = async (name: string) => {
      const blob = cloud.blobs.getContainerClient('videos').getBlobClient(`River School/${name}`);
      return (await blob.getProperties()).metadata?.languages;
    };
    const dialog = page.getByRole('dialog');
    const [english, spanish] = [dialog.getByLabel('English'), dialog.getByLabel('Spanish')];
    const ended = (name: string) =>
      panel(page).getByRole('listitem').filter({ hasText: name }).getByText('Uploaded;').waitFor();
    await dropFiles(page, [{ name: 'site.mp4', content: Buffer.from('no video') }]);
    await dialog.getByLabel('Site').fill('Hill School');
    expect([await english.isChecked(), await spanish.isChecked()]).toEqual([true, true]);
    await dialog.getByLabel('Site').fill('River School');
    expect([await english.isChecked(), await spanish.isChecked()]).toEqual([false, true]);
    await spanish.uncheck();
    await dialog.getByText('Choose at least one language.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await english.check();
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await ended('site.mp4');
    expect(await said('site.mp4')).toBe('en');
    await dropFiles(page, [{ name: 'usual.mp4', content: Buffer.from('no video') }]);
    expect([await english.isChecked(), await spanish.isChecked()]).toEqual([false, true]);
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await ended('usual.mp4');
    expect(await said('usual.mp4')).toBeUndefined();
  });

  test('a dropped lesson is uploaded with what was said of it, analysed, and its questions are counted', async () => {
    const page = await openPage(cloud.host);
    await dropFiles(page, [{ name: 'water table.mp4', content: await readFile('samples/lesson.mp4') }]);
    await page.getByLabel('Educator').fill('Ms. Rivera');
    await page.getByLabel('Recorded on').fill('2025-10-02');
    await page.getByLabel('Given').check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await start(page, 'River School');
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    const lesson = page.getByRole('article', { name: 'water table' });
    await lesson.getByText('Ready').waitFor();
    await lesson.getByText('50% open-ended').waitFor();
    await lesson.getByText('Ms. Rivera').waitFor();
    await lesson.getByText('River School').waitFor();
    await lesson.getByText('Recorded 2 Oct 2025').waitFor();
    expect(await lesson.getByText('Consent not recorded').count()).toBe(0);
    expect(await stored('River School/water table.mp4')).toBe(hash(await readFile('samples/lesson.mp4')));
  });

  test('wrong types, empty files and too large ones are refused before a byte is sent', async () => {
    const page = await openPage(cloud.host);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') asked.push(request.url());
    });
    await dropFiles(page, [
      { name: 'notes.docx', content: Buffer.from('words') },
      { name: '<img src=x onerror=alert(1)>.txt', content: Buffer.from('words') },
      { name: 'empty.mp4', content: Buffer.alloc(0) },
    ]);
    const dialog = page.getByRole('dialog', { name: 'Nothing to upload' });
    await dialog.getByText('notes.docx').waitFor();
    await dialog.getByText('<img src=x onerror=alert(1)>.txt').waitFor();
    await dialog.getByText('The file is empty.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await chooseFiles(page, await writeLongLesson(folder, 'huge.mp4', 1, 60_000_000));
    await dialog.getByText(/is too much: at most 60 MB/).waitFor();
    expect(asked).toEqual([]);
  });

  test('a paused upload goes on where it was, and what is stored is the file, byte for byte', async () => {
    const page = await openPage(cloud.host);
    // Of a dozen blocks, one gets through.
    const file = await writeLongLesson(folder, 'paused.mp4', 2, 9 * 1024 * 1024);
    const blocks = await holdBlocks(page, 1);
    const done = page.waitForResponse((answer) => /comp=block&/.test(answer.url()) && answer.status() === 201);
    await chooseFiles(page, file);
    await start(page, 'default');
    await done;
    await panel(page).getByRole('button', { name: 'Pause paused.mp4' }).click();
    await panel(page)
      .getByText(/^Paused/)
      .waitFor();
    await blocks.release();
    const [through] = blocks.sent;
    expect(new Set(blocks.sent).size).toBeLessThan(9);
    await panel(page).getByRole('button', { name: 'Go on with paused.mp4' }).click();
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    expect(blocks.sent.filter((id) => id === through)).toHaveLength(1);
    expect(await stored('paused.mp4')).toBe(hash(await readFile(file)));
  });

  test('after a reload the page asks for the file again, refuses another one, and sends only what is missing', async () => {
    const context = await newContext(cloud.host);
    const page = await context.newPage();
    await page.goto('/');
    const file = await writeLongLesson(folder, 'again.mp4', 3);
    const other = await writeLongLesson(folder, 'other.mp4', 4);
    const blocks = await holdBlocks(page, 2);
    const done = page.waitForResponse((answer) => /comp=block&/.test(answer.url()) && answer.status() === 201);
    const idOf = (url: string) => new URL(url).searchParams.get('blockid');
    await chooseFiles(page, file);
    await start(page, 'default');
    const stagedBefore = idOf((await done).url());
    await expect.poll(() => blocks.sent.length).toBeGreaterThanOrEqual(3);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await blocks.release();
    await panel(page)
      .getByText(/^Interrupted at .* Choose the same file again/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await chooseFiles(page, other, 'Choose the file');
    await page.getByText('That is another file. To go on, choose “again.mp4” as it was.').waitFor();
    blocks.sent.splice(0);
    await chooseFiles(page, file, 'Choose the file');
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    expect(blocks.sent.length).toBeLessThan(4);
    expect(blocks.sent.length).toBeGreaterThan(0);
    expect(blocks.sent).not.toContain(stagedBefore);
    expect(await stored('again.mp4')).toBe(hash(await readFile(file)));
    await page.reload();
    await page.getByRole('heading', { name: 'Lessons', exact: true }).waitFor();
    expect(await panel(page).count()).toBe(0);
  });

  test('blocks of another file of the same name, size and time are never mixed in', async () => {
    const page = await openPage(cloud.host);
    const file = await writeLongLesson(folder, 'twin.mp4', 5);
    const moment = new Date('2026-01-01T00:00:00Z');
    await utimes(file, moment, moment);
    const blocks = await holdBlocks(page, 3);
    await chooseFiles(page, file);
    await start(page, 'default');
    await expect.poll(() => blocks.held.length).toBe(1);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await blocks.release();
    const twin = await writeLongLesson(folder, 'twin.mp4', 6);
    await utimes(twin, moment, moment);
    await chooseFiles(page, twin, 'Choose the file');
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    expect(await stored('twin.mp4')).toBe(hash(await readFile(twin)));
  });

  test('a cancelled upload leaves no lesson, and is not asked about again', async () => {
    const page = await openPage(cloud.host);
    const blocks = await holdBlocks(page, 1);
    await chooseFiles(page, await writeLongLesson(folder, 'cancelled.mp4', 7));
    await start(page, 'default');
    await panel(page).getByRole('button', { name: 'Cancel cancelled.mp4' }).click();
    await panel(page).waitFor({ state: 'detached' });
    await blocks.release();
    await page.reload();
    await page.getByRole('heading', { name: 'Lessons', exact: true }).waitFor();
    expect(await panel(page).count()).toBe(0);
    expect(await isThere('cancelled.mp4')).toBe(false);
  });

  test('an upload waits while there is no connection, and goes on by itself', async () => {
    expectFaults(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/);
    const context = await newContext(cloud.host);
    const page = await context.newPage();
    await page.goto('/');
    const file = await writeLongLesson(folder, 'offline.mp4', 8);
    const blocks = await holdBlocks(page, 1);
    await chooseFiles(page, file);
    await start(page, 'default');
    await expect.poll(() => blocks.held.length).toBeGreaterThan(0);
    await context.setOffline(true);
    for (const route of blocks.held.splice(0)) await route.abort('internetdisconnected');
    await panel(page)
      .getByText(/^No connection; goes on by itself/)
      .waitFor();
    await page.getByText('You are offline.').waitFor();
    await blocks.release();
    await context.setOffline(false);
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    expect(await stored('offline.mp4')).toBe(hash(await readFile(file)));
  });

  test('a name that is taken can be replaced or kept beside', async () => {
    expectFaults(/409/);
    const page = await openPage(cloud.host);
    const upload = async (fill: number) => {
      await chooseFiles(page, await writeLongLesson(folder, 'taken.mp4', fill, 1000));
      await start(page, 'default');
    };
    const uploaded = panel(page).getByText('Uploaded; the analysis begins by itself');
    await upload(9);
    await uploaded.waitFor();
    const first = await stored('taken.mp4');
    await upload(10);
    await panel(page).getByRole('button', { name: 'Keep both' }).click();
    await expect.poll(() => uploaded.count()).toBe(2);
    expect(await isThere('taken (2).mp4')).toBe(true);
    expect(await stored('taken.mp4')).toBe(first);
    await upload(11);
    await panel(page).getByRole('button', { name: 'Replace it' }).click();
    await expect.poll(() => uploaded.count()).toBe(3);
    expect(await stored('taken.mp4')).not.toBe(first);
  });

  test('an address that has expired is renewed', async () => {
    expectFaults(/403/);
    const page = await openPage(cloud.host);
    let refused = 0;
    await smallBlocks(page);
    await page.route(/comp=block&/, async (route) => {
      refused += 1;
      if (refused <= 2) await route.fulfill({ status: 403, headers: { 'access-control-allow-origin': '*' } });
      else await route.continue();
    });
    let plans = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/uploads')) plans += 1;
    });
    const file = await writeLongLesson(folder, 'expired.mp4', 12);
    await chooseFiles(page, file);
    await start(page, 'default');
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
    expect(plans).toBeGreaterThan(1);
    expect(await stored('expired.mp4')).toBe(hash(await readFile(file)));
  });

  test('several lessons go up two at a time, and another tab leaves them alone', async () => {
    const context = await newContext(cloud.host);
    const page = await context.newPage();
    await page.goto('/');
    const blocks = await holdBlocks(page, 0);
    const files = ['one.mp4', 'two.mp4', 'three.mp4'];
    await chooseFiles(
      page,
      await Promise.all(files.map((name, index) => writeLongLesson(folder, name, 20 + index, 1000))),
    );
    await start(page, 'Hill School');
    await panel(page).getByRole('heading', { name: 'Uploading 3 lessons' }).waitFor();
    await expect
      .poll(() =>
        panel(page)
          .getByText(/^Uploading ·/)
          .count(),
      )
      .toBe(2);
    expect(await panel(page).getByText('Waits for its turn').count()).toBe(1);
    const other = await context.newPage();
    await other.goto('/');
    await other.getByRole('heading', { name: 'Lessons', exact: true }).waitFor();
    expect(await panel(other).count()).toBe(0);
    await blocks.release();
    await expect.poll(() => panel(page).getByText('Uploaded; the analysis begins by itself').count()).toBe(3);
    for (const name of files) expect(await isThere(`Hill School/${name}`)).toBe(true);
  });

  test('leaving the page while something is uploaded is asked about', async () => {
    const page = await openPage(cloud.host);
    const blocks = await holdBlocks(page, 1);
    await chooseFiles(page, await writeLongLesson(folder, 'leaving.mp4', 13));
    await start(page, 'default');
    await expect.poll(() => blocks.held.length).toBeGreaterThan(0);
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => location.reload()));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await blocks.release();
    await panel(page).getByText('Uploaded; the analysis begins by itself').waitFor();
  });
});

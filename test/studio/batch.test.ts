import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layStandIn } from '../../bench/orchestration/standIn.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { accessibilityFaults, describeInBrowser, newContext } from '../../testing/studio/browser.ts';
import { dropPaths } from './files.ts';

// Stand-ins for ffmpeg and a fake speech server: thirty lessons are about the batch, not about their sound.
let cloud: TestCloud;
let speech: FakeSpeech;
let folder: string;
let video: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-batch-'));
  const standIn = await layStandIn(folder, 10);
  video = await readFile(standIn.video);
  speech = await startFakeSpeech();
  cloud = await startTestCloud({ settings: { ...speech.settings, ...standIn.settings } });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const panel = (page: Page) => page.getByRole('region', { name: 'Uploads' });

/** A page that keeps what it would show as notifications of the browser. */
async function notifiedPage(): Promise<Page> {
  const context = await newContext(cloud.host);
  await context.addInitScript(() => {
    const told: string[] = [];
    // A fake at the seam: a browser without a desktop shows none.
    class FakeNotification {
      static permission = 'default';
      static async requestPermission() {
        FakeNotification.permission = 'granted';
        return 'granted';
      }
      constructor(title: string, { body }: { body: string }) {
        told.push(`${title}: ${body}`);
      }
    }
    Object.assign(window, { Notification: FakeNotification, told });
  });
  const page = await context.newPage();
  await page.goto('/');
  return page;
}
const told = (page: Page) => page.evaluate(() => Reflect.get(window, 'told'));

async function chooseFolder(page: Page, path: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload a folder' }).click();
  await (await choosing).setFiles(path);
}

describeInBrowser('a folder', () => {
  test('is taken with its sub-folders as sites, and without what the system laid into it', async () => {
    const root = join(folder, 'Autumn');
    for (const [site, name] of [
      ['River School', 'boats.mp4'],
      ['Hill School', 'boats.mp4'],
      ['Hill School', '._boats.mp4'],
      ['Hill School', '.DS_Store'],
      ['.', 'alone.mp4'],
    ] as const) {
      await mkdir(join(root, site), { recursive: true });
      await writeFile(join(root, site, name), video);
    }
    const page = await notifiedPage();
    await chooseFolder(page, root);
    const dialog = page.getByRole('dialog', { name: 'Upload 3 lessons' });
    await dialog.getByLabel('Site', { exact: true }).fill('Elsewhere');
    await dialog.getByLabel('Make each sub-folder a site (2 sites)').check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Start the upload' }).click();
    await panel(page).getByText('3 of 3 sent, 3 ready, 0 failed').waitFor({ timeout: 60_000 });
    const names: string[] = [];
    for await (const { name } of cloud.blobs.getContainerClient('videos').listBlobsFlat()) names.push(name);
    expect(names.sort()).toEqual(['Elsewhere/alone.mp4', 'Hill School/boats.mp4', 'River School/boats.mp4']);
  });

  test('is dropped as one chooses it: its sub-folders are read, and what the system laid into it is not', async () => {
    const root = join(folder, 'Dropped');
    for (const [site, name] of [
      ['Lake School', 'ice.mp4'],
      ['Lake School/May', 'frogs.mp4'],
      ['Lake School', '.DS_Store'],
      ['Wood School', 'moss.mp4'],
    ] as const) {
      await mkdir(join(root, site), { recursive: true });
      await writeFile(join(root, site, name), video);
    }
    const page = await notifiedPage();
    await dropPaths(page, [root]);
    const dialog = page.getByRole('dialog', { name: 'Upload 3 lessons' });
    await dialog.getByLabel('Make each sub-folder a site (2 sites)').check();
    await dialog.getByRole('button', { name: 'Start the upload' }).click();
    await panel(page).getByText('3 of 3 sent, 3 ready, 0 failed').waitFor({ timeout: 60_000 });
    const blobs = cloud.blobs.getContainerClient('videos');
    for (const name of ['Lake School/ice.mp4', 'Lake School/frogs.mp4', 'Wood School/moss.mp4'])
      expect(await blobs.getBlobClient(name).exists()).toBe(true);
  });

  test('with two files of one name for one site takes both', async () => {
    const root = join(folder, 'Twice');
    for (const day of ['Monday', 'Tuesday']) {
      await mkdir(join(root, day), { recursive: true });
      await writeFile(join(root, day, 'circle.mp4'), video);
    }
    const page = await notifiedPage();
    await chooseFolder(page, root);
    await page.getByRole('dialog').getByLabel('Site', { exact: true }).fill('Twice');
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await panel(page).getByText('2 of 2 sent, 2 ready, 0 failed').waitFor({ timeout: 60_000 });
    const blobs = cloud.blobs.getContainerClient('videos');
    expect(await blobs.getBlobClient('Twice/circle.mp4').exists()).toBe(true);
    expect(await blobs.getBlobClient('Twice/circle (2).mp4').exists()).toBe(true);
  });
});

describeInBrowser('a batch of thirty', () => {
  test('has one line, is ready lesson by lesson, and tells when it is over', async () => {
    const root = join(folder, 'Thirty');
    await mkdir(root);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        // The second is no video: it is sent, and cannot be analysed.
        writeFile(join(root, `${String(index).padStart(2, '0')}.mp4`), index === 1 ? 'no video' : video),
      ),
    );
    const page = await notifiedPage();
    await chooseFolder(page, root);
    await page.getByRole('dialog').getByLabel('Site', { exact: true }).fill('Thirty');
    await page.getByRole('button', { name: 'Start the upload' }).click();
    await panel(page).getByRole('button', { name: 'Tell me when it is ready' }).click();
    await panel(page).getByText('You are told when all have ended').waitFor();
    const lines = new Set<string>();
    const line = panel(page).getByText(/^\d+ of 30 sent, \d+ ready, \d+ failed$/);
    await expect
      .poll(
        async () => {
          const text = (await line.textContent()) ?? '';
          lines.add(text);
          return text;
        },
        { timeout: 240_000, interval: 500 },
      )
      .toBe('30 of 30 sent, 29 ready, 1 failed');
    // Long before the last one is ready, others are.
    expect([...lines].some((text) => / ([1-9]|1\d) ready/.test(text))).toBe(true);
    expect(await told(page)).toEqual(['Askwell is done with your lessons: 30 of 30 sent, 29 ready, 1 failed']);
    expect(await accessibilityFaults(page)).toEqual([]);
  }, 300_000);
});

describeInBrowser('several lessons at once', () => {
  test('are chosen in a compact list, told what they come to, changed together, and deleted with one receipt', async () => {
    for (const name of ['one', 'two', 'three']) await cloud.ended(await cloud.upload(`Several/${name}.mp4`, video));
    const page = await notifiedPage();
    await page.goto('/?site=Several');
    await page.getByRole('button', { name: 'Compact list' }).click();
    for (const name of ['one', 'two']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
    const bar = page.getByRole('region', { name: 'Chosen lessons' });
    await bar.getByText('2 lessons chosen · 0:20 · 4 questions').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await bar.getByRole('button', { name: 'Details' }).click();
    const details = page.getByRole('dialog', { name: 'Details of 2 lessons' });
    await details.getByLabel('Educator').fill('Ms. Rivera');
    await details.getByLabel('Consent').selectOption('Given');
    expect(await accessibilityFaults(page)).toEqual([]);
    await details.getByRole('button', { name: 'Save' }).click();
    await details.waitFor({ state: 'detached' });
    expect(await page.getByText('Ms. Rivera').count()).toBe(2);
    expect(await page.getByText('Consent not recorded').count()).toBe(1);

    await bar.getByRole('button', { name: 'Analyse again' }).click();
    const again = page.getByRole('dialog', { name: 'Analyse 2 lessons again?' });
    await again.getByText('Together they are 0:20 long').waitFor();
    await again.getByText('It costs nothing.').waitFor();
    await again.getByLabel('Languages that are spoken').selectOption('Spanish');
    expect(await accessibilityFaults(page)).toEqual([]);
    const heard = speech.fields.length;
    await again.getByRole('button', { name: 'Analyse again' }).click();
    await again.waitFor({ state: 'detached' });
    const languages = () => speech.fields.slice(heard).map(({ language }) => language);
    await expect.poll(languages, { timeout: 30_000 }).toEqual(['es', 'es']);
    await page.getByText('Ready').nth(2).waitFor();

    await bar.getByRole('button', { name: 'Delete' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Delete 2 lessons' }).click();
    const receipt = page.getByRole('dialog', { name: '2 lessons deleted' });
    await receipt.getByRole('button', { name: 'Download the receipt' }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    expect(text.match(/^Title: (one|two)\r$/gm)).toHaveLength(2);
    await receipt.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('article', { name: 'three' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
  });
});

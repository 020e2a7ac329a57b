import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { layStandIn } from '../../bench/orchestration/standIn.ts';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { accessibilityFaults, describeInBrowser, expectFaults, openPage } from '../../testing/studio/browser.ts';

// Stand-ins for ffmpeg and a fake speech server: a move is about where a lesson is, not about its sound.
let cloud: TestCloud;
let speech: FakeSpeech;
let folder: string;
let video: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-move-'));
  const standIn = await layStandIn(folder, 10);
  video = await readFile(standIn.video);
  speech = await startFakeSpeech();
  cloud = await startTestCloud({ settings: { ...speech.settings, ...standIn.settings } });
  for (const name of ['boats', 'clay', 'songs']) await analysed(`River School/${name}.mp4`);
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function analysed(blobName: string): Promise<void> {
  const uploaded = await cloud.upload(blobName, video);
  await cloud.ended(uploaded);
  const isDone = async () =>
    expect((await cloud.api.lesson(uploaded.lessonId))?.progress).toMatchObject({ stage: 'done' });
  await vi.waitFor(isDone, { timeout: 60_000 });
}

const titles = (page: Page) =>
  page.getByRole('article').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

describeInBrowser('a move to another site', () => {
  test('is made for the chosen lessons, says which stay and why, and the old address shows the lesson', async () => {
    // The other site has one of this name already.
    await analysed('Hill School/clay.mp4');
    const { lessonId } = lessonOf('River School/boats.mp4');
    await fetch(`${cloud.host}/api/v1/lessons/${lessonId}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'Ada', change: { kind: 'text', question: 'q001', text: 'Where is the red boat?' } }),
    });
    expectFaults(/409 \(Conflict\)/);
    const page = await openPage(cloud.host);
    await page.goto('/?site=River+School&sort=title-asc');
    await page.getByRole('button', { name: 'Compact list' }).click();
    for (const name of ['boats', 'clay']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
    await page.getByRole('region', { name: 'Chosen lessons' }).getByRole('button', { name: 'Move' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move 2 lessons to another site' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel('To the site').fill('Hill School');
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.getByText('1 lesson could not be changed:').waitFor({ timeout: 60_000 });
    await dialog.getByText('Delete that one first, or leave both where they are.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => titles(page)).toEqual(['clay', 'songs']);
    await page.goto('/?site=Hill+School&sort=title-asc');
    await expect.poll(() => titles(page)).toEqual(['boats', 'clay']);

    await page.goto(`/lessons/${lessonId}`);
    await page.waitForURL(`**/lessons/${lessonOf('Hill School/boats.mp4').lessonId}`);
    await page.getByRole('heading', { name: 'boats' }).waitFor();
    await page.getByText('Where is the red boat?').first().waitFor();
  });

  test('is made from a lesson’s details, and the page goes along', async () => {
    const page = await openPage(cloud.host);
    await page.goto(`/lessons/${lessonOf('River School/songs.mp4').lessonId}`);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Move to another site' }).click();
    await page.getByLabel('To the site').fill('Lake School');
    await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
    await page.waitForURL(`**/lessons/${lessonOf('Lake School/songs.mp4').lessonId}`, { timeout: 60_000 });
    await page.getByText('Lake School').first().waitFor();
  });
});

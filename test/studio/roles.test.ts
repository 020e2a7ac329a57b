import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, expectFaults, newContext } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';
import { dropFiles } from './files.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: { SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  const seed = (name: string, count: number, change: object) =>
    seedLesson(cloud, {
      blobName: `River School/${name}.mp4`,
      questions: askedEvery(6, count),
      durationSeconds: 60,
      video: null,
      change: { title: name, educator: 'Ms. Rivera', ...change },
    });
  await seed('boats', 1, {});
  await seed('clay', 5, { hold: true, retainUntil: '2031-05-04' });
  await seedLesson(cloud, {
    blobName: 'Hill School/kites.mp4',
    questions: askedEvery(6, 2),
    durationSeconds: 60,
    video: null,
    change: { title: 'kites', educator: 'Mr. Hill' },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

/** A page whose calls of the API are somebody's, as the platform's sign-in would say. */
async function pageOf(role: string, path = '/'): Promise<Page> {
  const claims = [
    { typ: 'oid', val: '42' },
    { typ: 'name', val: 'Ana Ortiz' },
    { typ: 'roles', val: role },
  ];
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
  const context = await newContext(cloud.host);
  await context.route('**/api/**', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'x-ms-client-principal': principal } }),
  );
  const page = await context.newPage();
  await page.goto(path);
  return page;
}
const lesson = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const row = { name: 'boats.mp4', content: Buffer.from('a video of that name') };
const uploads = (page: Page) => page.getByRole('region', { name: 'Uploads' });

async function uploadTaken(page: Page): Promise<void> {
  await lesson(page, 'boats').waitFor();
  await dropFiles(page, [row]);
  await page.getByRole('dialog').getByLabel('Site').fill('River School');
  await page.getByRole('button', { name: 'Start the upload' }).click();
  await uploads(page).getByRole('button', { name: 'Keep both' }).waitFor();
}

describeInBrowser('an uploader', () => {
  test('sees which lessons there are, without figures, and is offered neither to change nor to delete them', async () => {
    const page = await pageOf('uploader');
    const boats = lesson(page, 'boats');
    await boats.getByText('River School').waitFor();
    expect(await page.getByText(/open-ended|Ms\. Rivera/).count()).toBe(0);
    expect(await boats.getByRole('button').count()).toBe(0);
    await page.getByPlaceholder('Title or file').waitFor();
    expect(await page.getByLabel('Sort by').locator('option').allTextContents()).toEqual([
      'Newest upload first',
      'Oldest upload first',
      'Title A to Z',
      'Title Z to A',
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('gets a link that sorts by figures in the usual order', async () => {
    const page = await pageOf('uploader', '/?sort=openShare-desc');
    await lesson(page, 'clay').waitFor();
    expect(await page.getByLabel('Sort by').inputValue()).toBe('uploadedAt-desc');
    expect(await page.getByRole('alert').count()).toBe(0);
    // What was asked for before it was known who asks.
    expectFaults(/403/);
  });

  test('may keep both lessons of a name, and is not offered to replace one', async () => {
    const page = await pageOf('uploader');
    await uploadTaken(page);
    expect(await uploads(page).getByRole('button', { name: 'Replace it' }).count()).toBe(0);
    expectFaults(/409/);
  });
});

describeInBrowser('a coach', () => {
  test('puts a lesson on hold, and neither lifts a hold nor sets a day of deletion', async () => {
    const page = await pageOf('coach');
    await lesson(page, 'boats').getByText('Ms. Rivera').waitFor();
    await page.getByRole('button', { name: 'Details of boats' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Delete after').isDisabled()).toBe(true);
    await dialog.getByText('ask an admin').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByText('Keep on hold').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await lesson(page, 'boats').getByText('On hold').waitFor();

    await page.getByRole('button', { name: 'Details of clay' }).click();
    expect(await dialog.getByRole('checkbox', { name: 'Keep on hold' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Delete after').fill('2032-05-04');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The details are saved.').last().waitFor();
  });
});

describeInBrowser('an admin', () => {
  test('is offered to replace a lesson', async () => {
    const page = await pageOf('admin');
    await uploadTaken(page);
    expect(await uploads(page).getByRole('button', { name: 'Replace it' }).count()).toBe(1);
    expectFaults(/409/);
  });
});

describeInBrowser('a coach of one school', () => {
  const other = lessonOf('Hill School/kites.mp4').lessonId;

  test('finds the lessons of that school, and may correct them', async () => {
    const page = await pageOf('coach@River%20School');
    await lesson(page, 'boats').getByText('Ms. Rivera').waitFor();
    expect(await lesson(page, 'kites').count()).toBe(0);
    expect(await page.getByLabel('Site').locator('option').allTextContents()).toEqual(['All sites', 'River School']);
    await page.getByRole('button', { name: 'Details of boats' }).waitFor();
    expect(await page.getByRole('button', { name: 'Delete boats' }).count()).toBe(0);
  });

  test('finds nothing of another school by search, address or export', async () => {
    const page = await pageOf('coach@River%20School', '/?q=kites');
    await page.getByText('No lesson fits these filters').waitFor();
    await page.goto(`/lessons/${other}`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await page.getByText(/kites|Mr\. Hill/).count()).toBe(0);
    const statusOf = (path: string) => page.evaluate(async (address) => (await fetch(address)).status, path);
    expect(await statusOf(`/api/v1/lessons/${other}/export.csv`)).toBe(404);
    expectFaults(/404/);
  });
});

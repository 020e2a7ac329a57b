import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, openPage } from '../../testing/studio/browser.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => cloud?.[Symbol.asyncDispose]());

describeInBrowser('a lesson in two languages', () => {
  test('has its figures by language in summary and progress', async () => {
    // Of five kinds in turn, the third and the fifth are asked in Spanish: one open, one closed.
    const questions = askedEvery(10, 5).map((question, at) =>
      at === 2 || at === 4 ? { ...question, language: 'es' as const } : question,
    );
    const lesson = { questions, durationSeconds: 60, video: null };
    const { lessonId } = await seedLesson(cloud, { blobName: 'River School/two.mp4', ...lesson });
    const page = await openPage(cloud.host);
    await page.goto(`/lessons/${lessonId}/summary`);
    const table = page.getByRole('region', { name: 'By language' });
    const cells = (name: string) =>
      table.getByRole('row').filter({ hasText: name }).getByRole('cell').allTextContents();
    await table.getByRole('row').nth(2).waitFor();
    expect((await cells('English')).slice(0, 2)).toEqual(['3', '33%']);
    expect((await cells('Spanish')).slice(0, 2)).toEqual(['2', '50%']);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto('/progress');
    const course = page.getByRole('region', { name: 'By language', exact: true });
    const row = course.getByRole('row').filter({ hasText: 'Spanish' });
    await row.waitFor();
    // Day, language, questions, open share, the waits after both; nobody said how long each is spoken.
    expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual([
      'Spanish',
      '2',
      '50%',
      expect.stringMatching(/ s$/),
      expect.stringMatching(/ s$/),
      '–',
      '–',
      '–',
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('says nothing of languages where one alone was spoken', async () => {
    const { lessonId } = await seedLesson(cloud, {
      ...{ blobName: 'River School/one.mp4', questions: askedEvery(10, 3), durationSeconds: 40, video: null },
    });
    const page = await openPage(cloud.host);
    await page.goto(`/lessons/${lessonId}/summary`);
    await page.getByRole('heading', { name: 'Wait time' }).waitFor();
    expect(await page.getByRole('region', { name: 'By language' }).count()).toBe(0);
  });
});

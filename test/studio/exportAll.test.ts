import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, newContext } from '../../testing/studio/browser.ts';
import { freshLesson } from '../../testing/studio/lessonPage.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describeInBrowser('all lessons of a filter', () => {
  test('are taken away as a table and as an archive, names masked on request', async () => {
    const change = { title: 'Boats', educator: 'Ms. Okafor' };
    await freshLesson(cloud, { blobName: 'North/a.mp4', change });
    await freshLesson(cloud, { blobName: 'North/b.mp4', change });
    await freshLesson(cloud, { blobName: 'South/c.mp4' });
    const page = await (await newContext(cloud.host)).newPage();
    await page.goto('/?site=North');
    await page.getByText('Take all away').click();
    expect(await accessibilityFaults(page)).toEqual([]);
    const take = async (name: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name }).click();
      const file = await download;
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };
    const table = await take('All questions as a table');
    expect(table.name).toBe('askwell-lessons.csv');
    const rows = table.bytes.toString().trim().split('\n');
    expect(rows).toHaveLength(1 + 40);
    expect(table.bytes.toString()).toMatch(/^\ufefflessonId,site,lesson,educator,date,/);
    expect(rows[1]).toContain(',North,Boats,Ms. Okafor,2026-11-20,');
    expect(table.bytes.toString()).not.toContain('South');

    await page.getByLabel('Mask names').check();
    const archive = await take('Everything (ZIP)');
    expect(archive.name).toBe('askwell-lessons.zip');
    const files = unzipSync(archive.bytes);
    const names = Object.keys(files);
    expect(names.slice(-5)).toEqual([
      'questions.csv',
      'lessons.csv',
      'codebook.csv',
      'provenance.json',
      'citation.txt',
    ]);
    expect(names.filter((name) => name.startsWith('lessons/'))).toHaveLength(14);
    expect(new Set(names.map((name) => name.split('/')[1]).filter(Boolean)).size).toBe(2);
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    expect(text('questions.csv')).toContain('[educator 1]');
    expect(text('citation.txt')).toMatch(/2 lessons, 40 questions, names masked; questions\.csv sha256:[0-9a-f]{64}/);
    for (const name of names) expect(text(name), name).not.toContain('Okafor');
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import type { LessonVoice } from '../../shared/lessons/speakers.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { accessibilityFaults, describeInBrowser, newContext, sidewaysScroll } from '../../testing/studio/browser.ts';
import { freshLesson, openLesson, rowOf } from '../../testing/studio/lessonPage.ts';
import { askedEvery } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

// Every fourth question is a child's.
const questions = askedEvery(5.5, 8).map(
  (question, at): CodedQuestion => ({
    ...question,
    askedBy: at % 4 === 3 ? 'child' : 'educator',
    askedByFrom: 'machine',
    speaker: at % 4 === 3 ? 1 : 0,
  }),
);
const segments = questions.map(({ start, end, text, speaker = 0 }) => ({ start, end, text, speaker }));
const turns = segments.map(({ start, end, speaker }) => ({ start, end, speaker }));
const voice = (speaker: number, role: 'educator' | 'child'): LessonVoice => {
  const own = turns.filter((turn) => turn.speaker === speaker);
  const seconds = own.reduce((sum, { start, end }) => sum + end - start, 0);
  return { speaker, role, roleFrom: 'machine', turns: own.length, questions: own.length, seconds, longestSeconds: 2 };
};

const fresh = () =>
  freshLesson(cloud, {
    questions,
    transcript: { segments, speakers: { state: 'told', turns } },
    change: {},
    result: { speakers: { state: 'told', voices: [voice(0, 'educator'), voice(1, 'child')] } },
  });
const panel = (page: Page) => page.getByRole('region', { name: 'Who is who?' });

async function ask(page: Page) {
  await panel(page).getByText('Voices, one by one').click();
  await panel(page).getByRole('button', { name: 'Remove this voice … (Child)' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Child from this lesson?' });
  await dialog.waitFor();
  return dialog;
}

describeInBrowser('a voice', () => {
  test('is removed after a warning that has to be agreed to, and its receipt shown', async () => {
    const address = await fresh();
    const page = await openLesson(await newContext(cloud.host), address);
    await rowOf(page, 'q004').waitFor();
    const dialog = await ask(page);
    await dialog.getByText('This cannot be undone.').waitFor();
    const remove = dialog.getByRole('button', { name: 'Remove the voice' });
    expect(await remove.isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'I have listened' }).check();
    await remove.click();
    const receipt = page.getByRole('dialog', { name: 'The voice is removed' });
    await receipt.waitFor({ timeout: 60_000 });
    const rows = await receipt.locator('.receipt').innerText();
    expect(rows).toMatch(/Questions removed\s+2/);
    expect(rows).toMatch(/Video that is played\s+muted/);
    const download = page.waitForEvent('download');
    await receipt.getByRole('button', { name: 'Download the receipt' }).click();
    expect((await download).suggestedFilename()).toMatch(/^askwell-removal-[0-9a-f]{24}\.txt$/);
    await receipt.getByRole('button', { name: 'Close' }).last().click();

    await page.getByText('2 questions of a voice that was removed:').waitFor();
    await page.locator('.line', { hasText: '[removed]' }).first().waitFor();
    expect(await page.locator('.line', { hasText: '[removed]' }).count()).toBe(2);
    expect(await rowOf(page, 'q004').count()).toBe(0);
    await panel(page).getByText('Only one voice was heard.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('stays where nobody agrees', async () => {
    const address = await fresh();
    const page = await openLesson(await newContext(cloud.host), address);
    const dialog = await ask(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    const answer = await fetch(`${cloud.host}/api/v1${address}/voices/removals`);
    expect(await answer.json()).toEqual({ removing: false, receipts: [] });
  });

  test('can be removed on a phone', async () => {
    const page = await openLesson(await newContext(cloud.host, { device: 'phone' }), await fresh());
    const dialog = await ask(page);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'I have listened' }).check();
    await dialog.getByRole('button', { name: 'Remove the voice' }).click();
    await page.getByRole('dialog', { name: 'The voice is removed' }).waitFor({ timeout: 60_000 });
    expect(await sidewaysScroll(page)).toBe(0);
  });
});

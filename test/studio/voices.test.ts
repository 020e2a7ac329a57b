import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import type { LessonVoice } from '../../shared/lessons/speakers.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { windowOf } from '../../testing/madeVoices.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import { freshDuration, freshLesson, openLesson, rowOf, allSaved as saved } from '../../testing/studio/lessonPage.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const questions = askedEvery(5.5, 20).map(
  (question, at): CodedQuestion => ({
    ...question,
    askedBy: at % 4 === 3 ? 'child' : 'educator',
    askedByFrom: 'machine',
    speaker: at % 4 === 3 ? 1 : 0,
  }),
);
const segments = questions.map(({ start, end, text, speaker = 0 }) => ({
  ...{ start, end, text, speaker },
  words: text.split(' ').map((word, at, all) => {
    const length = (end - start) / all.length;
    return { text: word, start: start + at * length, end: start + (at + 1) * length, speaker };
  }),
}));
const turns = segments.map(({ start, end, speaker }) => ({ start, end, speaker }));
const voice = (speaker: number, role: 'educator' | 'child'): LessonVoice => {
  const own = turns.filter((turn) => turn.speaker === speaker);
  return {
    ...{ speaker, role, roleFrom: 'machine', turns: own.length, questions: own.length },
    seconds: own.reduce((sum, { start, end }) => sum + end - start, 0),
    longestSeconds: Math.max(...own.map(({ start, end }) => end - start)),
    spans: own.slice(0, 5).map(({ start, end }) => ({ start, end })),
  };
};

const fresh = () =>
  freshLesson(cloud, {
    questions,
    transcript: { segments, speakers: { state: 'told', turns } },
    change: {},
    result: { speakers: { state: 'told', voices: [voice(0, 'educator'), voice(1, 'child')] } },
  });
const told = { state: 'told' as const, voices: [voice(0, 'educator'), voice(1, 'child')] };
const open = async (address: string) => openLesson(await newContext(cloud.host), address);
const panel = (page: Page) => page.getByRole('region', { name: 'Who is who?' });

interface Shown {
  questions: { id: string; askedBy?: string; askedByFrom?: string }[];
  metrics: { questionCount: number; childCount: number; talk: { from: string } | null };
}
const read = async (address: string): Promise<Shown> =>
  (await fetch(`${cloud.host}/api/v1${address}/questions`)).json();
const linesOf = async (address: string): Promise<{ segments: { text: string; speaker: number | null }[] }> =>
  (await fetch(`${cloud.host}/api/v1${address}/transcript.json`)).json();

describeInBrowser('the voices of a lesson', () => {
  test('are confirmed by one press, and figures follow at once', async () => {
    const address = await fresh();
    const page = await open(address);
    await panel(page).getByText('Proposed from the voices').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await panel(page).getByRole('button', { name: 'Confirm' }).click();
    await saved(page);
    await panel(page).getByText('Confirmed by a person.').waitFor();
    const { questions: after, metrics } = await read(address);
    expect(after[3]).toMatchObject({ askedBy: 'child', askedByFrom: 'roles' });
    expect(metrics).toMatchObject({ questionCount: 15, childCount: 5, talk: { from: 'person' } });
    await page.keyboard.press('u');
    await panel(page).getByText('Proposed from the voices').waitFor();
    await expect.poll(async () => (await read(address)).metrics.talk?.from).toBe('machine');
  });

  test('are heard by their examples, and each alone', async () => {
    const page = await open(await fresh());
    await panel(page).getByText('Voices, one by one').click();
    const video = page.locator('video');
    const [first] = voice(1, 'child').spans ?? [];
    await panel(page).getByRole('button', { name: 'Hear Child, example 1' }).click();
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThanOrEqual(first?.start ?? Number.NaN);
    // It ends by itself, where the example does.
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.paused), { timeout: 15_000 })
      .toBe(true);
    const stopped = await video.evaluate((element: HTMLVideoElement) => element.currentTime);
    expect(stopped).toBeGreaterThanOrEqual(first?.end ?? Number.NaN);
    expect(stopped).toBeLessThan((first?.end ?? 0) + 1.5);
    await panel(page).getByRole('button', { name: 'Hear all of Child' }).click();
    await panel(page).getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true);
  });

  test('get a role and a name each, which questions and lanes follow', async () => {
    const address = await fresh();
    const page = await open(address);
    const lanes = page.getByRole('region', { name: 'Who speaks when' });
    await lanes.getByText('Educator: 0:').waitFor();
    await lanes.getByText('Children: 0:').waitFor();
    await panel(page).getByText('Voices, one by one').click();
    await panel(page).getByRole('combobox', { name: 'Whose voice is Child?' }).selectOption('adult');
    await lanes.getByText('Other adults: 0:').waitFor();
    expect(await lanes.getByText('Children').count()).toBe(0);
    await rowOf(page, 'q004').getByText('Another adult').waitFor();
    await panel(page).getByRole('textbox', { name: 'Own name for Adult' }).fill('Ms B');
    await page.keyboard.press('Tab');
    await page.locator('.line-who', { hasText: 'Ms B' }).first().waitFor();
    await saved(page);
    expect((await read(address)).questions[3]).toMatchObject({ askedBy: 'adult', askedByFrom: 'roles' });
  });

  test('all that one says is given to another', async () => {
    const address = await fresh();
    const page = await open(address);
    await panel(page).getByText('Voices, one by one').click();
    await panel(page)
      .getByRole('combobox', { name: 'All that Child says is said by' })
      .selectOption({ label: 'Educator' });
    await saved(page);
    await expect.poll(async () => (await read(address)).metrics.questionCount).toBe(20);
    expect(new Set((await linesOf(address)).segments.map(({ speaker }) => speaker))).toEqual(new Set([0]));
  });
});

describeInBrowser('voices that are still being told apart', () => {
  test('come to the page by themselves, with transcript and questions, and take nothing of what is being typed', async () => {
    const seed = { blobName: 'River School/pending.mp4', durationSeconds: freshDuration };
    const { lessonId } = await seedLesson(cloud, {
      ...{ ...seed, questions: askedEvery(5.5, 20), transcript: { speakers: { state: 'pending', turns: [] } } },
      result: { speakers: { state: 'pending', voices: [] } },
    });
    const page = await open(`/lessons/${lessonId}`);
    await panel(page).getByText('Who speaks is still being told apart').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    for (let down = 0; down < 4; down += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('n');
    const note = page.locator('[data-note="q004"]');
    await note.fill('She waited for the');
    await seedLesson(cloud, {
      ...{
        ...seed,
        questions,
        transcript: { segments, speakers: { state: 'told', turns } },
        result: { speakers: told },
      },
    });
    await panel(page).getByText('Proposed from the voices').waitFor();
    await page.locator('.line-who', { hasText: 'Child' }).first().waitFor();
    await page.getByRole('region', { name: 'Who speaks when' }).getByText('Children: 0:').waitFor();
    await rowOf(page, 'q008').getByText('Child').first().waitFor();
    expect(await note.inputValue()).toBe('She waited for the');
    await note.press('End');
    await note.pressSequentially(' answer.');
    await rowOf(page, 'q004').getByRole('button', { name: 'Save the note' }).click();
    await saved(page);
    const { questions: after } = await read(`/lessons/${lessonId}`);
    expect(after[3]).toMatchObject({ askedBy: 'child', review: { note: 'She waited for the answer.' } });
  });
});

describeInBrowser('of two tabs', () => {
  test('the older one overwrites nothing: what both said is a choice', async () => {
    const address = await fresh();
    expectFaults(/412/);
    const [old, other] = [await open(address), await open(address)];
    for (const page of [old, other]) await panel(page).getByText('Voices, one by one').click();
    const role = (page: Page) => panel(page).getByRole('combobox', { name: 'Whose voice is Child?' });
    await role(old).waitFor();
    await role(other).selectOption('adult');
    await saved(other);
    await role(old).selectOption('several');
    const dialog = old.getByRole('dialog', { name: 'Somebody else changed who speaks' });
    await dialog.getByText('Child: Another adult').waitFor();
    await dialog.getByText('Child: Several people').waitFor();
    expect(await accessibilityFaults(old)).toEqual([]);
    expect((await read(address)).questions[3]).toMatchObject({ askedBy: 'adult' });
    await dialog.getByRole('button', { name: 'Keep theirs' }).click();
    await saved(old);
    await panel(old).getByRole('combobox', { name: 'Whose voice is Adult?' }).waitFor();
    expect((await read(address)).questions[3]).toMatchObject({ askedBy: 'adult' });
  });
});

describeInBrowser('one utterance', () => {
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Who says this line?' });
  const ask = async (page: Page, at: number) => {
    await page.locator(`[data-line="${at}"]`).click();
    await page.getByRole('button', { name: 'Who says it' }).click();
  };

  test('is given to another voice, and undone', async () => {
    const address = await fresh();
    const page = await open(address);
    await ask(page, 3);
    await dialog(page).getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Educator' });
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await saved(page);
    await expect.poll(async () => (await read(address)).questions[3]?.askedBy).toBe('educator');
    expect((await linesOf(address)).segments[3]?.speaker).toBe(0);
    expect((await linesOf(address)).segments[7]?.speaker).toBe(1);
    await page.keyboard.press('u');
    await expect.poll(async () => (await read(address)).questions[3]?.askedBy).toBe('child');
  });

  test('and those after it are given to a child that was not known', async () => {
    const address = await fresh();
    const page = await open(address);
    await ask(page, 4);
    await dialog(page).getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Another child' });
    await dialog(page).getByRole('spinbutton', { name: 'How many lines' }).fill('2');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await saved(page);
    await expect.poll(async () => (await read(address)).questions[5]?.askedBy).toBe('child');
    expect((await linesOf(address)).segments.slice(3, 7).map(({ speaker }) => speaker)).toEqual([1, 1000, 1000, 0]);
  });

  test('and others, chosen with Shift, are given together, and all is taken back step by step', async () => {
    const address = await fresh();
    const page = await open(address);
    const speakers = async () => (await linesOf(address)).segments.slice(3, 8).map(({ speaker }) => speaker);
    const chosen = () => page.locator('[data-chosen]').evaluateAll((all) => all.map((one) => one.dataset.line));
    await page.locator('[data-line="6"]').click();
    await page.locator('[data-line="4"]').click({ modifiers: ['Shift'] });
    await expect.poll(chosen).toEqual(['4', '5', '6']);
    await page.getByRole('button', { name: 'Who says these 3 lines' }).click();
    await dialog(page).getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Child' });
    // The lines are read anew only when others are chosen already.
    const others = Promise.withResolvers<void>();
    await page.route('**/transcript.json*', async (route) => {
      await others.promise;
      await route.continue();
    });
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await saved(page);
    expect(await speakers()).toEqual([1, 1, 1, 1, 1]);
    await page.locator('[data-line="3"]').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(chosen).toEqual(['3', '4']);
    others.resolve();
    await page.locator('[data-line="4"] .line-who').waitFor({ state: 'detached' });
    expect(await chosen()).toEqual(['3', '4']);
    await page.keyboard.press('Escape');
    await expect.poll(chosen).toEqual([]);
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(chosen).toEqual(['3', '4']);
    await page.getByRole('button', { name: 'Who says these 2 lines' }).click();
    await dialog(page).getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Nobody can tell' });
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await saved(page);
    expect(await speakers()).toEqual([null, null, 1, 1, 1]);
    await page.keyboard.press('u');
    await expect.poll(speakers).toEqual([1, 1, 1, 1, 1]);
    await page.keyboard.press('u');
    await expect.poll(speakers).toEqual([1, 0, 0, 0, 1]);
  });

  test('is cut where another begins', async () => {
    const address = await fresh();
    const page = await open(address);
    const { text = '' } = segments[0] ?? {};
    await ask(page, 0);
    await dialog(page).getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Child' });
    await dialog(page).getByRole('combobox', { name: 'From which word on' }).selectOption({ index: 2 });
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await saved(page);
    const [first, second] = (await linesOf(address)).segments;
    expect([first?.speaker, second?.speaker]).toEqual([0, 1]);
    expect(`${first?.text} ${second?.text}`).toBe(text);
    expect(first?.text).toBe(text.split(' ').slice(0, 2).join(' '));
  });
});

describeInBrowser('corrected lines', () => {
  /** A lesson whose embeddings live: every fourth line is another child's, whom the machine took for the educator. */
  const withEmbeddings = async (): Promise<string> => {
    const address = await fresh();
    const lessonId = address.split('/').at(-1) ?? '';
    const { keepVoices } = await import('../../shared/storage/voices.ts');
    const person = (at: number) => ({ 1: 2, 3: 1 })[at % 4] ?? 0;
    const windows = segments.map(({ start, end }, at) => windowOf(person(at), start, end - start));
    await keepVoices({ siteId: 'River School', lessonId, revision: lessonId.slice(0, 16) }, windows);
    return address;
  };
  const speakers = async (address: string) => (await linesOf(address)).segments.map(({ speaker }) => speaker);
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'What your corrections teach' });

  test('teach the others: shown, heard, left out or taken, and undone at once', async () => {
    const address = await withEmbeddings();
    const page = await open(address);
    await panel(page).getByText('Voices, one by one').click();
    const teach = panel(page).getByRole('button', { name: 'Teach from my corrections' });
    await teach.click();
    await dialog(page).getByText('Nobody has said yet who says a line').waitFor();
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    await page.locator('[data-line="1"]').click();
    await page.getByRole('button', { name: 'Who says it' }).click();
    const who = page.getByRole('dialog', { name: 'Who says this line?' });
    await who.getByRole('combobox', { name: 'Said by' }).selectOption({ label: 'Another child' });
    await who.getByRole('button', { name: 'Save' }).click();
    await saved(page);
    const before = segments.map(({ speaker }, at) => (at === 1 ? 1000 : speaker));
    expect(await speakers(address)).toEqual(before);
    await teach.click();
    await dialog(page).getByText('4 lines sound like another voice').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await speakers(address)).toEqual(before);
    const changes = dialog(page).getByRole('checkbox', { name: /^Take the line at .*, Educator → Child 2$/ });
    expect(await changes.count()).toBe(4);
    await dialog(page).getByRole('button', { name: 'Hear the line at' }).first().click();
    await expect.poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(false);
    const { changes: proposed }: { changes: { start: number }[] } = await (
      await fetch(`${cloud.host}/api/v1${address}/speakers/teaching`)
    ).json();
    const left = segments.findIndex(({ start }) => start === proposed.at(-1)?.start);
    await changes.last().uncheck();
    await dialog(page).getByRole('button', { name: 'Take 3 lines' }).click();
    await saved(page);
    const taken = [5, 9, 13, 17].filter((at) => at !== left);
    expect(taken).toHaveLength(3);
    expect(await speakers(address)).toEqual(before.map((speaker, at) => (taken.includes(at) ? 1000 : speaker)));
    for (const at of taken) expect((await read(address)).questions[at]?.askedBy).toBe('child');
    await page.keyboard.press('u');
    await expect.poll(() => speakers(address)).toEqual(before);
  });

  test('teach nothing where embeddings are gone, and the panel says why', async () => {
    const page = await open(await fresh());
    await panel(page).getByText('Voices, one by one').click();
    await panel(page).getByText('the embeddings of this lesson’s voices are deleted').waitFor();
    expect(await panel(page).getByRole('button', { name: 'Teach' }).count()).toBe(0);
  });
});

/** All that a page's site has kept in the browser, as text. */
const keptByBrowser = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name = '' } of await indexedDB.databases()) {
      const open = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      for (const table of open.objectStoreNames)
        kept.push(
          await new Promise((resolve, reject) => {
            const asked = open.transaction(table).objectStore(table).getAll();
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
          }),
        );
      open.close();
    }
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys())
        kept.push(request.url, await (await caches.match(request))?.text());
    return JSON.stringify(kept);
  });

describeInBrowser('of a lesson that was deleted', () => {
  test('nothing is left in the browser', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.locator('[data-line="3"]').waitFor();
    const files = [
      'transcript.json',
      'transcript.vtt',
      'speakers',
      'questions',
      'export.csv',
      'events',
      'waveform',
    ].map((name) => `/api/v1${address}/${name}`);
    // As whoever opens them in a tab: by the browser's own rules of what it keeps.
    const statuses = (cache: 'default' | 'force-cache') =>
      page.evaluate(
        ({ files, cache }) => Promise.all(files.map(async (file) => (await fetch(file, { cache })).status)),
        { files, cache },
      );
    expect(await statuses('default')).toEqual(files.map(() => 200));
    expectFaults(/404/);
    expect((await fetch(`${cloud.host}/api/v1${address}`, { method: 'DELETE' })).status).toBe(200);
    expect(await statuses('force-cache')).toEqual(files.map(() => 404));
    await page.goto('/');
    const kept = await keptByBrowser(page);
    expect(kept).toContain('askwell.reviewer');
    expect(kept).not.toContain(address.split('/').at(-1));
    for (const { text } of segments) expect(kept).not.toContain(text);
  });
});

describeInBrowser('on a phone', () => {
  test('the panel fits, and confirms', async () => {
    const address = await fresh();
    const context = await newContext(cloud.host, { device: 'phone' });
    const page = await openLesson(context, address);
    await panel(page).getByText('Voices, one by one').click();
    expect(await sidewaysScroll(page)).toBe(0);
    await panel(page).getByRole('button', { name: 'Confirm' }).click();
    await saved(page);
    await panel(page).getByText('Confirmed by a person.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(freshDuration).toBeGreaterThan(turns.at(-1)?.end ?? Number.POSITIVE_INFINITY);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import {
  accessibilityFaults,
  describeInBrowser,
  expectFaults,
  newContext,
  openPage,
  sidewaysScroll,
} from '../../testing/studio/browser.ts';
import {
  freshDuration as duration,
  freshLesson,
  openLesson,
  rowOf as row,
  allSaved as saved,
} from '../../testing/studio/lessonPage.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const fresh = (change?: Parameters<typeof freshLesson>[1]) => freshLesson(cloud, change);

/** Opens a lesson as somebody whose name is known. */
const open = async (address: string, name?: string, look: Parameters<typeof newContext>[1] = {}) =>
  openLesson(await newContext(cloud.host, look), address, name);

const videoTime = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
const now = (page: Page) => page.getByRole('region', { name: 'Current question' });
const questionsOf = async (address: string) => {
  const answer = await fetch(`${cloud.host}/api/v1${address}/questions`);
  return (
    (await answer.json()) as { questions: { id: string; review?: { label: string; by: string; note?: string } }[] }
  ).questions;
};
const reviewOf = async (address: string, id: string) =>
  (await questionsOf(address)).find((question) => question.id === id)?.review;
const more = (page: Page, id: string) => row(page, id).locator('button[aria-expanded]');

describeInBrowser('seeking', () => {
  test('a click on a region of the timeline goes to its question', async () => {
    const page = await open(await fresh());
    const timeline = page.getByRole('slider', { name: 'Timeline' });
    const box = await timeline.boundingBox();
    // The ninth question begins at 45 s and lasts 1.8 s; the click is inside it.
    await timeline.click({ position: { x: (45.9 / duration) * (box?.width ?? 0), y: 60 } });
    await expect.poll(() => videoTime(page)).toBeCloseTo(45, 1);
    await row(page, 'q009').and(page.locator('[aria-current]')).waitFor();
    await page
      .locator('.line[aria-current]')
      .getByText('Is it heavy?')
      .or(page.locator('.line[aria-current]'))
      .waitFor();
    expect(await timeline.getAttribute('aria-valuetext')).toContain('question 9 of 20');
  });

  test('arrows and brackets go from question to question, and five seconds on and back', async () => {
    const page = await open(await fresh());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(']');
    await expect.poll(() => videoTime(page)).toBeCloseTo(6.5, 1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => videoTime(page)).toBeCloseTo(11.5, 1);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => videoTime(page)).toBeCloseTo(1, 1);
    await row(page, 'q001').and(page.locator('[aria-current]')).waitFor();
  });

  test('a line of the transcript and a row of the list lead to their second', async () => {
    const page = await open(await fresh());
    await page.locator('.line').nth(4).click();
    await expect.poll(() => videoTime(page)).toBeCloseTo(23, 1);
    await row(page, 'q003').getByRole('button').first().click();
    await expect.poll(() => videoTime(page)).toBeCloseTo(12, 1);
  });

  test('the question and the line of the moment follow while the video plays', async () => {
    const page = await open(await fresh());
    await page.keyboard.press('ArrowDown');
    await page.locator('video').evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      video.playbackRate = 4;
      return video.play();
    });
    await row(page, 'q003').and(page.locator('[aria-current]')).waitFor();
    await page.locator('.line[aria-current][data-line="2"]').waitFor();
  });

  test('an address may lead to a second', async () => {
    const page = await open(`${await fresh()}?at=28`);
    await expect.poll(() => videoTime(page)).toBeCloseTo(28, 1);
  });
});

describeInBrowser('correcting', () => {
  test('by keyboard: recode, reload, find it kept; undo it', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await row(page, 'q001').getByText('CEQ').waitFor();
    await saved(page);
    expect(await reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ', by: 'Ana' });
    await page.reload();
    await row(page, 'q001').getByText('Reviewed by Ana').waitFor();
    await row(page, 'q001').getByText('CEQ').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('o');
    await row(page, 'q001').getByText('OEQ').waitFor();
    await page.keyboard.press('u');
    await row(page, 'q001').getByText('CEQ').waitFor();
    await expect.poll(() => reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ' });
  });

  test('Enter confirms the machine’s code, Ctrl+Z takes that back', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await row(page, 'q001').getByText('Reviewed by Ana').waitFor();
    await expect.poll(() => reviewOf(address, 'q001')).toMatchObject({ label: 'OEQ', subtype: 'predict' });
    await page.keyboard.press('Control+z');
    await row(page, 'q001').getByText('Not reviewed').waitFor();
    await expect.poll(() => reviewOf(address, 'q001')).toBeUndefined();
  });

  test('a note by N, and typing in it is only typing', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('n');
    // At once, as one types: its first letter would open a dialogue.
    await page.keyboard.type('Asked on the carpet, u know? occo');
    await row(page, 'q001').getByRole('button', { name: 'Save the note' }).click();
    await saved(page);
    expect(await reviewOf(address, 'q001')).toMatchObject({ label: 'OEQ', note: 'Asked on the carpet, u know? occo' });
  });

  test('a subtype is chosen among those of the code, and why it was coded so is told in words', async () => {
    const address = await fresh();
    const page = await open(address);
    await more(page, 'q002').click();
    await row(page, 'q002').getByText('speaks for CEQ').first().waitFor();
    const subtype = row(page, 'q002').getByLabel(/Subtype of/);
    expect(await subtype.locator('option').allTextContents()).not.toContain('Explain');
    await subtype.selectOption('request');
    await expect.poll(() => reviewOf(address, 'q002')).toMatchObject({ label: 'CEQ', subtype: 'request' });
  });

  test('the name is asked for once, and remembered', async () => {
    const address = await fresh();
    const page = await openPage(cloud.host);
    await page.goto(address);
    await page.getByRole('heading', { name: 'Questions' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Who reviews?' }).waitFor();
    await page.keyboard.type('Miriam O’Neil');
    await page.keyboard.press('Enter');
    await expect.poll(() => reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ', by: 'Miriam O’Neil' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('o');
    await expect.poll(() => reviewOf(address, 'q002')).toMatchObject({ label: 'OEQ', by: 'Miriam O’Neil' });
  });

  test('? shows the keys, and letters can be turned off', async () => {
    const address = await fresh();
    const page = await open(address);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByLabel('Use single characters as keys').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await expect.poll(() => reviewOf(address, 'q001')).toMatchObject({ label: 'OEQ' });
  });
});

describeInBrowser('what was hardly heard', () => {
  test('is listed apart, and counts once it is confirmed', async () => {
    const questions = askedEvery(5.5, 20).map((question, at) =>
      at === 1 ? { ...question, doubtful: true as const } : question,
    );
    const address = await fresh({ questions });
    const page = await open(address);
    await page.getByText('19 questions', { exact: false }).first().waitFor();
    const apart = page.getByRole('region', { name: '1 question in doubt' });
    await apart.locator('#q-q002').getByText('hard to hear').waitFor();
    await apart.locator('.question-main').click();
    await page.keyboard.press('Enter');
    await expect.poll(() => reviewOf(address, 'q002')).toMatchObject({ by: 'Ana' });
    await page.getByText('20 questions', { exact: false }).first().waitFor();
    expect(await apart.count()).toBe(0);
    expect(await row(page, 'q002').count()).toBe(1);
  });

  test('a lesson in which nobody was heard says so, and why that may be', async () => {
    const { lessonId } = await seedLesson(cloud, {
      blobName: 'River School/silent.mp4',
      questions: [],
      durationSeconds: duration,
      result: { nobodyHeard: 'silent', voiceFrom: 'network' },
    });
    const page = await open(`/lessons/${lessonId}`);
    await page.getByText('Nobody was heard: the recording has no sound. Was the microphone on?').waitFor();
  });
});

describeInBrowser('two people at once', () => {
  async function collide() {
    const address = await fresh();
    const ana = await open(address, 'Ana');
    const ben = await open(address, 'Ben');
    await more(ben, 'q001').click();
    await row(ben, 'q001').getByLabel('Note').fill('several answers are good');
    await row(ben, 'q001').getByRole('button', { name: 'Save the note' }).click();
    await saved(ben);
    expectFaults(/412/);
    await more(ana, 'q001').click();
    await row(ana, 'q001').getByRole('button', { name: 'CEQ' }).click();
    const dialog = ana.getByRole('dialog', { name: 'Somebody else changed this question' });
    await dialog.waitFor();
    return { address, ana, dialog };
  }

  test('are told, see both versions, and neither is lost before they choose', async () => {
    const { address, ana, dialog } = await collide();
    await dialog.getByRole('region', { name: 'Kept now' }).getByText('several answers are good').waitFor();
    await dialog.getByText('by Ben').waitFor();
    await dialog.getByRole('region', { name: 'Yours, not saved yet' }).getByText('CEQ').waitFor();
    expect(await accessibilityFaults(ana)).toEqual([]);
    expect(await reviewOf(address, 'q001')).toMatchObject({ label: 'OEQ', by: 'Ben' });
    await dialog.getByRole('button', { name: 'Decide later' }).click();
    await ana.getByText('1 question was changed by somebody else').waitFor();
    await ana.getByRole('button', { name: 'Choose' }).click();
    await dialog.getByRole('button', { name: 'Use mine' }).click();
    await expect.poll(() => reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ', by: 'Ana' });
  });

  test('who keeps theirs has theirs', async () => {
    const { address, ana, dialog } = await collide();
    await dialog.getByRole('button', { name: 'Keep theirs' }).click();
    await row(ana, 'q001').getByText('Reviewed by Ben').waitFor();
    await saved(ana);
    expect(await reviewOf(address, 'q001')).toMatchObject({ by: 'Ben', note: 'several answers are good' });
  });

  test('notes of both can be kept', async () => {
    const { address, ana, dialog } = await collide();
    await dialog.getByRole('button', { name: 'Decide later' }).click();
    await row(ana, 'q001').getByLabel('Note').fill('a name will do');
    await row(ana, 'q001').getByRole('button', { name: 'Save the note' }).click();
    await ana.getByRole('button', { name: 'Choose' }).click();
    await dialog.getByRole('button', { name: 'Use my code, keep both notes' }).click();
    await expect
      .poll(() => reviewOf(address, 'q001'))
      .toMatchObject({ label: 'CEQ', note: 'a name will do\n\nBen: several answers are good' });
  });
});

describeInBrowser('without a connection', () => {
  test('corrections wait, say so, and are saved when it is back', async () => {
    const address = await fresh();
    const page = await open(address);
    expectFaults(/ERR_INTERNET_DISCONNECTED/);
    await page.context().setOffline(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('o');
    await page.getByText('2 corrections wait for the connection').waitFor();
    expect(await reviewOf(address, 'q001')).toBeUndefined();
    await page.context().setOffline(false);
    await saved(page);
    expect(await reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ' });
    expect(await reviewOf(address, 'q002')).toMatchObject({ label: 'OEQ' });
  });

  test('what the server refuses is told, stays on the page, and can be tried again', async () => {
    const address = await fresh();
    const page = await open(address);
    expectFaults(/403/);
    await page.route(/\/events$/, (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'No',
          status: 403,
          detail: 'Coaches only.',
          code: 'forbidden',
        }),
      }),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.getByText('1 correction could not be saved').first().waitFor();
    await page.unroute(/\/events$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    expect(await reviewOf(address, 'q001')).toMatchObject({ label: 'CEQ' });
  });
});

describeInBrowser('filters', () => {
  test('narrow the list, count what they show, and are in the address', async () => {
    const page = await open(await fresh());
    await page.getByText('20 questions').waitFor();
    await page.getByLabel('Code', { exact: true }).selectOption('OEQ');
    await page.getByText('8 of 20 questions').waitFor();
    await page.getByLabel('Subtype', { exact: true }).selectOption('predict');
    await page.getByText('4 of 20 questions').waitFor();
    await page.getByLabel('Confidence from').selectOption('70');
    await expect.poll(() => new URL(page.url()).search).toBe('?code=OEQ&subtype=predict&from=70');
    const shown = await page.locator('.question').count();
    await page.reload();
    await page.getByText(`${shown} of 20 questions`).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('20 questions').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('arrows go among what is shown; what was just reviewed stays until the filter is changed', async () => {
    const page = await open(`${await fresh()}?code=OEQ&reviewed=no`);
    await page.getByText('8 of 20 questions').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await row(page, 'q003').and(page.locator('[aria-current]')).waitFor();
    await page.keyboard.press('c');
    await saved(page);
    await row(page, 'q003').and(page.locator('[aria-current]')).waitFor();
    await page.getByLabel('Code', { exact: true }).selectOption('');
    await page.getByText('19 of 20 questions').waitFor();
    expect(await row(page, 'q003').count()).toBe(0);
  });
});

describeInBrowser('what people typed', () => {
  const evil = '<img src=x onerror="document.title=1"><b>why</b> {{7*7}}';
  test('is only ever text', async () => {
    const questions = askedEvery(5.5, 3).map((question) => ({
      ...question,
      text: `${evil}?`,
      review: { label: 'OEQ' as const, by: evil, at: '2026-11-21T10:00:00.000Z', note: `${evil}</textarea>` },
    }));
    const page = await open(await fresh({ questions, change: { title: evil, educator: evil } }));
    await page.getByRole('heading', { level: 1 }).getByText(evil).waitFor();
    await more(page, 'q001').click();
    expect(await row(page, 'q001').getByLabel('Note').inputValue()).toBe(`${evil}</textarea>`);
    await page.keyboard.press('ArrowDown');
    await now(page).getByText(`${evil}?`, { exact: true }).waitFor();
    expect(await page.locator('main img, main b').count()).toBe(0);
    await page.getByRole('link', { name: 'Summary' }).click();
    await page.getByRole('heading', { name: 'Wait time' }).waitFor();
    expect(await page.locator('main img, main b').count()).toBe(0);
  });
});

describeInBrowser('lessons that are not whole', () => {
  test('a failed one says why and what to do, and can be tried again', async () => {
    const { lessonId } = await seedLesson(cloud, {
      blobName: 'River School/broken.mp4',
      questions: [],
      durationSeconds: 1,
      change: {
        status: 'failed',
        result: undefined,
        failure: { code: 'no-audio', message: 'The video has no sound track. Record it with sound.', stage: 'probe' },
      },
    });
    const page = await openPage(cloud.host);
    await page.goto(`/lessons/${lessonId}`);
    await page.getByRole('alert').getByText('Record it with sound.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expectFaults(/409/);
    const asked = page.waitForRequest(
      (request) => request.url().endsWith('/reanalysis') && request.method() === 'POST',
    );
    await page.getByRole('button', { name: 'Analyse again', exact: true }).click();
    await asked;
    // Its video was never there: the API says so, and so does the page.
    await page
      .getByRole('status')
      .getByText(/Upload it again/)
      .waitFor();
  });

  test('one without a picture can be reviewed all the same', async () => {
    const address = await fresh({ video: null });
    const page = await open(address);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await row(page, 'q002').and(page.locator('[aria-current]')).waitFor();
    await page.keyboard.press('o');
    await expect.poll(() => reviewOf(address, 'q002')).toMatchObject({ label: 'OEQ' });
  });

  test('one without a question says so', async () => {
    const page = await open(await fresh({ questions: [], segments: [] }));
    await page.getByText('No question was found in this lesson.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describeInBrowser('the video’s address', () => {
  test('is renewed when it has run out, and playing goes on at the same second', async () => {
    const page = await open(await fresh());
    let asked = 0;
    await page.route(/\/media$/, async (route) => {
      asked += 1;
      await route.continue();
    });
    await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
    await expect.poll(() => videoTime(page)).toBeCloseTo(31, 0);
    expectFaults(/403/);
    // As storage answers once the signature is too old.
    let refused = true;
    await page.route(/web\.mp4/, async (route) => {
      if (refused) await route.fulfill({ status: 403, body: 'AuthenticationFailed' });
      else await route.continue();
    });
    await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
      video.muted = true;
      await video.play();
      // What was loaded so far is gone, as after a long pause.
      video.dispatchEvent(new Event('error'));
    });
    await expect.poll(() => asked).toBeGreaterThan(0);
    refused = false;
    await expect
      .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => !video.paused && video.currentTime > 30))
      .toBe(true);
  });
});

describeInBrowser('taking away', () => {
  const formats: [string, (text: string) => unknown][] = [
    ['Table (CSV)', (text) => expect(text.split('\n').length).toBeGreaterThan(20)],
    ['Data (JSON)', (text) => expect((JSON.parse(text) as { questions: unknown[] }).questions).toHaveLength(20)],
    ['Subtitles with codes (VTT)', (text) => expect(text).toMatch(/^WEBVTT/)],
    ['Subtitles with codes (SRT)', (text) => expect(text).toMatch(/^1\r?\n\d\d:\d\d:\d\d,\d{3} --> /)],
    ['ELAN annotations (EAF)', (text) => expect(text).toContain('<ANNOTATION_DOCUMENT')],
  ];
  test('each format is downloaded and is what it says', async () => {
    const page = await open(await fresh());
    for (const [name, check] of formats) {
      await page.getByText('Take away').click();
      const started = page.waitForEvent('download');
      await page.getByRole('link', { name }).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await started).createReadStream()) chunks.push(Buffer.from(chunk));
      check(
        Buffer.concat(chunks)
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      );
      await page.keyboard.press('Escape');
    }
  });
});

describeInBrowser('everybody', () => {
  describe.each([
    ['light', 'desktop'],
    ['dark', 'phone'],
  ] as const)('in %s on a %s', (scheme, device) => {
    test('can use the lesson: no fault that axe knows, no sideways scrolling', async () => {
      const page = await open(await fresh(), 'Ana', { scheme, device });
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('c');
      await more(page, 'q002').click();
      await saved(page);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    });
  });

  test('hears what was done', async () => {
    const page = await open(await fresh());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    const live = page.locator('.review > [role=status]');
    await expect.poll(() => live.textContent()).toContain('Saved.');
  });
});

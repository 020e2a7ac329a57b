import type { Page } from 'playwright-core';
import { type Shot, type Shown, videoIsThere } from './shot.ts';

const coders = ['Ana', 'Ben'];

/** Begins a study of the sample lesson; with `handIn` Ana and Ben code it, and do not always agree. @returns its id */
async function begin(page: Page, { lessonId }: Shown, handIn: boolean): Promise<string> {
  await page.evaluate(() => localStorage.setItem('askwell.reviewer', 'Ana'));
  return page.evaluate(
    async ({ lesson, names, done }) => {
      const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
        const answer = await fetch(`/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
        return (await answer.json()) as T;
      };
      const plan = { name: 'Autumn 2026', lessons: [lesson], coders: names, doubleShare: 1, seed: 'autumn' };
      const { id } = await ask<{ id: string }>('POST', '/studies', { ...plan, by: 'Dr Cole' });
      for (const [place, by] of (done ? names : []).entries()) {
        const path = `/studies/${id}/lessons/${lesson}/coding?by=${by}`;
        const { questions } = await ask<{ questions: object[] }>('GET', path);
        const codes = questions.map((question, index) => {
          const isOpen = index % 2 === 0 || (place === 1 && index % 5 === 1);
          return {
            ...question,
            label: isOpen ? 'OEQ' : 'CEQ',
            subtype: isOpen ? (index % 4 === place ? 'describe' : 'explain') : 'yes-no',
          };
        });
        await ask('PUT', path, { codes, done: true });
      }
      return id;
    },
    { lesson: lessonId, names: coders, done: handIn },
  );
}

export const studyShots: readonly Shot[] = [
  {
    name: 'study-coding',
    async open(page, shown) {
      const id = await begin(page, shown, false);
      await page.goto(`/studies/${id}/lessons/${shown.lessonId}`);
      await page.getByText(/^0 of \d+ coded/).waitFor();
      for (const key of ['ArrowDown', 'o', '1', 'Enter', 'c', '2', 'Enter', 'x', 'Enter'])
        await page.keyboard.press(key);
      await page.getByText('All codes are saved').waitFor();
      await videoIsThere(page);
    },
  },
  {
    name: 'study-agreement',
    fullPage: true,
    async open(page, shown) {
      const id = await begin(page, shown, true);
      await page.goto(`/studies/${id}/agreement`);
      await page.getByText(/disagreements are not settled/).waitFor();
      await videoIsThere(page);
    },
  },
];

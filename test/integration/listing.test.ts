import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeDetails } from '../../shared/api/changeDetails.ts';
import { lessonListQuerySchema } from '../../shared/api/contract.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { everyLesson } from '../../shared/lessons/reach.ts';
import { titleOf } from '../../shared/lessons/title.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson, findLesson } from '../../shared/results/lessons.ts';
import { listLessons, listQuery, type Position } from '../../shared/results/listing.ts';
import { pageKey } from '../../shared/results/pageKey.ts';
import { listSites } from '../../shared/results/sites.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;

const id = (number: number) => String(number).padStart(24, '0');
const question = (label: 'OEQ' | 'CEQ') => ({
  start: 1,
  end: 2,
  label,
  waitTimeSeconds: 1,
  next: 'speech' as const,
});

function lesson(number: number, more: Partial<Lesson> & { open?: number | null; clear?: number }): Lesson {
  const { open, clear, ...rest } = more;
  const fileName = more.fileName ?? `lesson ${number}.mp4`;
  const questions = [
    ...Array.from({ length: open ?? 0 }, () => question('OEQ')),
    ...Array.from({ length: open === null || open === undefined ? 0 : 4 - open }, () => question('CEQ')),
  ];
  const result: Lesson['result'] = {
    revision: 'a',
    completedAt: '2026-11-01T00:00:00.000Z',
    durationSeconds: 60,
    language: 'en',
    speechEngine: 'x',
    speechModel: 'x',
    codingEngine: 'x',
    codingModelVersion: 'x',
    metrics: lessonMetrics(questions, { durationSeconds: 60, voice: [], segments: [] }),
    reviewedCount: 0,
  };
  return {
    id: id(number),
    siteId: 'north',
    fileName,
    blobName: fileName,
    title: titleOf(fileName),
    consent: 'unknown',
    revision: 'a',
    status: 'completed',
    sizeBytes: 1,
    uploadedAt: `2026-11-${String(number).padStart(2, '0')}T12:00:00.000Z`,
    updatedAt: '2026-11-21T00:00:00.000Z',
    ...(open === undefined
      ? {}
      : {
          result: { ...result, ...(clear === undefined ? {} : { hearing: { clearShare: clear, doubtfulShare: 0 } }) },
        }),
    ...rest,
  };
}

const lessons = [
  lesson(1, { title: 'boats', educator: 'Kim', open: 1, clear: 0.4 }),
  lesson(2, { title: 'Apples', siteId: 'south', open: 4 }),
  lesson(3, { title: 'ÄPFEL und Birnen', educator: 'Kim', open: 0, clear: 0.9 }),
  lesson(4, { title: 'clay', status: 'running', siteId: 'o\'hara" OR 1=1 --' }),
  lesson(5, { title: 'Sand', status: 'failed', fileName: 'Water Table.mp4' }),
  lesson(6, { title: 'boats', uploadedAt: '2026-11-05T12:00:00.000Z', open: null }),
];

beforeAll(async () => {
  stores = await startStores();
  for (const each of lessons) await changeLesson(each.siteId, each.id, () => each);
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const filter = (query: Record<string, string>, content = true) => ({ ...lessonListQuerySchema.parse(query), content });
const numbers = async (query: Record<string, string>, content = true) =>
  (await listLessons(filter(query, content), everyLesson)).lessons.map((found) => Number(found.id));

describe('lessons are listed', () => {
  test.each([
    [{}, [6, 5, 4, 3, 2, 1]],
    [{ order: 'asc' }, [1, 2, 3, 4, 5, 6]],
    [{ site: 'north' }, [6, 5, 3, 1]],
    [{ site: 'o\'hara" OR 1=1 --' }, [4]],
    [{ site: "x' OR '1'='1" }, []],
    [{ status: 'completed' }, [6, 3, 2, 1]],
    [{ status: 'failed' }, [5]],
    [{ from: '2026-11-03', to: '2026-11-04' }, [4, 3]],
    [{ to: '2026-11-01' }, [1]],
    [{ educator: 'Kim' }, [3, 1]],
    [{ educator: "Kim' OR 'a'='a" }, []],
    [{ q: 'BOATS' }, [6, 1]],
    [{ q: 'äpfel' }, [3]],
    [{ q: 'table  water' }, [5]],
    [{ q: 'kim boats' }, [1]],
    [{ q: '%' }, []],
    [{ q: "') OR (1=1" }, []],
    [{ sort: 'title', order: 'asc' }, [2, 1, 6, 4, 5, 3]],
    [{ sort: 'title' }, [3, 5, 4, 6, 1, 2]],
    [{ sort: 'openShare' }, [2, 1, 3, 6, 5, 4]],
    [{ sort: 'openShare', order: 'asc', site: 'north' }, [5, 6, 3, 1]],
    [{ sort: 'clearShare' }, [3, 1, 6, 5, 4, 2]],
  ])('%j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test.each([
    { sort: 'uploadedAt' },
    { sort: 'title' },
    { sort: 'openShare' },
    { sort: 'openShare', order: 'asc' },
    { sort: 'clearShare', order: 'asc' },
    { sort: 'title', order: 'asc', q: 'a' },
  ])('page by page as in one, sorted by %j', async (query) => {
    const whole = await numbers(query);
    const paged: number[] = [];
    let end: Position | undefined;
    do {
      const page = await listLessons(filter({ ...query, limit: '2' }), everyLesson, end);
      expect(page.lessons.length).toBeGreaterThan(0);
      paged.push(...page.lessons.map((found) => Number(found.id)));
      end = page.end;
    } while (end !== undefined);
    expect(paged).toEqual(whole);
  });

  test('with no page after the last one, even where it is full', async () => {
    expect((await listLessons(filter({ limit: '6' }), everyLesson)).end).toBeUndefined();
  });
});

test.each([
  [{ q: 'kim' }, []],
  [{ q: 'kim boats' }, []],
  [{ q: 'BOATS' }, [6, 1]],
  [{ q: 'äpfel' }, [3]],
  [{ q: 'table  water' }, [5]],
  [{ q: 'WATER' }, [5]],
])('whoever may not see educators does not find by them: %j', async (query, expected) => {
  expect(await numbers(query, false)).toEqual(expected);
});

test('the key that seals pages is made once, whoever asks first, and stays', async () => {
  const key = await pageKey();
  expect(key).toHaveLength(32);
  const { documents } = await import('../../shared/results/database.ts');
  const { resource } = await (await documents('codes')).item('page-key', 'page-key').read();
  expect(Buffer.from(resource.key, 'base64')).toEqual(key);
});

test('nothing that a caller sends is in the text of the query', () => {
  const hostile = 'HOSTILE';
  const values = { site: hostile, q: hostile, educator: hostile, sort: 'title', order: 'asc' };
  const { query, parameters } = listQuery(filter(values), everyLesson, { value: hostile, id: hostile });
  expect(query).not.toMatch(/hostile/i);
  expect(parameters.filter(({ value }) => /^hostile$/i.test(String(value)))).toHaveLength(5);
});

test('sites are counted', async () => {
  expect(await listSites(everyLesson)).toEqual([
    { siteId: 'north', lessonCount: 4 },
    { siteId: 'o\'hara" OR 1=1 --', lessonCount: 1 },
    { siteId: 'south', lessonCount: 1 },
  ]);
});

describe('details', () => {
  const place = { siteId: 'south', lessonId: id(2) };
  const admin = { name: 'Ana Ortiz', id: '42', roles: ['admin'] } as const;
  const stored = async () => {
    const found = await findLesson(place.siteId, place.lessonId);
    if (found === null) throw new Error('The lesson is gone.');
    return found;
  };

  test('are changed, and cleared by null; the lesson is found under its new title', async () => {
    await changeDetails(
      place,
      { title: 'Pears', educator: 'Ann', retainUntil: '2027-01-01', hold: true },
      undefined,
      admin,
    );
    expect((await stored()).lesson).toMatchObject({ title: 'Pears', educator: 'Ann', hold: true, consent: 'unknown' });
    expect(await numbers({ q: 'pears ann' })).toEqual([2]);
    await changeDetails(place, { title: null, educator: null, retainUntil: null, consent: 'given' }, undefined, admin);
    const { lesson: cleared } = await stored();
    expect(cleared).toMatchObject({ title: 'lesson 2', consent: 'given', hold: true });
    expect([cleared.educator, cleared.retainUntil]).toEqual([undefined, undefined]);
  });

  test('say on which day a lesson was recorded, and by null that the recording itself knows', async () => {
    await changeLesson(place.siteId, place.lessonId, (found) =>
      found?.result === undefined ? null : { ...found, result: { ...found.result, recordedOn: '2019-05-06' } },
    );
    const days = async () => {
      const { recordedOn, result } = (await stored()).lesson;
      return [recordedOn, result?.recordedOn];
    };
    const on = (day: string) => numbers({ site: 'south', from: day, to: day });
    expect(await on('2019-05-06')).toEqual([2]);
    // That is known from the recording, which not everybody may see.
    expect(await numbers({ from: '2019-05-06', to: '2019-05-06' }, false)).toEqual([]);
    await changeDetails(place, { recordedOn: '2018-05-06' }, undefined, admin);
    expect(await days()).toEqual(['2018-05-06', '2019-05-06']);
    expect(await on('2018-05-06')).toEqual([2]);
    expect(await on('2019-05-06')).toEqual([]);
    expect(await on('2026-11-02')).toEqual([]);
    await changeDetails(place, { recordedOn: null }, undefined, admin);
    expect(await days()).toEqual([undefined, '2019-05-06']);
    expect(await on('2019-05-06')).toEqual([2]);
  });

  test('are not changed on the ground of what is no longer so', async () => {
    const { etag } = await stored();
    await changeDetails(place, { title: 'first' }, `${etag}.hash-of-what-was-shown`, admin);
    await expect(changeDetails(place, { title: 'second' }, etag, admin)).rejects.toMatchObject({ status: 412 });
    expect((await stored()).lesson.title).toBe('first');
  });

  test('changed by twenty at once all count', async () => {
    const { sizeBytes } = (await stored()).lesson;
    const counted = Array.from({ length: 20 }, () =>
      changeLesson(place.siteId, place.lessonId, (found) =>
        found === null ? null : { ...found, sizeBytes: found.sizeBytes + 1 },
      ),
    );
    await Promise.all(counted);
    expect((await stored()).lesson.sizeBytes).toBe(sizeBytes + 20);
  });
});

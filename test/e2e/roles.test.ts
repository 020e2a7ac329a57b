import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
const zebra = lessonOf('north/a.mp4').lessonId;
const held = lessonOf('north/b.mp4').lessonId;
const taken = lessonOf('north/taken.mp4').lessonId;
const over = lessonOf('north/over.mp4').lessonId;
const retainUntil = '2031-06-30';
const seen = '2026-11-20T09:00:00.000Z';

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  const questions = askedEvery(6, 5);
  const seed = (blobName: string, change: object, count: number) =>
    seedLesson(cloud, { blobName, questions: questions.slice(0, count), durationSeconds: 40, video: null, change });
  await seed('north/a.mp4', { title: 'Lesson A', educator: 'Ms Zebra' }, 1);
  await seed('north/b.mp4', { title: 'Lesson B', educator: 'Mr Yak', hold: true, retainUntil }, 2);
  await seed('south/c.mp4', { title: 'Lesson C', educator: 'Ms Zebra' }, 5);
  await seed('north/over.mp4', { title: 'Over', retainUntil: '2020-01-01' }, 1);
  await cloud.upload('north/taken.mp4', Buffer.from('no video'));
  await vi.waitUntil(async () => (await lesson(taken)).status === 'failed', { timeout: 60_000, interval: 250 });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const roles = { stranger: [], uploader: ['uploader'], coach: ['coach'], admin: ['admin'] } as const;
type Visitor = keyof typeof roles | 'nobody';
const visitors: readonly Visitor[] = ['nobody', 'stranger', 'uploader', 'coach', 'admin'];

const principal = (visitor: keyof typeof roles) =>
  Buffer.from(
    JSON.stringify({
      auth_typ: 'aad',
      claims: [
        { typ: 'oid', val: `id of the ${visitor}` },
        { typ: 'name', val: `The ${visitor}` },
        ...roles[visitor].map((val) => ({ typ: 'roles', val })),
      ],
    }),
  ).toString('base64');

let refusals = 0;
async function ask(visitor: Visitor, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(visitor === 'nobody' ? {} : { 'x-ms-client-principal': principal(visitor) }),
  };
  const address = path.startsWith('/lessons/') && path.endsWith('/summary') ? path : `/api/v1${path}`;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(cloud.host + address, { method, headers, ...sent });
  if (answer.status === 403) refusals += 1;
  return answer;
}
async function read<T extends object>(visitor: Visitor, path: string): Promise<T> {
  const answer = await ask(visitor, 'GET', path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly status?: string;
  readonly hold?: boolean;
  readonly retainUntil?: string;
  readonly failure?: { readonly code: string };
}
const lesson = async (id: string): Promise<Shown> =>
  (await ask('admin', 'GET', `/lessons/${id}`)).json() as Promise<Shown>;
const list = (visitor: Visitor, query: string) =>
  read<{ lessons: Shown[]; continuation?: string }>(visitor, `/lessons?${query}`);
const titles = async (visitor: Visitor, query: string) =>
  (await list(visitor, query)).lessons.map(({ title }) => title).toSorted();

const upload = (fileName: string, more: object = {}) => ({ site: 'north', fileName, sizeBytes: 8, ...more });
const none = '0'.repeat(24);
const later = { retainUntil: '2032-01-01' };
const question = `/lessons/${zebra}/questions/q001/review`;

// Every way in, against everybody: written down by hand, not read from the table that the code uses.
describe.each<[way: string, method: string, path: string, body: unknown, expected: string]>([
  //                                                                              nobody stranger uploader coach admin
  ['an upload of a new name', 'POST', '/uploads', upload('new.mp4'), '            401 403 200 403 200'],
  ['an upload of a name that is taken', 'POST', '/uploads', upload('taken.mp4'), '401 403 409 403 409'],
  ['one of a lesson without its video', 'POST', '/uploads', upload('a.mp4'), '    401 403 409 403 409'],
  ['one in its place', 'POST', '/uploads', upload('taken.mp4', { replace: true }), '401 403 403 403 200'],
  ['one in the place of a held one', 'POST', '/uploads', upload('b.mp4', { replace: true }), '401 403 403 403 200'],
  ['one that lifts a hold', 'POST', '/uploads', upload('n.mp4', { details: { hold: false } }), '401 403 400 403 400'],
  ['one that says its end', 'POST', '/uploads', upload('n.mp4', { details: later }), '401 403 400 403 400'],
  ['a title', 'PATCH', `/lessons/${held}`, { title: 'Lesson B' }, '               401 403 403 200 200'],
  ['a hold', 'PATCH', `/lessons/${held}`, { hold: true }, '                       401 403 403 200 200'],
  ['the end of a hold', 'PATCH', `/lessons/${held}`, { hold: false }, '           401 403 403 403 200'],
  ['a day of deletion', 'PATCH', `/lessons/${zebra}`, { retainUntil }, '          401 403 403 403 200'],
  ['an earlier day', 'PATCH', `/lessons/${held}`, { retainUntil: '2020-01-01' }, '401 403 403 403 200'],
  ['a later day', 'PATCH', `/lessons/${held}`, later, '                           401 403 403 200 200'],
  ['no day, where the default is sooner', 'PATCH', `/lessons/${held}`, { retainUntil: null }, '401 403 403 403 200'],
  ['an analysis once more', 'POST', `/lessons/${zebra}/reanalysis`, undefined, '  401 403 403 409 409'],
  ['a move', 'POST', `/lessons/${zebra}/move`, { site: 'south' }, '               401 403 403 403 409'],
  ['a removal of a voice', 'POST', `/lessons/${zebra}/voices/1/removal`, undefined, '401 403 403 403 409'],
  ['its receipts', 'GET', `/lessons/${zebra}/voices/removals`, undefined, '        401 403 403 403 200'],
  ['a review', 'PUT', question, { label: 'CEQ' }, '                               401 403 403 200 200'],
  ['the end of a review', 'DELETE', question, undefined, '                        401 403 403 200 200'],
  ['a rebuild', 'POST', '/rebuild', undefined, '                                  401 403 403 403 202|409'],
  ['how a rebuild is', 'GET', '/rebuild', undefined, '                            401 403 403 403 200'],
  ['a deletion', 'DELETE', `/lessons/${none}`, undefined, '                       401 403 403 403 404'],
  ['a deletion of what is on hold', 'DELETE', `/lessons/${held}`, undefined, '    401 403 403 403 409'],
  ['names to mask', 'PUT', '/sites/north/roster', { names: [] }, '                401 403 403 403 200'],
  ['a lesson', 'GET', `/lessons/${zebra}`, undefined, '                           401 403 200 200 200'],
  ['questions', 'GET', `/lessons/${zebra}/questions`, undefined, '                401 403 403 200 200'],
  ['the words', 'GET', `/lessons/${zebra}/transcript.json`, undefined, '          401 403 403 200 200'],
  ['the video', 'GET', `/lessons/${zebra}/media`, undefined, '                    401 403 403 200 200'],
  ['the sound', 'GET', `/lessons/${zebra}/waveform`, undefined, '                 401 403 403 200 200'],
  ['an export', 'GET', `/lessons/${zebra}/export.csv`, undefined, '               401 403 403 200 200'],
  ['an export of no lesson', 'GET', `/lessons/${none}/export.csv`, undefined, '   401 403 403 404 404'],
  ['a search in what was said', 'POST', '/search', { q: 'stone' }, '               401 403 403 200 200'],
  ['sites', 'GET', '/sites', undefined, '                                         401 403 200 200 200'],
  ['a list', 'GET', '/lessons', undefined, '                                      401 403 200 200 200'],
  ['a list by title', 'GET', '/lessons?sort=title', undefined, '                  401 403 200 200 200'],
  ['a list by figures', 'GET', '/lessons?sort=openShare&limit=1', undefined, '    401 403 403 200 200'],
  ['a list by how well was heard', 'GET', '/lessons?sort=clearShare', undefined, '401 403 403 200 200'],
  ['the lessons of an educator', 'GET', '/lessons?educator=Ms%20Zebra', undefined, '401 403 403 200 200'],
  ['those of no educator', 'GET', '/lessons?educator=Nobody', undefined, '        401 403 403 200 200'],
  ['a deep link', 'GET', `/lessons/${zebra}/summary`, undefined, '                200 200 200 200 200'],
  ['a deep link to nothing', 'GET', `/lessons/${none}/summary`, undefined, '      200 200 200 200 200'],
])('%s', (_, method, path, body, expected) => {
  test.each(visitors.map((visitor, column) => [visitor, expected.trim().split(/\s+/)[column] ?? ''] as const))(
    'is answered to %s by %s',
    async (visitor, statuses) => {
      // What another row or an admin has changed.
      for (const [id, before] of [
        [held, { hold: true, retainUntil }],
        [zebra, { retainUntil: null }],
      ] as const)
        expect((await ask('admin', 'PATCH', `/lessons/${id}`, before)).status).toBe(200);
      const answer = await ask(visitor, method, path, body);
      expect(statuses.split('|').map(Number)).toContain(answer.status);
      if (answer.status < 400) return;
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      if (answer.status === 403) expect(await answer.json()).toMatchObject({ code: 'not-permitted' });
    },
  );
});

describe('an uploader', () => {
  test('is not told of figures, educators or pictures, nor when somebody reviewed', async () => {
    const asked = async () => {
      const answer = await ask('uploader', 'GET', `/lessons/${zebra}`);
      return { etag: answer.headers.get('etag'), shown: (await answer.json()) as Record<string, unknown> };
    };
    const before = await asked();
    for (const field of ['result', 'educator', 'picture', 'posterUrl']) expect(before.shown).not.toHaveProperty(field);
    expect(before.shown).toMatchObject({ updatedAt: seen, title: 'Lesson A' });
    expect((await ask('coach', 'PUT', question, { label: 'CEQ' })).status).toBe(200);
    expect(await asked()).toEqual(before);
  });

  test('finds by titles and files, and by nothing that is not shown', async () => {
    expect(await titles('uploader', 'q=lesson')).toEqual(['Lesson A', 'Lesson B', 'Lesson C']);
    expect(await titles('uploader', 'q=TAKEN.mp4')).toEqual(['taken']);
    expect(await titles('uploader', 'q=zebra')).toEqual([]);
    expect(await titles('uploader', 'q=lesson%20yak')).toEqual([]);
    expect(await titles('coach', 'q=zebra')).toEqual(['Lesson A', 'Lesson C']);
  });

  test('reads nothing in a continuation, and cannot make one or use another role’s', async () => {
    const { continuation = '' } = await list('uploader', 'sort=title&limit=1');
    expect(Buffer.from(continuation, 'base64url').toString('latin1')).not.toMatch(/lesson|sort|value/i);
    expect((await list('uploader', `sort=title&limit=1&continuation=${continuation}`)).lessons).toHaveLength(1);
    const status = async (visitor: Visitor, query: string, sealed: string) =>
      (await ask(visitor, 'GET', `/lessons?${query}&limit=1&continuation=${sealed}`)).status;
    expect(await status('coach', 'sort=title', continuation)).toBe(400);
    expect(await status('uploader', 'sort=uploadedAt', continuation)).toBe(400);
    expect(await status('uploader', 'sort=title&site=north', continuation)).toBe(400);
    const byFigures = await list('coach', 'sort=openShare&limit=1');
    expect(await status('uploader', 'sort=openShare', byFigures.continuation ?? '')).toBe(403);
    expect(await status('uploader', 'sort=title', byFigures.continuation ?? '')).toBe(400);
    const forged = Buffer.from('{"sort":"openShare","order":"desc","value":0.49,"id":"z"}').toString('base64url');
    for (const visitor of ['coach', 'admin'] as const)
      expect(await status(visitor, 'sort=openShare', forged)).toBe(400);
  });

  test('decides by metadata neither a hold nor a day of deletion, also where somebody has set them since', async () => {
    const plan = await ask('uploader', 'POST', '/uploads', upload('theirs.mp4'));
    const { url, lessonId } = (await plan.json()) as { url: string; lessonId: string };
    const put = async (text: string, metadata: Record<string, string>) => {
      const headers = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));
      const type = { 'x-ms-blob-type': 'BlockBlob', ...headers };
      expect((await fetch(url, { method: 'PUT', headers: type, body: text })).status).toBe(201);
    };
    const failed = async (title: string) =>
      expect.poll(() => lesson(lessonId), { timeout: 60_000 }).toMatchObject({ status: 'failed', title });
    await put('no video', { title: 'First', hold: 'true', retainuntil: '2020-01-01', site: 'south' });
    await failed('First');
    const first = await lesson(lessonId);
    expect([first.hold, first.retainUntil]).toEqual([undefined, undefined]);
    expect(await ask('coach', 'PATCH', `/lessons/${lessonId}`, { hold: true })).toMatchObject({ status: 200 });
    expect(await ask('admin', 'PATCH', `/lessons/${lessonId}`, { retainUntil })).toMatchObject({ status: 200 });
    // The address is good for two hours.
    await put('nor this', { title: 'Second', hold: 'false', retainuntil: '2020-01-01' });
    await failed('Second');
    expect(await lesson(lessonId)).toMatchObject({ hold: true, retainUntil, siteId: 'north' });

    const night = await cloud.admin('functions/retireLessons', { method: 'POST', body: '{}' });
    expect(night.status).toBe(202);
    await expect
      .poll(async () => (await ask('admin', 'GET', `/lessons/${over}`)).status, { timeout: 30_000 })
      .toBe(404);
    expect(await lesson(lessonId)).toMatchObject({ hold: true });
  });
});

describe('the audit log', () => {
  const lines = async () => {
    const table = TableClient.fromConnectionString(cloud.stack.endpoints.storage ?? '', 'audit', {
      allowInsecureConnection: true,
    });
    const rows = new Map<string, Record<string, unknown>>();
    // How a deed ended is a row of its own behind the one of its beginning.
    for await (const row of table.listEntities<Record<string, unknown>>()) {
      const key = `${row.partitionKey} ${row.rowKey}`;
      const of = key.replace(/ end$/, '');
      const ended = key === of ? row : { ...rows.get(of), result: row.result, why: row.why };
      rows.set(of, ended);
    }
    return [...rows.values()];
  };
  const line = (visitor: keyof typeof roles, action: string, method: string, more: object) =>
    expect.objectContaining({ who: `The ${visitor}`, whoId: `id of the ${visitor}`, action, method, ...more });
  const refused = (visitor: keyof typeof roles, action: string, method: string, lessonId: string, why: string) =>
    line(visitor, action, method, { lessonId, why, result: '403' });

  test('has what was refused: who, what and why', async () => {
    expect(await lines()).toEqual(
      expect.arrayContaining([
        refused('stranger', 'lessons', 'GET', '', 'This needs admin or uploader or coach or educator'),
        refused('uploader', 'lessonQuestions', 'GET', zebra, 'This needs admin or coach or educator'),
        refused('coach', 'lessonDeletion', 'DELETE', none, 'This needs admin'),
        refused('coach', 'uploads', 'POST', '', 'This needs admin or uploader'),
        refused('uploader', 'uploads', 'POST', held, 'Replacing a lesson needs admin'),
        refused('coach', 'lessonDetails', 'PATCH', held, 'Changing hold so needs admin'),
        refused('coach', 'lessonDetails', 'PATCH', held, 'Changing retainUntil so needs admin'),
        refused('uploader', 'lessons', 'GET', '', 'Sorting by figures needs admin or coach or educator'),
        refused('uploader', 'lessons', 'GET', '', 'Filtering by educator needs admin or coach or educator'),
      ]),
    );
  });

  test('names the lesson that an upload replaces, and the one that it begins', async () => {
    const found = await lines();
    expect(found).toContainEqual(line('admin', 'uploads', 'POST', { lessonId: taken, result: '200', why: 'replaces' }));
    const begun = lessonOf('north/new.mp4').lessonId;
    expect(found).toContainEqual(line('uploader', 'uploads', 'POST', { lessonId: begun, result: '200', why: '' }));
  });

  test('has no word that anybody wrote, and one line for each refusal', async () => {
    const found = await lines();
    const text = JSON.stringify(found);
    for (const word of ['Zebra', 'Yak', 'Lesson A', 'taken', '.mp4', 'Nobody', 'north'])
      expect(text).not.toContain(word);
    expect(refusals).toBeGreaterThan(50);
    expect(found.filter(({ result }) => result === '403')).toHaveLength(refusals);
  });
});

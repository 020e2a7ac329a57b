import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '../../shared/api/endpoints.ts';
import { lessonOf } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
const near = lessonOf('north/near.mp4').lessonId;
const far = lessonOf('south/far.mp4').lessonId;
const own = lessonOf('south/own.mp4').lessonId;
const shared = lessonOf('south/shared.mp4').lessonId;
const lessonIds = { near, far, own, shared };
const hidden = lessonOf('south/never.mp4').lessonId;
const group = '6b0c1d2e-0000-4000-8000-000000000001';

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: {
      SIGN_IN: 'entra',
      SPEAKERS: 'off',
      SITE_ROLES: JSON.stringify({ [group]: ['coach@north', 'uploader@south'] }),
    },
  });
  const seed = (blobName: string, change: object) =>
    seedLesson(cloud, { blobName, questions: askedEvery(6, 2), durationSeconds: 40, video: null, change });
  await seed('north/near.mp4', { title: 'Near', educator: 'Ms Zebra' });
  await seed('south/far.mp4', { title: 'Far', educator: 'kim@school.org', educatorAccount: 'sam@school.org' });
  await seed('south/own.mp4', { title: 'Own', educatorAccount: 'kim@school.org' });
  await seed('south/shared.mp4', {
    title: 'Shared',
    educatorAccount: 'sam@school.org',
    sharedWith: ['kim@school.org'],
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const roles = {
  uploader: ['uploader@north'],
  coach: ['coach@north'],
  admin: ['admin@north'],
  educator: ['educator'],
  all: ['admin'],
  group: [group],
} as const;
type Visitor = keyof typeof roles;
const visitors = ['uploader', 'coach', 'admin', 'educator', 'all'] as const;

const principal = (visitor: Visitor) =>
  Buffer.from(
    JSON.stringify({
      auth_typ: 'aad',
      claims: [
        { typ: 'oid', val: `id of the ${visitor}` },
        { typ: 'preferred_username', val: visitor === 'educator' ? 'Kim@School.org' : `${visitor}@school.org` },
        ...roles[visitor].map((val) => ({ typ: val === group ? 'groups' : 'roles', val })),
      ],
    }),
  ).toString('base64');

const ask = (visitor: Visitor, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${cloud.host}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-ms-client-principal': principal(visitor) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
async function read<T extends object>(visitor: Visitor, path: string): Promise<T> {
  const answer = await ask(visitor, 'GET', path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}
const titles = async (visitor: Visitor, query = '') =>
  (await read<{ lessons: { title: string }[] }>(visitor, `/lessons?${query}`)).lessons
    .map(({ title }) => title)
    .toSorted();

const code = { label: 'CEQ' };
const note = { change: { kind: 'code', question: 'q001', label: 'CEQ' } };
const many = { events: [{ id: '7b0c1d2e-0000-4000-8000-000000000001', ...note }] };
// Every call about one lesson, on one of the own site, of another, of another that names the caller's account, and of
// another that is shared with it. Written down by hand; a new endpoint about a lesson stands here or the test below fails.
const matrix: readonly [keyof typeof endpoints, method: string, path: string, body: unknown, expected: string][] = [
  //                                                    near far own shared, for the
  //                                                    uploader         coach            admin            educator         admin over all
  [
    'lesson',
    'GET',
    '',
    undefined,
    '                    200 404 404 404  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'lessonQuestions',
    'GET',
    '/questions',
    undefined,
    ' 403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'lessonTranscript',
    'GET',
    '/transcript.json',
    undefined,
    '403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'lessonSpeakers',
    'GET',
    '/speakers',
    undefined,
    '  403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    // Nothing is kept where voices are not told apart: whoever may ask is told so.
    'lessonTeaching',
    'GET',
    '/speakers/teaching',
    undefined,
    '  403 403 403 403  409 404 404 404  409 404 404 404  403 403 403 403  409 409 409 409',
  ],
  [
    'lessonExport',
    'GET',
    '/export.csv',
    undefined,
    '   403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'lessonMedia',
    'GET',
    '/media',
    undefined,
    '         403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'lessonWaveform',
    'GET',
    '/waveform',
    undefined,
    '   403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'reviewEvents',
    'GET',
    '/events',
    undefined,
    '       403 403 403 403  200 404 404 404  200 404 404 404  404 404 200 200  200 200 200 200',
  ],
  [
    'reviewEvent',
    'POST',
    '/events',
    note,
    '            403 403 403 403  200 404 404 404  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'questionReview',
    'PUT',
    '/questions/q001/review',
    code,
    '403 403 403 403  200 404 404 404  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'questionReviewUndo',
    'DELETE',
    '/questions/q001/review',
    undefined,
    '403 403 403 403  200 404 404 404  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'lessonDetails',
    'PATCH',
    '',
    { hold: false },
    '     403 403 403 403  200 404 404 404  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'lessonReanalysis',
    'POST',
    '/reanalysis',
    undefined,
    '403 403 403 403  409 404 404 404  409 404 404 404  403 403 403 403  409 409 409 409',
  ],
  // To a site at which the admin of one may upload nothing; over all sites it fails for want of a video.
  [
    'lessonMove',
    'POST',
    '/move',
    { site: 'east' },
    '      403 403 403 403  403 403 403 403  403 404 404 404  403 403 403 403  409 409 409 409',
  ],
  // Its voices were not told apart.
  [
    'voiceRemoval',
    'POST',
    '/voices/1/removal',
    undefined,
    '403 403 403 403  403 403 403 403  409 404 404 404  403 403 403 403  409 409 409 409',
  ],
  [
    'voiceRemovals',
    'GET',
    '/voices/removals',
    undefined,
    '403 403 403 403  403 403 403 403  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'reviewManyEvents',
    'POST',
    '/events/several',
    many,
    '  403 403 403 403  200 404 404 404  200 404 404 404  403 403 403 403  200 200 200 200',
  ],
  [
    'elanChanges',
    'POST',
    '/elan',
    { eaf: 'no file' },
    '403 403 403 403  400 404 404 404  400 404 404 404  403 403 403 403  400 400 400 400',
  ],
  [
    'handCoding',
    'POST',
    '/hand-coding',
    { csv: 'no table' },
    '403 403 403 403  400 404 404 404  400 404 404 404  403 403 403 403  400 400 400 400',
  ],
];
// What is about one lesson and ends it, or about a site, is asked below.
const askedBelow: readonly (keyof typeof endpoints)[] = ['lessonDeletion'];

test('of every endpoint about a lesson it is written down on which', () => {
  const about = Object.entries(endpoints).flatMap(([name, row]) => (row.about === 'lesson' ? [name] : []));
  expect([...matrix.map(([name]) => name), ...askedBelow].toSorted()).toEqual(about.toSorted());
});

describe.each(matrix)('%s', (_name, method, path, body, expected) => {
  const cells = expected.trim().split(/\s+/).map(Number);
  test.each(visitors.map((visitor, row) => [visitor, cells.slice(4 * row, 4 * row + 4)] as const))(
    'is answered to the %s by %j for near, far, own and shared',
    async (visitor, statuses) => {
      const answered: number[] = [];
      for (const id of Object.values(lessonIds)) {
        const answer = await ask(visitor, method, `/lessons/${id}${path}`, body);
        answered.push(answer.status);
        await answer.body?.cancel();
      }
      expect(answered).toEqual(statuses);
    },
  );
});

test('a lesson that one may not see is answered as one that there is not, by whatever call', async () => {
  for (const [name, method, path, body] of matrix) {
    // Coaches may move no lesson at all, and take nobody out of one.
    const visitor = ['lessonMove', 'voiceRemoval', 'voiceRemovals'].includes(name) ? 'admin' : 'coach';
    const [of, none] = await Promise.all(
      [far, hidden].map(async (id) => {
        const answer = await ask(visitor, method, `/lessons/${id}${path}`, body);
        return { status: answer.status, body: await answer.text() };
      }),
    );
    expect(of).toEqual(none);
    expect(of).toMatchObject({ status: 404 });
  }
});

describe('what is about many lessons', () => {
  test.each<[Visitor, string[]]>([
    ['uploader', ['Near']],
    ['coach', ['Near']],
    ['admin', ['Near']],
    ['educator', ['Own', 'Shared']],
    ['all', ['Far', 'Near', 'Own', 'Shared']],
    ['group', ['Far', 'Near', 'Own', 'Shared']],
  ])('tells the %s of %j alone', async (visitor, expected) => {
    expect(await titles(visitor)).toEqual(expected);
    for (const query of ['site=south', 'q=far', 'sort=title&order=asc', 'status=completed', 'from=2000-01-01'])
      for (const title of await titles(visitor, query)) expect(expected).toContain(title);
    const { lessons } = await read<{ lessons: { id: string }[] }>(
      visitor,
      `/progress?lessons=${Object.values(lessonIds).join(',')}`,
    );
    expect(lessons).toHaveLength(expected.length);
    const { sites } = await read<{ sites: { siteId: string; lessonCount: number }[] }>(visitor, '/sites');
    expect(sites.reduce((sum, { lessonCount }) => sum + lessonCount, 0)).toBe(expected.length);
  });

  test('is found by figures and educators among those alone of which one sees them', async () => {
    expect(await titles('group', 'sort=openShare')).toEqual(['Near']);
    expect(await titles('group', 'educator=kim%40school.org')).toEqual([]);
    expect(await titles('group', 'q=kim%40school.org')).toEqual([]);
    expect(await titles('all', 'educator=kim%40school.org')).toEqual(['Far']);
    const { lessons } = await read<{ lessons: { title: string; result?: object }[] }>('group', '/lessons');
    expect(lessons.filter(({ result }) => result !== undefined).map(({ title }) => title)).toEqual(['Near']);
  });

  test.each<[Visitor, string[]]>([
    ['coach', ['near']],
    ['admin', ['near']],
    ['educator', ['own', 'shared']],
    ['group', ['near']],
    ['all', ['far', 'near', 'own', 'shared']],
  ])('is taken away by the %s as %j, asked for by filter or by id', async (visitor, expected) => {
    for (const query of ['', `?lessons=${Object.values(lessonIds).join(',')}`]) {
      const table = await (await ask(visitor, 'GET', `/export.csv${query}`)).text();
      for (const [name, id] of Object.entries(lessonIds)) expect(table.includes(id)).toBe(expected.includes(name));
    }
    expect((await ask('uploader', 'GET', '/export.csv')).status).toBe(403);
  });

  test.each<[Visitor, string[]]>([
    ['coach', ['near']],
    ['admin', ['near']],
    ['educator', ['own', 'shared']],
    ['group', ['near']],
    ['all', ['far', 'near', 'own', 'shared']],
  ])('is found by the %s by what was said, in %j', async (visitor, expected) => {
    const answer = await ask(visitor, 'POST', '/search', { q: 'happen STONE' });
    const { lines } = (await answer.json()) as { lines: { lessonId: string; text: string }[] };
    expect(lines.map(({ lessonId }) => lessonId).toSorted()).toEqual(
      expected.map((name) => lessonIds[name as keyof typeof lessonIds]).toSorted(),
    );
    // Lines as they were said, and no codes: whoever codes blind sees none by a search.
    for (const line of lines)
      expect(Object.keys(line).toSorted()).toEqual(['day', 'end', 'lessonId', 'siteId', 'start', 'text', 'title']);
    const narrowed = await ask(visitor, 'POST', '/search', { q: 'stone', educator: 'kim@school.org' });
    expect(((await narrowed.json()) as { lines: unknown[] }).lines).toHaveLength(visitor === 'all' ? 1 : 0);
    expect((await ask('uploader', 'POST', '/search', { q: 'stone' })).status).toBe(403);
  });

  test('is looked for in words that are written down nowhere', async () => {
    expect((await ask('coach', 'POST', '/search', { q: 'xylophone' })).status).toBe(200);
    expect(cloud.lines.filter((line) => /xylophone/i.test(line))).toEqual([]);
    const audit = TableClient.fromConnectionString(cloud.stack.endpoints.storage ?? '', 'audit', {
      allowInsecureConnection: true,
    });
    const rows = (await Array.fromAsync(audit.listEntities())).map((row) => JSON.stringify(row));
    expect(rows.filter((row) => row.includes('"search"')).length).toBeGreaterThan(0);
    expect(rows.filter((row) => /xylophone|stone/i.test(row))).toEqual([]);
  });

  test('comes page by page, and a continuation is of no use to others', async () => {
    const page = (visitor: Visitor, more = '') => ask(visitor, 'GET', `/lessons?sort=title&order=asc&limit=1${more}`);
    const first = (await (await page('educator')).json()) as { continuation: string; lessons: { title: string }[] };
    const next = await page('educator', `&continuation=${first.continuation}`);
    expect(await next.json()).toMatchObject({ lessons: [{ title: 'Shared' }] });
    for (const visitor of ['coach', 'all', 'group'] as const)
      expect((await page(visitor, `&continuation=${first.continuation}`)).status).toBe(400);
  });
});

describe('what is about a site', () => {
  const upload = (site: string) => ({ site, fileName: 'new.mp4', sizeBytes: 8 });
  test.each<[string, string, (site: string) => string, unknown, string]>([
    //                                                                                  uploader coach admin educator all; north, then south
    [
      'an upload',
      'POST',
      () => '/uploads',
      upload,
      '                                   200 403 200 403 200  403 403 403 403 200',
    ],
    [
      'names to mask',
      'GET',
      (site) => `/sites/${site}/roster`,
      undefined,
      '            403 403 200 403 200  403 403 403 403 200',
    ],
    [
      'names that are written',
      'PUT',
      (site) => `/sites/${site}/roster`,
      { names: [] },
      '403 403 200 403 200  403 403 403 403 200',
    ],
  ])('%s is for those of the site', async (_, method, path, body, expected) => {
    const answered: number[] = [];
    for (const site of ['north', 'south']) {
      for (const visitor of visitors) {
        const answer = await ask(visitor, method, path(site), typeof body === 'function' ? body(site) : body);
        answered.push(answer.status);
        await answer.body?.cancel();
      }
    }
    expect(answered).toEqual(expected.trim().split(/\s+/).map(Number));
  });

  test('takes the place of a lesson only for an admin there', async () => {
    const replace = (visitor: Visitor, site: string, fileName: string) =>
      ask(visitor, 'POST', '/uploads', { site, fileName, sizeBytes: 8, replace: true });
    expect((await replace('uploader', 'north', 'near.mp4')).status).toBe(403);
    expect((await replace('admin', 'north', 'near.mp4')).status).toBe(200);
    expect((await replace('admin', 'south', 'far.mp4')).status).toBe(403);
  });
});

test('an account is named and a lesson shared by those of the site, and rights go as they come', async () => {
  const share = (visitor: Visitor, change: object) => ask(visitor, 'PATCH', `/lessons/${near}`, change);
  expect((await share('educator', { sharedWith: ['kim@school.org'] })).status).toBe(403);
  expect((await share('coach', { sharedWith: ['KIM@school.org'] })).status).toBe(200);
  expect(await titles('educator')).toEqual(['Near', 'Own', 'Shared']);
  const seen = await read<Record<string, unknown>>('educator', `/lessons/${near}`);
  expect(seen).toMatchObject({ title: 'Near' });
  expect(seen).not.toHaveProperty('sharedWith');
  expect(await read('coach', `/lessons/${near}`)).toMatchObject({ sharedWith: ['kim@school.org'] });
  expect((await share('coach', { sharedWith: null, educatorAccount: 'kim@school.org' })).status).toBe(200);
  expect((await ask('educator', 'GET', `/lessons/${near}/questions`)).status).toBe(200);
  expect((await share('coach', { educatorAccount: null })).status).toBe(200);
  expect((await ask('educator', 'GET', `/lessons/${near}/questions`)).status).toBe(404);
  expect(await titles('educator')).toEqual(['Own', 'Shared']);
});

test('what is about everything is for admins over all', async () => {
  for (const [method, path] of [
    ['GET', '/rebuild'],
    ['GET', '/health/parts'],
  ] as const) {
    expect((await ask('admin', method, path)).status).toBe(403);
    expect((await ask('all', method, path)).status).not.toBe(403);
  }
});

test('a page is told what one may do where', async () => {
  expect(await read('group', '/me')).toMatchObject({ roles: [], siteRoles: { north: ['coach'], south: ['uploader'] } });
});

test('a deletion is for an admin of the site, and of nobody else', async () => {
  const remove = async (visitor: Visitor, id: string) => (await ask(visitor, 'DELETE', `/lessons/${id}`)).status;
  for (const visitor of ['uploader', 'coach', 'educator'] as const) {
    expect(await remove(visitor, near)).toBe(403);
    expect(await remove(visitor, own)).toBe(403);
  }
  expect(await remove('admin', far)).toBe(404);
  expect((await ask('all', 'GET', `/lessons/${far}`)).status).toBe(200);
  expect(await remove('admin', near)).toBe(200);
  expect(await remove('all', far)).toBe(200);
});

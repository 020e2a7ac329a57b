import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { studies as rows } from '../../shared/api/endpoints/studies.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
const at = { near: { lesson: '', study: '' }, far: { lesson: '', study: '' } };

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: { SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  for (const [name, site] of [
    ['near', 'north'],
    ['far', 'south'],
  ] as const) {
    const seed = { questions: askedEvery(6, 2), durationSeconds: 40, video: null };
    const { lessonId } = await seedLesson(cloud, { blobName: `${site}/${name}.mp4`, ...seed });
    const begun = await ask('all', 'POST', '/studies', plan(lessonId, name));
    at[name] = { lesson: lessonId, study: ((await begun.json()) as { id: string }).id };
  }
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const plan = (lessonId: string, name: string) => ({
  name,
  lessons: [lessonId],
  coders: ['one', 'two'],
  doubleShare: 1,
  seed: 's',
});
const roles = {
  uploader: 'uploader@north',
  coach: 'coach@north',
  admin: 'admin@north',
  educator: 'educator',
  all: 'admin',
} as const;
type Visitor = keyof typeof roles;
const visitors = ['uploader', 'coach', 'admin', 'educator', 'all'] as const;

function ask(visitor: Visitor, method: string, path: string, body?: unknown): Promise<Response> {
  const claims = [
    { typ: 'oid', val: `id of the ${visitor}` },
    { typ: 'name', val: `The ${visitor}` },
    { typ: 'roles', val: roles[visitor] },
  ];
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
  return fetch(`${cloud.host}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-ms-client-principal': principal },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

type Place = (typeof at)[keyof typeof at];
const code = { startSeconds: 1, endSeconds: 2, label: 'OEQ' };
const lessonOf = ({ study, lesson }: Place) => `/studies/${study}/lessons/${lesson}`;
// Written down by hand: of a study of the own site's lesson, then of another site's. Nobody here codes in them; the admin
// over all sites began them.
const matrix: readonly [keyof typeof rows, string, (place: Place) => string, (place: Place) => unknown, string][] = [
  //                                                           uploader coach admin educator all; near, then far
  ['studies', 'GET', () => '/studies', () => undefined, '403 200 200 403 200  403 200 200 403 200'],
  [
    'studyBeginning',
    'POST',
    () => '/studies',
    (of) => plan(of.lesson, 'x'),
    '403 201 201 403 201  403 404 404 403 201',
  ],
  ['study', 'GET', (of) => `/studies/${of.study}`, () => undefined, '403 200 200 403 200  403 404 404 403 200'],
  ['studyCoding', 'GET', (of) => `${lessonOf(of)}/coding`, () => undefined, '403 403 403 403 403  403 404 404 403 403'],
  [
    'studyCodingChange',
    'PUT',
    (of) => `${lessonOf(of)}/coding`,
    () => ({ codes: [] }),
    '403 403 403 403 403  403 404 404 403 403',
  ],
  [
    'studyHandCoding',
    'POST',
    (of) => `${lessonOf(of)}/hand-coding`,
    () => ({ csv: 'none', coder: 'one' }),
    '403 403 403 403 400  403 404 404 403 400',
  ],
  [
    'studyAgreement',
    'GET',
    (of) => `/studies/${of.study}/agreement`,
    () => undefined,
    '403 200 200 403 200  403 404 404 403 200',
  ],
  [
    'studySettlement',
    'POST',
    (of) => `${lessonOf(of)}/settlements`,
    () => ({ code }),
    '403 409 409 403 409  403 404 404 403 409',
  ],
  [
    'studyExport',
    'GET',
    (of) => `/studies/${of.study}/export.csv`,
    () => undefined,
    '403 200 200 403 200  403 404 404 403 200',
  ],
  [
    'studyClosing',
    'POST',
    (of) => `/studies/${of.study}/closing`,
    () => ({}),
    '403 403 403 403 200  403 404 404 403 200',
  ],
  [
    'studyDeletion',
    'DELETE',
    (of) => `/studies/${of.study}`,
    () => undefined,
    '403 403 403 403 200  403 404 404 403 200',
  ],
];

test('of every endpoint of studies it is written down for whom', () => {
  expect(matrix.map(([name]) => name).toSorted()).toEqual(Object.keys(rows).toSorted());
  for (const name of Object.keys(rows)) expect(endpoints).toHaveProperty(name);
});

describe.each(matrix)('%s', (_name, method, path, body, expected) => {
  test('is answered as written down, at the own site and at another', async () => {
    const answered: number[] = [];
    for (const place of [at.near, at.far]) {
      for (const visitor of visitors) {
        const answer = await ask(visitor, method, path(place), body(place));
        answered.push(answer.status);
        await answer.body?.cancel();
      }
    }
    expect(answered).toEqual(expected.trim().split(/\s+/).map(Number));
  });
});

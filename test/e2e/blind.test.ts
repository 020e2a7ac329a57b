import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

let cloud: TestCloud;
let blind: string;
let other: string;
let studyId: string;

beforeAll(async () => {
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host'],
    settings: { SIGN_IN: 'entra', SPEAKERS: 'off' },
  });
  const seed = async (name: string) => {
    const voice = { speaker: 7, seconds: 30, turns: 1, longestSeconds: 30, questions: 3, label: 'Ms Heron' };
    const segment = { start: 1, end: 4, text: 'Why?', speaker: 7, speakerMargin: 0.5 };
    const words = [{ start: 1, end: 4, text: 'Why?', speaker: 7, speakerMargin: 0.5 }];
    const lesson = {
      ...{ questions: askedEvery(6, 3), durationSeconds: 40, video: null, change: { title: name } },
      transcript: {
        segments: [{ ...segment, words }],
        speakers: { state: 'told' as const, turns: [{ start: 1, end: 4, speaker: 7 }] },
      },
      result: {
        speakers: {
          state: 'told' as const,
          voices: [{ ...voice, role: 'educator' as const, roleFrom: 'machine' as const }],
        },
      },
    };
    return (await seedLesson(cloud, { blobName: `north/${name}.mp4`, ...lesson })).lessonId;
  };
  blind = await seed('Coded');
  other = await seed('Free');
  const plan = { name: 'Autumn', lessons: [blind], coders: ['ana ORTIZ', 'id of Ben'], doubleShare: 1, seed: 's' };
  studyId = await begin(plan);
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const people = { Ana: 'Ana Ortiz', Ben: 'Ben', Cole: 'Dr Cole', Dora: 'Dora' } as const;
type Person = keyof typeof people;

const ask = (who: Person, method: string, path: string, body?: unknown): Promise<Response> => {
  const claims = [
    { typ: 'oid', val: `id of ${who}` },
    { typ: 'name', val: people[who] },
    { typ: 'roles', val: 'coach' },
  ];
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
  return fetch(`${cloud.host}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-ms-client-principal': principal },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

interface Listed {
  readonly lessons: readonly { readonly id: string }[];
}
async function read<T>(who: Person, path: string): Promise<T> {
  const answer = await ask(who, 'GET', path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}
const begin = async (plan: object) =>
  ((await (await ask('Cole', 'POST', '/studies', plan)).json()) as { readonly id: string }).id;

const change = { kind: 'code', question: 'q001', label: 'CEQ' };
const many = { events: [{ id: '7b0c1d2e-0000-4000-8000-000000000001', change }] };
/** Every call by which codes of one lesson come out, or are changed, outside a study. */
const ways: readonly [method: string, path: string, body?: unknown][] = [
  ['GET', '/questions'],
  ['GET', '/questions?evidence=true'],
  ['GET', '/questions?names=masked'],
  ['GET', '/events'],
  ['GET', '/export.csv'],
  ['GET', '/export.json'],
  ['GET', '/export.vtt'],
  ['GET', '/export.srt'],
  ['GET', '/export.eaf'],
  ['GET', '/export.html'],
  ['POST', '/elan', { eaf: '<a/>' }],
  ['POST', '/hand-coding', { csv: 'time,label\n1,OEQ\n' }],
  ['PUT', '/questions/q001/review', { label: 'CEQ' }],
  ['DELETE', '/questions/q001/review'],
  ['POST', '/events', { change }],
  ['POST', '/events/several', many],
  ['POST', '/reanalysis', {}],
];

describe('whoever codes a lesson in a study', () => {
  test.each(ways)('is refused %s %s of it, and told where to code', async (method, path, body) => {
    for (const who of ['Ana', 'Ben'] as const) {
      const answer = await ask(who, method, `/lessons/${blind}${path}`, body);
      const text = await answer.text();
      expect(answer.status).toBe(403);
      expect(JSON.parse(text)).toMatchObject({ code: 'coded-blind' });
      expect(text).toContain(`/studies/${studyId}/lessons/${blind}`);
      expect(text).not.toMatch(/OEQ|CEQ|predict|yes-no/);
    }
  });

  test('sees the lesson without figures, in the list and by itself, and may watch and read it', async () => {
    const lesson = await (await ask('Ana', 'GET', `/lessons/${blind}`)).json();
    expect(lesson).toMatchObject({ id: blind, title: 'Coded', status: 'completed', codedBlindIn: studyId });
    expect(lesson).not.toHaveProperty('result');
    const { lessons } = await read<Listed>('Ana', '/lessons');
    expect(lessons.find(({ id }) => id === blind)).not.toHaveProperty('result');
    expect(lessons.find(({ id }) => id === other)).toHaveProperty('result');
    for (const path of ['/media', '/waveform', '/transcript.json', '/transcript.vtt']) {
      const answer = await ask('Ana', 'GET', `/lessons/${blind}${path}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toMatch(/OEQ|CEQ|yes-no|speaker|Ms Heron|educator/i);
    }
    const cole = async (format: string) => (await ask('Cole', 'GET', `/lessons/${blind}/transcript.${format}`)).text();
    expect(await cole('json')).toMatch(/"speaker":7/);
    expect(await cole('vtt')).toContain('<v Ms Heron>Why?');
  });

  test('finds it by its words, and not where lessons are sorted by their codes', async () => {
    const ids = async (query: string) => (await read<Listed>('Ana', `/lessons?${query}`)).lessons.map(({ id }) => id);
    expect(await ids('q=Coded')).toEqual([blind]);
    expect((await ids('sort=openShare')).toSorted()).toEqual([other]);
  });

  test('changes its details, based on what was read, and is answered without figures', async () => {
    const etag = (await ask('Ana', 'GET', `/lessons/${blind}`)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const answer = await ask('Ana', 'PATCH', `/lessons/${blind}`, { educator: 'Ms Zebra' });
    expect(await answer.json()).not.toHaveProperty('result');
  });

  test('finds nothing of it in the files of many lessons', async () => {
    const csv = await (await ask('Ana', 'GET', '/export.csv')).text();
    expect(csv).toContain(other);
    expect(csv).not.toContain(blind);
    const named = await (await ask('Ana', 'GET', `/export.csv?lessons=${blind}`)).text();
    expect(named.trim().split('\n')).toHaveLength(1);
    const zip = Buffer.from(await (await ask('Ana', 'GET', '/export.zip')).arrayBuffer()).toString('latin1');
    expect(zip).toContain('Free');
    expect(zip).not.toContain('Coded');
    const whole = await (await ask('Cole', 'GET', '/export.csv')).text();
    expect(whole).toContain(blind);
  });

  test('keeps nobody else from it', async () => {
    for (const who of ['Cole', 'Dora'] as const) {
      expect((await ask(who, 'GET', `/lessons/${blind}/questions`)).status).toBe(200);
      expect(await (await ask(who, 'GET', `/lessons/${blind}`)).json()).toHaveProperty('result');
    }
    expect((await ask('Ana', 'GET', `/lessons/${other}/questions`)).status).toBe(200);
  });
});

describe('a lesson is shown to its coders', () => {
  const sees = async (who: Person) => (await ask(who, 'GET', `/lessons/${blind}/questions`)).status;
  const codes = (label: string) => ({
    codes: askedEvery(6, 3).map(({ start, end }, index) => ({
      ...{ startSeconds: start, endSeconds: end },
      label: index === 0 ? label : 'CEQ',
    })),
    done: true,
  });
  const coding = () => `/studies/${studyId}/lessons/${blind}`;

  test('when both have handed in and what they differ in is settled, not before', async () => {
    expect((await ask('Ana', 'PUT', `${coding()}/coding`, codes('OEQ'))).status).toBe(200);
    expect([await sees('Ana'), await sees('Ben')]).toEqual([403, 403]);
    expect((await ask('Ben', 'PUT', `${coding()}/coding`, codes('CEQ'))).status).toBe(200);
    expect([await sees('Ana'), await sees('Ben')]).toEqual([403, 403]);
    const { disagreements } = await read<{ disagreements: { startSeconds: number; endSeconds: number }[] }>(
      'Ana',
      `/studies/${studyId}/agreement`,
    );
    expect(disagreements).toHaveLength(1);
    const code = {
      startSeconds: disagreements[0]?.startSeconds,
      endSeconds: disagreements[0]?.endSeconds,
      label: 'OEQ',
    };
    expect((await ask('Ana', 'POST', `${coding()}/settlements`, { code })).status).toBe(200);
    expect([await sees('Ana'), await sees('Ben')]).toEqual([200, 200]);
  });

  test('when their study is closed or deleted, by whoever began it', async () => {
    const plan = { name: 'Winter', lessons: [blind], coders: ['Ana Ortiz', 'Ben'], doubleShare: 0, seed: 's' };
    const [closed, deleted] = [await begin(plan), await begin(plan)];
    // One of the two codes it.
    const coder = (await sees('Ana')) === 403 ? 'Ana' : 'Ben';
    expect(await sees(coder)).toBe(403);
    expect((await ask('Dora', 'POST', `/studies/${closed}/closing`, {})).status).toBe(403);
    expect((await ask(coder, 'DELETE', `/studies/${deleted}`)).status).toBe(403);
    const answer = await ask('Cole', 'POST', `/studies/${closed}/closing`, {});
    expect(await answer.json()).toMatchObject({ id: closed, closedAt: expect.any(String) });
    expect(await sees(coder)).toBe(403);
    const gone = await ask('Cole', 'DELETE', `/studies/${deleted}`);
    expect(await gone.json()).toEqual({ studyId: deleted, codings: 0 });
    expect(await sees(coder)).toBe(200);
    expect((await ask('Cole', 'GET', `/studies/${deleted}`)).status).toBe(404);
    const late = await ask(coder, 'PUT', `/studies/${closed}/lessons/${blind}/coding`, { codes: [] });
    expect(await late.json()).toMatchObject({ status: 409, code: 'study-closed' });
  });
});

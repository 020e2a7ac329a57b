import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportJsonSchema } from '../../shared/exports/json.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { question } from '../../testing/lessons.ts';
import { lesson as transcriptFrom } from '../../testing/transcripts.ts';
import { seedLesson } from './seededLesson.ts';

// The routes to take away, through the real host, from documents and blobs as the pipeline leaves them.
const id = 'aaaaaaaaaaaaaaaaaaaaaaaa';
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const review = { label: 'CEQ', subtype: 'tag', by: 'Ana', at: '2026-03-05T10:00:00.000Z', note: '=1+1' } as const;
  const transcript = transcriptFrom([
    [1, 'Nkechi, why did it sink?'],
    [8, 'It is heavy, isn’t it?'],
  ]);
  const questions = [
    question({ text: 'Nkechi, why did it sink?' }),
    question({ id: 'q002', start: 8, end: 9.5, text: 'It is heavy, isn’t it?', review }),
  ];
  const about = { id, siteId: 'school & 50%', fileName: 'sink.mp4', title: 'Übung "1"', educator: 'Ms. Okafor' };
  await seedLesson(cloud, about, questions, transcript);
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

const get = (path: string, init?: RequestInit) => fetch(`${cloud.host}/api/v1${path}`, init);
async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) };
}

describe('exports', () => {
  test.each([
    ['csv', 'text/csv', /^\ufeffstart,end,label,subtype.*\n1,2.2,OEQ,explain,.*\n8,9.5,CEQ,tag,.*'=1\+1/],
    ['json', 'application/json', /"label": "CEQ"/],
    ['vtt', 'text/vtt', /\[OEQ explain, wait 3\.2 s\] Nkechi, why did it sink\?/],
    ['srt', 'application/x-subrip', /\[CEQ tag, wait 3\.2 s\] It is heavy/],
    ['eaf', 'application/xml', /<ANNOTATION_VALUE>Nkechi, why did it sink\?<\/ANNOTATION_VALUE>/],
  ])('%s is saved under the lesson’s title', async (format, type, content) => {
    const answer = await get(`/lessons/${id}/export.${format}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_bung 1.${format}"; filename*=UTF-8''%C3%9Cbung%201.${format}`,
    );
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toMatch(content);
  });

  test('the report is shown, under a policy that allows its style alone', async () => {
    const answer = await get(`/lessons/${id}/export.html`);
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="_bung 1\.html"/);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'$/,
    );
    expect(await answer.text()).toContain('1 of 2 codes reviewed by a person');
  });

  test('JSON is as the API describes it', async () => {
    const read = exportJsonSchema.parse(await (await get(`/lessons/${id}/export.json`)).json());
    expect(read).toMatchObject({ reviewedCount: 1, metrics: { openCount: 1, closedCount: 1 } });
  });

  test('the command line’s CSV is the API’s', async () => {
    const answer = await get(`/lessons/${id}/export.csv`);
    expect(await cloud.api.file(id, 'export.csv')).toBe(Buffer.from(await answer.arrayBuffer()).toString());
  });

  test.each([
    [`/lessons/${id}/export.pdf`, 400, 'invalid-request'],
    [`/lessons/${id}/export.csv?names=some`, 400, 'invalid-request'],
    ['/lessons/000000000000000000000000/export.csv', 404, 'unknown-lesson'],
  ])('GET %s is %i', async (path, status, code) => {
    expect(await problemOf(await get(path))).toMatchObject({ status, code });
  });
});

describe('with names masked', () => {
  const site = `/sites/${encodeURIComponent('school & 50%')}/roster`;
  beforeAll(async () => {
    const headers = { 'content-type': 'application/json' };
    await get(site, { method: 'PUT', headers, body: JSON.stringify({ names: ['Nkechi'] }) });
  });

  test.each([
    ...['csv', 'json', 'vtt', 'srt', 'eaf', 'html'].map((format) => `export.${format}`),
    ...['json', 'vtt', 'srt'].map((format) => `transcript.${format}`),
    'questions',
  ])('%s has a number instead of each name', async (path) => {
    const shown = await (await get(`/lessons/${id}/${path}`)).text();
    expect(shown).toContain('Nkechi, why did it sink?');
    const answer = await get(`/lessons/${id}/${path}?names=masked`);
    expect(answer.status).toBe(200);
    const masked = await answer.text();
    expect(masked).toContain('[name 1], why did it sink?');
    expect(masked).not.toMatch(/Nkechi|Okafor|\bAna\b/);
  });
});

describe('a site’s roster', () => {
  const path = `/sites/${encodeURIComponent('école "1" & 50%')}/roster`;
  const put = (names: unknown, headers: Record<string, string> = {}) =>
    get(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ names }),
    });

  test('is empty, is written, read and emptied again', async () => {
    expect(await (await get(path)).json()).toEqual({ names: [] });
    expect((await put([' Nkechi ', 'Zoë', 'Zoe\u0308'])).status).toBe(200);
    const read = await get(path);
    expect(await read.json()).toEqual({ names: ['Nkechi', 'Zoë'] });
    expect(read.headers.get('cache-control')).toBe('no-store');
    expect((await put([])).status).toBe(200);
    expect(await (await get(path)).json()).toEqual({ names: [] });
    expect((await put([])).status).toBe(200);
  });

  test('is not overwritten by who read another one', async () => {
    const before = (await get(path)).headers.get('etag') ?? '';
    const first = await put(['Ana'], { 'if-match': before });
    expect(first.status).toBe(200);
    expect(await problemOf(await put(['Ben'], { 'if-match': before }))).toMatchObject({
      status: 412,
      code: 'changed-meanwhile',
    });
    expect((await put([], { 'if-match': before })).status).toBe(412);
    const now = first.headers.get('etag') ?? '';
    expect((await put(['Ana', 'Ben'], { 'if-match': now })).status).toBe(200);
    expect((await put([], { 'if-match': now })).status).toBe(412);
    expect(await (await get(path)).json()).toEqual({ names: ['Ana', 'Ben'] });
    expect((await put([])).status).toBe(200);
    expect((await put(['Ana'], { 'if-match': now })).status).toBe(412);
  });

  test.each([
    ['no list', 'Ana'],
    ['an empty name', ['']],
    ['a name too long', ['x'.repeat(101)]],
    ['too many names', Array.from({ length: 501 }, (_, index) => `n${index}`)],
  ])('%s is refused', async (_, names) => {
    expect(await problemOf(await put(names))).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  test('no name of it is in any log line', async () => {
    await put(['Xiomarathename']);
    await put(['Xiomarathename', 7]);
    expect(cloud.lines.join('\n')).not.toContain('Xiomarathename');
  });
});

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { LessonView, QuestionsView } from '../../cli/api.ts';
import { waveformResponseSchema } from '../../shared/api/contract.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';

// The whole way on real speech: nothing here is a stand-in for a recogniser or a coder.
const truthSchema = z.object({
  questions: z.array(
    z.object({ text: z.string(), label: z.string(), start: z.number(), end: z.number(), waitTimeSeconds: z.number() }),
  ),
});

const spanSchema = z.object({ start: z.number(), end: z.number(), language: z.string() });
const heardSchema = z.object({ segments: z.array(spanSchema) });
const heardTruthSchema = z.object({ turns: z.array(spanSchema) });

let cloud: TestCloud;
let receiver: Server;
const notices: { readonly signature: string; readonly body: string }[] = [];
let uploaded: Uploaded;
let lesson: LessonView;
let found: QuestionsView['questions'];
let truth: z.infer<typeof truthSchema>['questions'];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => {
      body += data.toString();
    });
    request.on('end', () => {
      notices.push({ signature: String(request.headers['webhook-signature']), body });
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = receiver.address() as AddressInfo;
  cloud = await startTestCloud({
    settings: {
      READY_WEBHOOK: `http://127.0.0.1:${port}/`,
      READY_WEBHOOK_KEY: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    },
  });
  truth = truthSchema.parse(JSON.parse(await readFile('samples/lesson.truth.json', 'utf8'))).questions;
  uploaded = await cloud.uploadFile('river school/lesson.mp4', 'samples/lesson.mp4');
  lesson = await cloud.ended(uploaded, 170);
  found = (await cloud.questions(uploaded)).questions;
}, 300_000);
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  receiver?.close();
});

/** The true questions that were found within 1.5 s of where they are, with what was found. */
const matched = () =>
  truth.flatMap((asked) => {
    const nearest = found.toSorted((a, b) => Math.abs(a.start - asked.start) - Math.abs(b.start - asked.start))[0];
    return nearest !== undefined && Math.abs(nearest.start - asked.start) <= 1.5 ? [{ asked, nearest }] : [];
  });

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('every part that the lesson needed answers', async () => {
  const answer = await fetch(`${cloud.host}/api/v1/health/parts`);
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('the waveform is there, once', async () => {
  const address = `${cloud.host}/api/v1/lessons/${uploaded.lessonId}/waveform`;
  const answer = await fetch(address);
  const waveform = waveformResponseSchema.parse(await answer.json());
  expect(waveform.durationSeconds).toBeCloseTo(lesson.result?.durationSeconds ?? 0, 0);
  const again = await fetch(address, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test('the voices are heard by the network', () => {
  expect(lesson.result?.voiceFrom).toBe('network');
});

test('the educator asks every question, and it is told who broke each silence', () => {
  expect(lesson.result?.speakers?.state).toBe('told');
  const roles = lesson.result?.speakers?.voices.map(({ role }) => role) ?? [];
  expect(roles[0]).toBe('educator');
  expect(roles.slice(1)).toContain('child');
  expect(lesson.result?.metrics.childCount).toBe(0);
  expect(found.filter(({ askedBy, askedByFrom }) => askedBy === 'educator' && askedByFrom === 'machine').length).toBe(
    found.length,
  );
  // The script has one wait that the educator ends herself: nobody comes closer, and the stone goes down.
  const byHerself = found.filter(({ nextBy }) => nextBy === 'educator').map(({ text }) => text);
  expect(byHerself).toEqual([expect.stringMatching(/closer/)]);
});

test('at least four fifths of the questions are found at the right second', () => {
  expect(lesson.status).toBe('completed');
  expect(matched().length / truth.length).toBeGreaterThanOrEqual(0.8);
});

test('hardly anything is found that was not asked', () => {
  expect(found.length - matched().length).toBeLessThanOrEqual(2);
});

test('at least nine tenths of the questions found are coded as they were written', () => {
  const right = matched().filter(({ asked, nearest }) => asked.label === nearest.label);
  expect(right.length / matched().length).toBeGreaterThanOrEqual(0.9);
});

test('wait times are right to 0.15 s in the median', () => {
  const errors = matched().flatMap(({ asked, nearest }) =>
    nearest.waitTimeSeconds === null ? [] : [Math.abs(nearest.waitTimeSeconds - asked.waitTimeSeconds)],
  );
  expect(errors.length).toBeGreaterThanOrEqual(truth.length * 0.7);
  expect(median(errors)).toBeLessThanOrEqual(0.15);
});

test('the lesson belongs to its site, names who spoke, and plays in a browser', () => {
  expect(lesson).toMatchObject({
    siteId: 'river school',
    fileName: 'lesson.mp4',
    result: { speechModel: 'whisper-base', metrics: { questionCount: found.length } },
    picture: { kind: 'ready', original: true },
  });
});

test('the transcript is there as WebVTT, SubRip and JSON', async () => {
  const vtt = await cloud.api.file(lesson.id, 'transcript.vtt');
  expect(vtt).toMatch(/^WEBVTT\n\n00:00:0\d\.\d{3} --> /);
  expect(await cloud.api.file(lesson.id, 'transcript.srt')).toMatch(/^1\n00:00:0/);
  const json = await fetch(`${cloud.host}/api/v1/lessons/${lesson.id}/transcript.json`);
  expect(await json.json()).toMatchObject({ engine: 'whisper-base (local)' });
});

test('intermediate files are gone', async () => {
  const left: string[] = [];
  for await (const blob of cloud.blobs.getContainerClient('work').listBlobsFlat()) left.push(blob.name);
  // The line in which lessons wait is the app's own, and empty now.
  expect(left).toEqual(['lines/askwell.json']);
  const line = await cloud.blobs.getContainerClient('work').getBlobClient('lines/askwell.json').downloadToBuffer();
  expect(line.toString()).not.toContain(lesson.id);
});

test('subscribers are told that the lesson is completed, once', async () => {
  const client = new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? '');
  const receiver = client.createReceiver('lesson-events', 'all', { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 10_000 });
  await client.close();
  expect(messages.map(({ body }) => body)).toEqual([
    expect.objectContaining({ type: 'lesson.completed', lessonId: lesson.id, revision: lesson.revision }),
  ]);
});

test('the webhook is told that the lesson is ready, by its id alone', async () => {
  await expect.poll(() => notices.length, { timeout: 20_000 }).toBe(1);
  const { signature, body } = notices[0] ?? { signature: '', body: '{}' };
  expect(signature).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  expect(JSON.parse(body).data).toMatchObject({ type: 'lesson.completed', lessonId: lesson.id, left: 0 });
  expect(body).not.toMatch(/river|lesson\.mp4/i);
});

test('a review is kept, shown, and not overwritten by one who had not seen it', async () => {
  const [question] = found;
  const url = `${cloud.host}/api/v1/lessons/${lesson.id}/questions/${question?.id}/review`;
  const put = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const first = await put({ label: 'OEQ', subtype: 'describe', by: 'coach' });
  expect(first.status).toBe(200);
  const etag = first.headers.get('etag') ?? '';
  expect((await put({ label: 'CEQ', by: 'second coach' }, { 'if-match': etag })).status).toBe(200);
  const late = await put({ label: 'OEQ', by: 'third coach' }, { 'if-match': etag });
  expect(late.status).toBe(412);
  expect(await late.json()).toMatchObject({ code: 'changed-meanwhile' });
  const { questions } = await cloud.api.questions(lesson.id);
  expect(questions[0]?.review).toMatchObject({ label: 'CEQ', by: 'second coach' });
});

test('a lesson in two languages is heard in both, with the settings as they are', { timeout: 170_000 }, async () => {
  const bilingual = await cloud.uploadFile('river school/spanish.mp4', 'samples/spanish.mp4');
  expect(await cloud.ended(bilingual, 160)).toMatchObject({ status: 'completed', result: { language: 'es' } });
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${bilingual.lessonId}/transcript.json`);
  const { segments } = heardSchema.parse(await answer.json());
  const { turns } = heardTruthSchema.parse(JSON.parse(await readFile('samples/spanish.truth.json', 'utf8')));
  const heard = turns.map(({ start, end, language }) => {
    const own = segments.filter((each) => (each.start + each.end) / 2 > start && (each.start + each.end) / 2 < end);
    return { start, language, own: own.map((each) => each.language) };
  });
  expect(heard.filter(({ own, language }) => own.some((each) => each !== language))).toEqual([]);
  expect(heard.filter(({ own, language }) => language === 'en' && own.length > 0).length).toBeGreaterThanOrEqual(4);
});

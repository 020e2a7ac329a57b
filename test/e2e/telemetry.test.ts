import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeCollector, startFakeCollector } from '../../testing/fakeCollector.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

let folder: string;
let speech: FakeSpeech;
let collector: FakeCollector;
let cloud: TestCloud;
let completed: Uploaded;
let failed: Uploaded;

// One lesson that completes, one that fails, one review; then the host is stopped, which sends what is left.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  const video = await makeMedia('lesson.mp4', folder);
  speech = await startFakeSpeech();
  collector = await startFakeCollector();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  completed = await cloud.uploadFile('oak-street/Maria Lopez circle time.mp4', video);
  expect(await cloud.ended(completed)).toMatchObject({ status: 'completed' });
  failed = await cloud.upload('oak-street/Maria Lopez empty.mp4', Buffer.alloc(0));
  expect(await cloud.ended(failed)).toMatchObject({ status: 'failed' });
  await predictOne();
  await reviewOne();
  await cloud.stack.parts.get('host')?.stop();
});
async function predictOne(): Promise<void> {
  const answer = await fetch(`${cloud.host}/api/v1/predictions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ questions: ['Why did Maria laugh?'] }),
  });
  expect(answer.status).toBe(200);
}
async function reviewOne(): Promise<void> {
  const [question] = (await cloud.questions(completed)).questions;
  const answer = await fetch(`${cloud.host}/api/v1/lessons/${completed.lessonId}/questions/${question?.id}/review`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ label: question?.label, by: 'coach@example.org', note: 'Maria asked' }),
  });
  expect(answer.status).toBe(200);
}
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await collector?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const spansOf = ({ lessonId }: Uploaded) =>
  collector.spans.filter(({ attributes }) => attributes['askwell.lesson.id'] === lessonId);
const total = (name: string, attributes: object = {}) =>
  collector
    .points(name)
    .filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value))
    .reduce((sum, { value }) => sum + value, 0);

test('one trace goes from the upload to the saved analysis, across queue, orchestration and provider', () => {
  const [first] = spansOf(completed).filter(({ name }) => name === 'videoUploaded');
  expect(first).toBeDefined();
  const trace = collector.spans.filter(({ traceId }) => traceId === first?.traceId);
  const names = trace.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(spansOf(completed).map(({ name }) => name)));
  expect(names).toEqual(
    expect.arrayContaining([
      ...['videoUploaded', 'startAnalysis', 'beginLesson', 'probeVideo', 'extractAudio', 'transcribeChunk'],
      ...['provider speech', 'assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent'],
      // The picture's, which a sub-orchestration makes.
      ...['planPicture', 'finishPicture', 'savePicture', 'cleanUp'],
    ]),
  );
  const parentOf = (name: string) => trace.find((span) => span.name === name)?.parentSpanId;
  const idOf = (name: string) => trace.find((span) => span.name === name)?.spanId;
  expect(parentOf('startAnalysis')).toBe(idOf('videoUploaded'));
  expect(parentOf('saveAnalysis')).toBe(idOf('startAnalysis'));
  expect(parentOf('provider speech')).toBe(idOf('transcribeChunk'));
  expect(spansOf(failed)).toHaveLength(1);
  expect(spansOf(failed)[0]?.traceId).not.toBe(first?.traceId);
});

test('metrics tell what began, ended and failed, how long it took and what it used', () => {
  expect(total('askwell.lessons.started')).toBe(1);
  expect(total('askwell.lessons.completed')).toBe(1);
  expect(total('askwell.lessons.failed', { code: 'file-empty', stage: 'videoUploaded' })).toBe(1);
  expect(total('askwell.lesson.duration')).toBe(1);
  // Once with the questions, once with who speaks.
  expect(total('askwell.stage.duration', { stage: 'saveAnalysis', outcome: 'ok' })).toBe(2);
  expect(total('askwell.audio')).toBe(5);
  expect(total('askwell.provider.calls', { service: 'speech', outcome: 'ok' })).toBe(1);
  expect(total('askwell.codes', { from: 'local' })).toBe(2);
  expect(total('askwell.code.confidence')).toBe(2);
  expect(total('askwell.reviews', { agrees: true })).toBe(1);
  expect(total('askwell.request.duration', { function: 'predictions', status: 200 })).toBe(1);
});

test('nothing that is sent has a word of the lesson, its file, its educator or its site', () => {
  const sent = collector.bodies.join('\n');
  expect(sent).toContain(completed.lessonId);
  for (const word of [
    'Maria',
    'Lopez',
    'circle',
    '.mp4',
    'oak-street',
    'sink',
    'Why did',
    'coach@example.org',
    tmpdir(),
  ])
    expect(sent, word).not.toContain(word);
});

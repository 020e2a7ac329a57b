import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RemovalsResponse } from '../../shared/api/contract.ts';
import type { ReviewEvent } from '../../shared/lessons/reviewEvent.ts';
import type { LessonVoice } from '../../shared/lessons/speakers.ts';
import type { Segment, Transcript } from '../../shared/lessons/transcript.ts';
import { ServiceBusClient } from '../../shared/messaging/serviceBus.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { ffmpeg, makeMedia } from '../../testing/media.ts';
import { useSettings } from '../../testing/settings.ts';
import { everythingStored } from './everythingStored.ts';
import { filesHolding } from './filesHolding.ts';

let folder: string;
let video: string;
let speech: FakeSpeech;
let cloud: TestCloud;
let bus: ServiceBusClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  video = await makeMedia('lesson.mp4', folder);
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      SOFT_DELETE_DAYS: '7',
      SITE_REMOVED_VOICE_ORIGINAL: JSON.stringify({ kept: 'keep' }),
    },
  });
  bus = new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? '');
  useSettings(cloud.stack.settings);
});
afterAll(async () => {
  await bus?.close();
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, method = 'GET', body?: unknown) =>
  fetch(`${cloud.host}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const read = async <T>(path: string): Promise<T> => (await (await ask(path)).json()) as T;
const remove = (lessonId: string, voice: number) =>
  ask(`/lessons/${lessonId}/voices/${voice}/removal?by=Ms+Ortiz`, 'POST');
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const completions = (activity: string) =>
  cloud.lines.filter((line) => line.includes('activity.completed') && line.includes(`\\"${activity}\\"`)).length;

// The sound of lesson.mp4 is in 0–2 and 4–6 s; this voice speaks in the first half of the second stretch.
const childs = { start: 3, end: 5 };

const line = (start: number, end: number, text: string, speaker: number): Segment => {
  const parts = text.split(' ');
  const words = parts.map((word, at) => ({
    text: word,
    start: start + ((end - start) * at) / parts.length,
    end: start + ((end - start) * (at + 1)) / parts.length,
    speaker,
  }));
  return { start, end, text, words, speaker };
};

/**
 * An analysed lesson whose voices were told apart: the fake hears words and no voices, so that these are written beside
 * them as an analysis would.
 */
async function told(blobName: string): Promise<Uploaded> {
  const uploaded = await cloud.uploadFile(blobName, video);
  await cloud.ended(uploaded);
  await expect
    .poll(async () => (await cloud.api.lesson(uploaded.lessonId))?.progress?.stage, { timeout: 60_000 })
    .toBe('done');
  const { changeLesson } = await import('../../shared/results/lessons.ts');
  const { saveQuestions, listQuestions } = await import('../../shared/results/questions.ts');
  const { readTranscript } = await import('../../shared/storage/readTranscript.ts');
  const { writeJson } = await import('../../shared/storage/json.ts');
  const { blobPaths } = await import('../../shared/lessons/blobPaths.ts');
  const transcript = await readTranscript(uploaded);
  const segments = [line(0.5, 1.5, 'Why did it sink?', 0), line(childs.start, childs.end, 'Is it crimson, Xanthe?', 1)];
  const turns = segments.map(({ start, end, speaker }) => ({ start, end, speaker: speaker ?? 0 }));
  const told: Transcript = { ...(transcript as Transcript), segments, speakers: { state: 'told', turns } };
  await writeJson('transcripts', blobPaths.transcript(uploaded, 'json'), told);
  const place = { siteId: blobName.split('/')[0] ?? '', lessonId: uploaded.lessonId };
  const [first, second] = (await listQuestions(place, uploaded.revision)).map(({ question }) => question);
  if (first === undefined || second === undefined) throw new Error('The fake speech has two questions.');
  await saveQuestions(place, uploaded.revision, [
    { ...first, speaker: 0, nextSpeaker: 1 },
    { ...second, ...childs, text: 'Is it crimson, Xanthe?', speaker: 1, askedBy: 'child', askedByFrom: 'machine' },
  ]);
  const voice = (speaker: number, role: LessonVoice['role']): LessonVoice => ({
    ...{ speaker, role, roleFrom: 'machine', seconds: 1, turns: 1, longestSeconds: 1, questions: 1, spans: [] },
  });
  await changeLesson(place.siteId, place.lessonId, (present) =>
    present?.result === undefined
      ? null
      : {
          ...present,
          result: { ...present.result, speakers: { state: 'told', voices: [voice(0, 'educator'), voice(1, 'child')] } },
        },
  );
  return uploaded;
}

async function removed(lessonId: string): Promise<RemovalsResponse> {
  await expect
    .poll(async () => (await read<RemovalsResponse>(`/lessons/${lessonId}/voices/removals`)).removing, {
      timeout: 60_000,
    })
    .toBe(false);
  return read(`/lessons/${lessonId}/voices/removals`);
}

/** How loud a recording is in a stretch, as the largest sample. */
async function peak(bytes: Buffer, start: number, end: number): Promise<number> {
  const file = join(folder, `heard-${Math.random()}.mp4`);
  await writeFile(file, bytes);
  const pcm = await ffmpeg(
    ...['-ss', String(start), '-to', String(end), '-i', file, '-vn', '-ac', '1', '-ar', '16000', '-f', 's16le', '-'],
  );
  let most = 0;
  for (let at = 0; at + 1 < pcm.length; at += 2) most = Math.max(most, Math.abs(pcm.readInt16LE(at)));
  return most;
}

const played = async (lessonId: string): Promise<Buffer> => {
  const { videoUrl } = await read<{ videoUrl: string }>(`/lessons/${lessonId}/media`);
  return Buffer.from(await (await fetch(videoUrl)).arrayBuffer());
};
const original = (blobName: string) => cloud.blobs.getContainerClient('videos').getBlobClient(blobName);

async function soundIsMuted(bytes: Buffer): Promise<void> {
  expect(await peak(bytes, 0.2, 1.8)).toBeGreaterThan(3000);
  // In the stretch itself, but for what a compressed sound rings at its ends.
  expect(await peak(bytes, 4, 5)).toBeLessThan(50);
  expect(await peak(bytes, 5.3, 5.9)).toBeGreaterThan(3000);
}

test('a voice goes with its words, its questions and its sound, and the receipt says so', async () => {
  const blobName = 'removal/lesson.mp4';
  const uploaded = await told(blobName);
  const { lessonId, revision } = uploaded;
  const say = (change: unknown) => ask(`/lessons/${lessonId}/events`, 'POST', { change, by: 'Ada' });
  expect((await say({ kind: 'code', question: 'q002', label: 'CEQ', note: 'quoting Xanthe' })).status).toBe(200);
  const typed = { ...childs, was: 'Is it crimson, Xanthe?', text: 'Is it vermilion, Xanthe?' };
  expect((await say({ kind: 'line', ...typed })).status).toBe(200);
  expect((await say({ kind: 'code', question: 'q001', label: 'OEQ', note: 'well asked' })).status).toBe(200);
  await peak(await played(lessonId), 4, 5).then((loud) => expect(loud).toBeGreaterThan(3000));
  const secret = /crimson|vermilion|Xanthe/;
  const holding = async () =>
    (await everythingStored(cloud, bus)).filter(({ text }) => secret.test(text)).map(({ where }) => where);
  expect((await holding()).length).toBeGreaterThan(3);
  const before = await original(blobName).getProperties();
  const calls = speech.calls;

  const answer = await remove(lessonId, 1);
  expect([answer.status, await answer.json()]).toEqual([202, { lessonId, voice: 1 }]);
  const during = await read<{ videoUrl: string | null }>(`/lessons/${lessonId}/media`);
  const underWay = await read<RemovalsResponse>(`/lessons/${lessonId}/voices/removals`);
  if (underWay.removing) expect(during.videoUrl).toBeNull();
  const { receipts } = await removed(lessonId);
  expect(receipts).toHaveLength(1);
  expect(receipts[0]).toMatchObject({
    lessonId,
    voice: 1,
    by: 'Ms Ortiz',
    site: 'replace',
    removed: { lines: 1, questions: 1, corrections: 2, seconds: 2, overlapSeconds: 0, otherUploads: 0 },
    ended: { playback: 'muted', original: 'replaced' },
    originalUntil: null,
  });

  const { segments } = await read<Transcript>(`/lessons/${lessonId}/transcript.json`);
  expect(segments.map(({ text }) => text)).toEqual(['Why did it sink?', '[removed]']);
  expect((await cloud.questions(uploaded)).questions.map(({ id }) => id)).toEqual(['q001']);
  const { events } = await read<{ events: ReviewEvent[] }>(`/lessons/${lessonId}/events`);
  expect(events.map(({ change }) => change)).toEqual([
    { kind: 'code', question: 'q001', label: 'OEQ', note: 'well asked' },
  ]);
  for (const format of ['vtt', 'srt', 'eaf', 'csv', 'json', 'html', 'rttm'])
    expect(await (await ask(`/lessons/${lessonId}/export.${format}`)).text(), format).not.toMatch(secret);
  expect(await (await ask(`/lessons/${lessonId}/export.vtt`)).text()).toContain('[removed]');
  const { lines } = (await (await ask('/search', 'POST', { q: 'removed' })).json()) as { lines: unknown[] };
  expect(lines).toEqual([]);
  expect(await holding()).toEqual([]);
  // Nor do the files in which they are kept, which others than the stores can read.
  await expect.poll(() => filesHolding(cloud, secret), { timeout: 60_000, interval: 1000 }).toEqual([]);

  await soundIsMuted(await played(lessonId));
  await soundIsMuted(await original(blobName).downloadToBuffer());
  const after = await original(blobName).getProperties();
  expect(after.etag).not.toBe(before.etag);
  // It is the same upload: nothing was heard again for it.
  await expect.poll(() => cloud.lines.filter((said) => said.includes('passed-over')).length).toBeGreaterThan(0);
  expect(await cloud.api.lesson(lessonId)).toMatchObject({ revision, status: 'completed' });
  expect(speech.calls).toBe(calls);

  expect(await codeOf(await remove(lessonId, 1))).toEqual([404, 'unknown-voice']);
  expect((await say({ kind: 'line', ...childs, was: '[removed]', text: 'Is it red?' })).status).toBe(400);

  // What took the recording's place is analysed as that.
  expect((await ask(`/lessons/${lessonId}/reanalysis`, 'POST')).status).toBe(202);
  expect(await cloud.ended(uploaded)).toMatchObject({ revision, status: 'completed', picture: { kind: 'ready' } });
  const again = await read<Transcript>(`/lessons/${lessonId}/transcript.json`);
  expect(again.segments.map(({ text }) => text)).toEqual(['Why did it sink?', '[removed]']);
  await soundIsMuted(await played(lessonId));
});

test('another analysis does not hear it again, though the recording was kept', async () => {
  const blobName = 'kept/lesson.mp4';
  const { lessonId, revision } = await told(blobName);
  const before = await original(blobName).getProperties();
  expect((await remove(lessonId, 1)).status).toBe(202);
  const [receipt] = (await removed(lessonId)).receipts;
  expect(receipt).toMatchObject({ site: 'keep', ended: { playback: 'muted', original: 'kept' } });
  expect(receipt?.originalUntil).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect((await original(blobName).getProperties()).etag).toBe(before.etag);
  await soundIsMuted(await played(lessonId));

  expect((await ask(`/lessons/${lessonId}/reanalysis`, 'POST')).status).toBe(202);
  await cloud.ended({ lessonId, revision });
  await expect.poll(async () => (await cloud.api.lesson(lessonId))?.progress?.stage, { timeout: 60_000 }).toBe('done');
  // The fake says the same words whatever it is sent; where the voice spoke they are not written down.
  const { segments } = await read<Transcript>(`/lessons/${lessonId}/transcript.json`);
  expect(segments.map(({ text }) => text)).toEqual(['Why did it sink?', '[removed]']);
  expect((await cloud.questions({ lessonId, revision })).questions.map(({ text }) => text)).toEqual([
    'Why did it sink?',
  ]);
  await soundIsMuted(await played(lessonId));
  const { peaks, peaksPerSecond } = await read<{ peaks: number[]; peaksPerSecond: number }>(
    `/lessons/${lessonId}/waveform`,
  );
  expect(Math.max(...peaks.slice(4 * peaksPerSecond, 5 * peaksPerSecond))).toBe(0);
  expect(Math.max(...peaks.slice(0, 2 * peaksPerSecond))).toBe(100);
});

test('what must not be is refused, and changes nothing', async () => {
  const { lessonId } = await told('refused/lesson.mp4');
  expect(await codeOf(await remove(lessonId, 7))).toEqual([404, 'unknown-voice']);
  expect(await codeOf(await remove('f'.repeat(24), 0))).toEqual([404, 'unknown-lesson']);
  const stale = await fetch(`${cloud.host}/api/v1/lessons/${lessonId}/voices/1/removal`, {
    method: 'POST',
    headers: { 'if-match': '"other"' },
  });
  expect(await codeOf(stale)).toEqual([412, 'changed-meanwhile']);
  await ask(`/lessons/${lessonId}`, 'PATCH', { hold: true });
  expect(await codeOf(await remove(lessonId, 1))).toEqual([409, 'hold']);
  const { segments } = await read<Transcript>(`/lessons/${lessonId}/transcript.json`);
  expect(segments.map(({ text }) => text)).toEqual(['Why did it sink?', 'Is it crimson, Xanthe?']);
});

test('a host killed in the middle goes on with it when it is started again', async () => {
  const { lessonId } = await told('killed/lesson.mp4');
  const applied = completions('applyRemoval');
  expect((await remove(lessonId, 1)).status).toBe(202);
  await expect.poll(() => completions('applyRemoval'), { timeout: 60_000, interval: 20 }).toBe(applied + 1);
  await cloud.stack.parts.get('host')?.kill();
  await cloud.stack.restart('host');
  const { receipts } = await removed(lessonId);
  expect(receipts[0]?.ended).toMatchObject({ playback: 'muted', original: 'replaced' });
  await soundIsMuted(await played(lessonId));
});

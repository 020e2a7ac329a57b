import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questionsView } from '../../shared/api/questionsView.ts';
import { review } from '../../shared/api/review.ts';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import type { Source } from '../../shared/lessons/lesson.ts';
import type { Segment } from '../../shared/lessons/transcript.ts';
import { readAnalysis } from '../../shared/recovery/readAnalysis.ts';
import { changeLesson, findLesson, withUpload } from '../../shared/results/lessons.ts';
import { assembleTranscript } from '../../shared/stages/assembleTranscript.ts';
import { codedSchema, codeQuestions } from '../../shared/stages/codeQuestions.ts';
import { endUntold, type KnownAnalysis } from '../../shared/stages/failLost.ts';
import type { KeptSpeakers } from '../../shared/stages/identifySpeakers.ts';
import { leaveUntold } from '../../shared/stages/leaveUntold.ts';
import { saveAnalysis } from '../../shared/stages/saveAnalysis.ts';
import { findUpload } from '../../shared/storage/blobs.ts';
import { readJson, writeJson } from '../../shared/storage/json.ts';
import { readTranscript } from '../../shared/storage/readTranscript.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores({ SPEAKERS: 'on' });
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const never = new AbortController().signal;
const neverStale = (error: Error) => {
  throw error;
};
const said = (start: number, text: string): Segment => {
  const words = text
    .split(' ')
    .map((word, at) => ({ text: word, start: start + at * 0.4, end: start + at * 0.4 + 0.3 }));
  return { start, end: words.at(-1)?.end ?? start, text, words };
};
const segments = [
  said(2, 'Why did the stone sink?'),
  said(8, 'Because it is heavy.'),
  said(14, 'Is it made of wood?'),
  said(20, 'No it is a stone.'),
];
const speech = segments.map(({ start, end }) => ({ start, end }));
/** The educator asks, a child answers: who is alike to whom, as a step before has told it. */
const told: KeptSpeakers = {
  state: 'told',
  windows: speech.map((span, at) => ({ ...span, alike: at % 2 === 0 ? [0.9, 0.1] : [0.1, 0.9] })),
  speech,
  changes: [],
  overlaps: [],
};

/** A lesson whose words are heard; nobody has told yet who speaks. */
async function heardLesson(name: string): Promise<Source> {
  const blobName = `school/${name}.mp4`;
  const videos = BlobServiceClient.fromConnectionString(stores.storage).getContainerClient('videos');
  await videos.getBlockBlobClient(blobName).upload('video', 5);
  const upload = await findUpload(blobName);
  if (upload === null) throw new Error('The upload is not there.');
  const source = sourceOf(upload);
  await changeLesson(source.siteId, source.lessonId, (present) => withUpload(present, source, new Date()));
  const sound = { loudestDb: -20, gainDb: 0, tracks: [], trackCount: 1 };
  const chunks = [{ index: 0, start: 0, end: 30 }];
  const video = { durationSeconds: 30, sizeBytes: 5, container: 'mp4', startTimeSeconds: 0, video: null, audio: null };
  await writeJson('work', blobPaths.probe(source), video);
  await writeJson('work', blobPaths.audioManifest(source), { durationSeconds: 30, voice: speech, chunks, sound });
  await writeJson('work', blobPaths.chunkVoice(source, 0), { speech, changes: [], overlaps: [] });
  await writeJson('work', blobPaths.chunkTranscript(source, 0), {
    ...{ engine: 'made', model: 'made', language: 'en', segments, audioSeconds: 30, money: 0.25 },
  });
  return source;
}
/** What its analysis does before anybody has told who speaks. */
async function savedFirst(name: string): Promise<Source> {
  const source = await heardLesson(name);
  await assembleTranscript(source, true);
  await codeQuestions(source, never);
  await saveAnalysis(source);
  return source;
}
async function savedAgain(source: Source): Promise<void> {
  await assembleTranscript(source);
  await codeQuestions(source, never, true);
  await saveAnalysis(source, true);
}
const lessonOf = async ({ siteId, lessonId }: Source) => (await findLesson(siteId, lessonId))?.lesson;
const shown = async ({ lessonId }: Source) =>
  (await questionsView(lessonId, everyRight, { evidence: false })).questions;
const states = async (source: Source) => [
  (await lessonOf(source))?.result?.speakers?.state,
  (await readTranscript(source))?.speakers?.state,
  (await readAnalysis(source))?.result.speakers?.state,
];

test('a lesson is complete before anybody has told who speaks, then has it, with what people said between', async () => {
  const source = await heardLesson('between');
  // An earlier analysis of the same upload may have left who spoke then.
  await writeJson('work', blobPaths.speakers(source), told);
  await assembleTranscript(source, true);
  await codeQuestions(source, never);
  await saveAnalysis(source);
  expect(await states(source)).toEqual(['pending', 'pending', 'pending']);
  const first = await lessonOf(source);
  expect(first).toMatchObject({ status: 'completed', result: { speakers: { voices: [] } } });
  const [why, wood] = await shown(source);
  expect([why, wood]).toMatchObject([{ text: 'Why did the stone sink?' }, { text: 'Is it made of wood?' }]);
  expect(why?.askedBy).toBeUndefined();
  const change = { kind: 'code', question: why?.id ?? '', label: 'CEQ', subtype: 'yes-no', note: 'hers' } as const;
  await review(source.lessonId, everyRight, { by: 'Ana', change, basis: why?.etag }, neverStale);

  await savedAgain(source);
  expect(await states(source)).toEqual(['told', 'told', 'told']);
  const second = await lessonOf(source);
  expect(second?.result?.completedAt).toBe(first?.result?.completedAt);
  expect(Date.parse(second?.updatedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.updatedAt ?? ''));
  expect(second?.result).toMatchObject({ reviewedCount: 1, metrics: { questionCount: 2, closedCount: 2 } });
  expect(second?.result?.speakers?.voices).toHaveLength(2);
  const after = await shown(source);
  expect(after.map(({ id }) => id)).toEqual([why?.id, wood?.id]);
  expect(after).toMatchObject([
    { review: { label: 'CEQ', note: 'hers', by: 'Ana' }, askedBy: 'educator', nextBy: 'child' },
    { askedBy: 'educator', nextBy: 'child' },
  ]);
  // Nothing is paid twice, and a step that is done again counts nothing again.
  await savedAgain(source);
  const third = await lessonOf(source);
  expect(third?.result?.cost).toEqual(first?.result?.cost);
  expect(third?.result?.coding).toEqual(first?.result?.coding);
  const recoded = await readJson('work', blobPaths.recodedQuestions(source), codedSchema);
  expect(recoded.questions.map(({ confidence }) => confidence)).toEqual(
    (await readJson('work', blobPaths.codedQuestions(source), codedSchema)).questions.map(
      ({ confidence }) => confidence,
    ),
  );
});

test('where it cannot be told, lesson, transcript and analysis say so, and lose nothing', async () => {
  const source = await savedFirst('untold');
  const before = await lessonOf(source);
  expect(await leaveUntold(source)).toBe(true);
  expect(await states(source)).toEqual(['failed', 'failed', 'failed']);
  const after = await lessonOf(source);
  expect(after).toEqual({
    ...before,
    updatedAt: after?.updatedAt,
    result: { ...before?.result, speakers: { state: 'failed', voices: [] } },
  });
  expect(await shown(source)).toHaveLength(2);
  expect(await leaveUntold(source)).toBe(false);
});

test('a transcript that had who speaks already has nobody when the rest cannot be saved', async () => {
  const source = await savedFirst('half');
  await writeJson('work', blobPaths.speakers(source), told);
  await assembleTranscript(source);
  expect((await readTranscript(source))?.segments[0]?.speaker).toBe(0);
  await leaveUntold(source);
  const transcript = await readTranscript(source);
  expect(transcript?.speakers).toEqual({ state: 'failed', turns: [] });
  expect(transcript?.segments.map(({ speaker }) => speaker)).toEqual(segments.map(() => undefined));
  expect(transcript?.segments.map(({ text }) => text)).toEqual(segments.map(({ text }) => text));
});

test('what is told, is analysed again, or was replaced is left alone', async () => {
  const source = await savedFirst('elsewhere');
  expect(await leaveUntold({ ...source, revision: 'f'.repeat(16) })).toBe(false);
  await changeLesson(source.siteId, source.lessonId, (lesson) => lesson && { ...lesson, status: 'running' });
  expect(await leaveUntold(source)).toBe(false);
  expect(await states(source)).toEqual(['pending', 'pending', 'pending']);
  const other = await savedFirst('told');
  await writeJson('work', blobPaths.speakers(other), told);
  await savedAgain(other);
  expect(await leaveUntold(other)).toBe(false);
  expect(await states(other)).toEqual(['told', 'told', 'told']);
});

test('a newer upload, or one that is gone, is not written over', async () => {
  const source = await savedFirst('newer');
  await assembleTranscript(source);
  await codeQuestions(source, never, true);
  const videos = BlobServiceClient.fromConnectionString(stores.storage).getContainerClient('videos');
  await videos.getBlockBlobClient(source.blobName).delete();
  await expect(saveAnalysis(source, true)).rejects.toMatchObject({ code: 'video-gone' });
});

test('an analysis that ended without telling is looked after; one that goes on is not', async () => {
  const [ended, alive, unknown] = [await savedFirst('ended'), await savedFirst('alive'), await savedFirst('unknown')];
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
  const known = new Map<string, KnownAnalysis>([
    [jobId(ended), { alive: false, changedAt: new Date() }],
    [jobId(alive), { alive: true, changedAt: hours(20) }],
  ]);
  const look = async (now: Date) => {
    const lost: string[] = [];
    const unseen: unknown[] = [];
    await endUntold(
      { find: async (id) => known.get(id) ?? null },
      ({ id }) => lost.push(id),
      (_, error) => unseen.push(error),
      now,
    );
    expect(unseen).toEqual([]);
    // Other tests leave lessons of their own behind.
    return lost.filter((id) => [ended, alive, unknown].some(({ lessonId }) => lessonId === id));
  };
  expect(await look(new Date())).toEqual([]);
  expect(await look(hours(1))).toEqual([ended.lessonId]);
  expect(await states(ended)).toEqual(['failed', 'failed', 'failed']);
  expect(await look(hours(1))).toEqual([]);
  expect(await look(hours(25))).toEqual([unknown.lessonId]);
  expect((await states(alive))[0]).toBe('pending');
  expect(await look(hours(45))).toEqual([alive.lessonId]);
});

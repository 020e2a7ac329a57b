import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { revisionOf } from '../../shared/lessons/identity.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import type { ReviewEvent } from '../../shared/lessons/reviewEvent.ts';
import type { Segment } from '../../shared/lessons/transcript.ts';
import type { Coding, Settled } from '../../shared/studies/study.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { makeMedia } from '../../testing/media.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
});

const studyId = 'a'.repeat(24);
const secret = 'Is it crimson, Xanthe?';
const [educators, childs]: Segment[] = [
  { start: 10, end: 11, text: 'Why did it sink?', speaker: 0 },
  { start: 20, end: 21, text: secret, speaker: 1 },
] as const;

/** An analysed lesson of two voices, with an earlier upload, corrections, and codes in a study. */
async function seeded(blobName: string, etag = `"${blobName}"`) {
  const { changeLesson } = await import('../../shared/results/lessons.ts');
  const { saveQuestions } = await import('../../shared/results/questions.ts');
  const { appendEvent } = await import('../../shared/results/reviewing.ts');
  const { unwritten, writeCoding, writeSettled } = await import('../../shared/results/studies.ts');
  const { keepEvents } = await import('../../shared/backup/reviewBackup.ts');
  const { keepCoding, keepSettled } = await import('../../shared/backup/studyBackup.ts');
  const { writeJson } = await import('../../shared/storage/json.ts');
  const speakers = {
    state: 'told' as const,
    voices: [0, 1].map((speaker) => ({
      ...{ speaker, seconds: 1, turns: 1, longestSeconds: 1, questions: 1 },
      ...(speaker === 0
        ? { role: 'educator' as const, roleFrom: 'machine' as const }
        : { role: 'child' as const, roleFrom: 'machine' as const }),
    })),
  };
  const made = analysisOf(blobName, { speakers });
  const revision = revisionOf(etag);
  const [source, result] = [
    { ...made.source, revision, etag },
    { ...made.result, revision },
  ];
  const analysis = { ...made, source, result };
  const { siteId, lessonId } = source;
  const place = { siteId, lessonId };
  const questions = analysis.questions.map((question, at) =>
    at === 0 ? { ...question, speaker: 0 } : { ...question, text: secret, speaker: 1 },
  );
  const segments = [educators, childs].filter((segment) => segment !== undefined);
  const transcript = {
    ...{ language: 'en', durationSeconds: 40, engine: 'fake', model: 'fake', segments },
    voice: segments.map(({ start, end }) => ({ start, end })),
    speakers: {
      state: 'told',
      turns: segments.map(({ start, end, speaker }) => ({ start, end, speaker })),
    },
  };
  await writeJson('transcripts', blobPaths.transcript(source, 'json'), transcript);
  await writeJson('transcripts', blobPaths.analysis(source), { ...analysis, questions });
  const old = { lessonId, revision: 'b'.repeat(16) };
  await writeJson('transcripts', blobPaths.transcript(old, 'json'), { said: secret });
  await writeJson('work', blobPaths.codedQuestions(source), { said: secret });
  await saveQuestions(place, revision, questions);
  await saveQuestions(place, old.revision, questions);
  const event = (sequence: number, question: string, note: string): ReviewEvent => ({
    id: `00000000-0000-4000-8000-${lessonId.slice(0, 10)}${sequence.toString().padStart(2, '0')}`,
    ...{ sequence, at: '2026-03-02T10:00:00.000Z', by: 'coach', before: {} },
    change: { kind: 'code', question, label: 'CEQ', note },
    found: questions.filter(({ id }) => id === question),
  });
  const events = [event(1, 'q001', 'fine'), event(2, 'q002', 'about Xanthe')];
  for (const one of events) await appendEvent(place, revision, one);
  await changeLesson(siteId, lessonId, () => ({
    ...{ id: lessonId, siteId, fileName: source.fileName, blobName, revision, earlierRevisions: [old.revision] },
    ...{ status: 'completed', sizeBytes: 1000, uploadedAt: source.uploadedAt, updatedAt: source.uploadedAt },
    ...{ title: 'boats', consent: 'given', result },
  }));
  await keepEvents({ ...place, revision }, events);
  const code = (startSeconds: number, text: string) => ({
    ...{ startSeconds, endSeconds: startSeconds + 1, text, label: 'OEQ' as const },
  });
  const at = '2026-03-03T10:00:00.000Z';
  const coding: Coding = {
    ...{ studyId, lessonId, coder: 'Ana', done: true, from: 'studio', at },
    codes: [code(10, 'Why did it sink?'), code(20, secret), code(20.9, `${secret} And more`)],
  };
  const settled: Settled = {
    ...{ studyId, lessonId, at },
    settlements: [{ ...code(20, secret), by: 'Ana', at, note: 'Xanthe asks' }],
  };
  await writeCoding(coding, unwritten);
  await writeSettled(settled, unwritten);
  await keepCoding(coding);
  await keepSettled(settled);
  return { place, source, old };
}

/** Every text of this lesson that storage and database keep. */
async function keptOf(lessonId: string): Promise<string> {
  const { pathsUnder } = await import('../../shared/storage/listing.ts');
  const { readText } = await import('../../shared/storage/blobs.ts');
  const { documents } = await import('../../shared/results/database.ts');
  const texts: string[] = [];
  for (const name of ['transcripts', 'media', 'work'] as const)
    for (const path of await pathsUnder(name, `${lessonId}/`)) texts.push((await readText(name, path)) ?? '');
  for (const name of ['lessons', 'questions', 'studies'] as const) {
    const { resources } = await (await documents(name)).items.query('SELECT * FROM c').fetchAll();
    texts.push(...resources.map((row) => JSON.stringify(row)).filter((text) => text.includes(lessonId)));
  }
  return texts.join('\n');
}

async function taken(place: { siteId: string; lessonId: string }) {
  const { beginRemoval } = await import('../../shared/api/voiceRemoval.ts');
  const { planRemoval } = await import('../../shared/stages/removalPlan.ts');
  const { applyRemoval } = await import('../../shared/stages/applyRemoval.ts');
  const { endRemoval } = await import('../../shared/stages/endRemoval.ts');
  await beginRemoval(place.lessonId, 1, everyRight, undefined);
  await planRemoval({ ...place, by: 'Ms Ortiz' });
  await applyRemoval(place);
  return { apply: () => applyRemoval(place), end: () => endRemoval(place, { playback: 'none', original: 'gone' }) };
}

test('nothing of what a voice said is left in any file or row, studies and earlier uploads among them', async () => {
  const { place, old } = await seeded('school/boats.mp4');
  const { removalsView } = await import('../../shared/api/voiceRemoval.ts');
  expect(await keptOf(place.lessonId)).toMatch(/crimson|Xanthe/);
  const { apply, end } = await taken(place);
  // Whatever ended it half-way: the same again is the same.
  await apply();
  await end();
  const kept = await keptOf(place.lessonId);
  expect(kept).not.toMatch(/crimson|Xanthe/);
  expect(kept).not.toContain(old.revision.concat('-q'));
  expect(kept).toContain('fine');
  const { receipts, removing } = await removalsView(place.lessonId, everyRight);
  expect(removing).toBe(false);
  expect(receipts[0]?.removed).toMatchObject({ lines: 1, questions: 1, corrections: 1, codes: 2, otherUploads: 1 });
  const { readCoding } = await import('../../shared/results/studies.ts');
  const coding = await readCoding({ studyId, lessonId: place.lessonId, coder: 'Ana' });
  expect(coding?.value.codes).toEqual([
    { startSeconds: 10, endSeconds: 11, text: 'Why did it sink?', label: 'OEQ' },
    { startSeconds: 20.9, endSeconds: 21.9, label: 'OEQ' },
  ]);
  // Let go of twice, it is let go of.
  await end();
});

test('what came in while it was done goes at its end, and nothing is changed meanwhile', async () => {
  const { place, source } = await seeded('school/late.mp4');
  const { appendEvent, readReviewing } = await import('../../shared/results/reviewing.ts');
  const { lessonAt, assertHere } = await import('../../shared/api/findLesson.ts');
  const { end } = await taken(place);
  const late: ReviewEvent = {
    ...{ id: '00000000-0000-4000-8000-00000000aaaa', sequence: 3, at: '2026-03-04T10:00:00.000Z', by: 'coach' },
    ...{ before: {}, change: { kind: 'line', start: 20, end: 21, was: secret, text: `${secret}!` } },
  };
  await appendEvent(place, source.revision, late);
  await expect(assertHere(place)).rejects.toMatchObject({ code: 'removing', status: 503 });
  await expect(lessonAt(place.lessonId, { ...everyRight, name: 'lessonDetails' })).rejects.toMatchObject({
    code: 'removing',
  });
  await expect(lessonAt(place.lessonId, { ...everyRight, name: 'lessonQuestions' })).resolves.toBeDefined();
  await end();
  expect((await readReviewing(place, source.revision)).events.map(({ sequence }) => sequence)).toEqual([1]);
  expect(await keptOf(place.lessonId)).not.toContain('crimson');
});

test('a database that is lost comes back without the voice, and knows that it went', async () => {
  const { place, source } = await seeded('school/rebuilt.mp4');
  const { end } = await taken(place);
  await end();
  const { deleteLessonDocument, findLesson } = await import('../../shared/results/lessons.ts');
  const { deleteQuestions } = await import('../../shared/results/questions.ts');
  const { readReviewing } = await import('../../shared/results/reviewing.ts');
  const { restoreLesson } = await import('../../shared/recovery/restoreLesson.ts');
  await deleteQuestions(place, { kind: 'all' });
  await deleteLessonDocument(place.siteId, place.lessonId);
  await restoreLesson(place.lessonId);
  const lesson: Lesson | undefined = (await findLesson(place.siteId, place.lessonId))?.lesson;
  expect(lesson?.removed).toMatchObject({ voices: 1, lines: 1, original: 'kept', questions: [{ start: 20, end: 21 }] });
  expect(lesson?.result?.speakers?.voices.map(({ speaker }) => speaker)).toEqual([0]);
  const { found, state } = await readReviewing(place, source.revision);
  expect(found.map(({ id }) => id)).toEqual(['q001']);
  expect(state.questions[0]?.review).toMatchObject({ label: 'CEQ', note: 'fine' });
});

test('a newer upload ends it: the lesson is let go of', async () => {
  const { place } = await seeded('school/replaced.mp4');
  const { changeLesson, findLesson } = await import('../../shared/results/lessons.ts');
  const { undoRemoval } = await import('../../shared/stages/endRemoval.ts');
  const { apply } = await taken(place);
  await changeLesson(place.siteId, place.lessonId, (present) =>
    present === null ? null : { ...present, revision: 'c'.repeat(16), status: 'running' },
  );
  await expect(apply()).rejects.toMatchObject({ code: 'superseded' });
  await undoRemoval(place);
  expect((await findLesson(place.siteId, place.lessonId))?.lesson.removing).toBeUndefined();
});

test('the muted recording takes the original’s place as the same upload, once, and is analysed as that', async () => {
  const { container, findUpload } = await import('../../shared/storage/blobs.ts');
  const { sourceOf } = await import('../../shared/lessons/admission.ts');
  const { replaceOriginal } = await import('../../shared/stages/muteSound.ts');
  const { admitUpload } = await import('../../shared/stages/admitUpload.ts');
  const { probeVideo } = await import('../../shared/stages/probeVideo.ts');
  const { extractAudio } = await import('../../shared/stages/extractAudio.ts');
  const { uploadsFrom } = await import('../../shared/storage/listing.ts');
  const blobName = 'school/replaced-original.mp4';
  const blob = (await container('videos')).getBlockBlobClient(blobName);
  const video = await makeMedia('lesson.mp4', directory.path);
  const { etag } = await blob.uploadFile(video, { metadata: { title: 'Boats' } });
  const { place, source } = await seeded(blobName, etag);
  await taken(place);
  const { signal } = new AbortController();
  expect(await replaceOriginal(place, signal)).toBe('replaced');
  const after = await findUpload(blobName);
  expect(after?.etag).not.toBe(etag);
  expect(after?.metadata).toMatchObject({ title: 'Boats' });
  // Done again, it is done: the same bytes stay.
  expect(await replaceOriginal(place, signal)).toBe('replaced');
  const upload = await findUpload(blobName);
  expect(upload?.etag).toBe(after?.etag);
  expect(upload?.standsFor).toBe(source.revision);
  const listed = (await uploadsFrom(null, 200)).uploads.find((one) => one.blobName === blobName);
  expect(listed?.standsFor).toBe(source.revision);
  const reference = { containerName: 'videos', blobName };
  expect(await admitUpload(reference)).toMatchObject({ outcome: 'passed-over', revision: source.revision });
  if (upload === null) throw new Error('The upload is gone.');
  const again = sourceOf(upload);
  expect(again.revision).toBe(source.revision);
  await probeVideo(again, signal);
  expect(await extractAudio(again, signal)).toMatchObject({ chunkCount: 1 });
});

test('a mark that somebody copied makes no other video the one that was muted', async () => {
  const { container, findUpload } = await import('../../shared/storage/blobs.ts');
  const { writeRemovals } = await import('../../shared/storage/removals.ts');
  const { replacementMark } = await import('../../shared/lessons/removal.ts');
  const { lessonOf } = await import('../../shared/lessons/identity.ts');
  const blobName = 'school/marked.mp4';
  const id = '7b0c1d2e-0000-4000-8000-00000000000b';
  const replacements = [{ id, etag: '"another"' }];
  const { lessonId } = lessonOf(blobName);
  await writeRemovals(lessonId, { schemaVersion: 1, revision: 'd'.repeat(16), replacements, removals: [] });
  const blob = (await container('videos')).getBlockBlobClient(blobName);
  await blob.upload('other', 5, { metadata: { [replacementMark]: id } });
  expect((await findUpload(blobName))?.standsFor).toBeUndefined();
});

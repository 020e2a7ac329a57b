import { expect, test } from 'vitest';
import { sourceOf } from '../../../shared/lessons/admission.ts';
import {
  jobId,
  laneJobId,
  pictureJobId,
  removalJobId,
  removalPictureJobId,
  voicesJobId,
} from '../../../shared/lessons/identity.ts';
import type { Lesson } from '../../../shared/lessons/lesson.ts';
import { withUpload } from '../../../shared/results/lessons.ts';
import { deleteLesson, revisionsOf, type TaskHub } from '../../../shared/stages/deleteLesson.ts';
import { memoryStores } from '../../../testing/memoryStores.ts';

const upload = {
  ...{ blobName: 'school/boats.mp4', etag: '"1"', sizeBytes: 1000 },
  uploadedAt: new Date('2026-03-01T09:00:00Z'),
};
const source = sourceOf(upload);
const earlier = 'e'.repeat(16);
const lessonThatIs = (status: Lesson['status']): Lesson => ({
  ...withUpload(null, source, new Date('2026-03-01T10:00:00Z')),
  earlierRevisions: [earlier],
  status,
});
const lesson = lessonThatIs('completed');

/** A hub in which some orchestrations run; all of them have left a history. */
function hub(...running: string[]): TaskHub & { forgotten: string[] } {
  const forgotten: string[] = [];
  return {
    forgotten,
    find: async (instanceId) => (running.includes(instanceId) ? {} : null),
    stop: async (instanceId) => running.includes(instanceId),
    async forget(instanceId) {
      forgotten.push(instanceId);
      return true;
    },
  };
}

test('the video goes first, so that nothing starts on it again, and the lesson last, so that it can be asked for again', async () => {
  const stores = memoryStores([upload], [lesson]);
  await deleteLesson(lesson, hub(), stores);
  expect(stores.deleted.at(0)).toBe('video');
  expect(stores.deleted.slice(1, -1).sort()).toEqual(
    [
      ...['media', 'transcripts', 'voices', 'work'].map((name) => `${name}/${lesson.id}/`),
      ...['codings', 'questions'],
    ].sort(),
  );
  expect(stores.deleted.at(-1)).toBe('lesson');
});

test('the receipt counts what there was, histories of every revision’s analysis, picture and voices among it', async () => {
  const tasks = hub();
  const { deleted } = await deleteLesson(lesson, tasks, memoryStores([upload], [lesson]));
  expect(deleted).toEqual({
    ...{ videos: 1, media: 1, transcripts: 1, work: 1, voices: 1 },
    ...{ questions: 2, corrections: 3, codings: 4, lessons: 1, orchestrations: 6 },
  });
  const ids = [earlier, source.revision].map((revision) => ({ lessonId: lesson.id, revision }));
  const analyses = ids.flatMap((id) => [jobId(id), pictureJobId(id), voicesJobId(id)]);
  const removals = [removalJobId(lesson.id), removalPictureJobId(lesson.id)];
  expect(tasks.forgotten.sort()).toEqual([...analyses, ...removals].sort());
});

test.each([
  ['nothing of it runs', lesson, [], false],
  ['its analysis runs', lesson, [jobId(source)], true],
  ['its picture is still being made', lesson, [pictureJobId(source)], true],
  ['an earlier upload’s analysis runs', lesson, [jobId({ lessonId: lesson.id, revision: earlier })], true],
  ['it is shown as running, and another app’s hub has the analysis', lessonThatIs('running'), [], true],
  ['it failed', lessonThatIs('failed'), [], false],
])('whether something may still write is told: %s', async (_, shown, running, wasRunning) => {
  const gone = await deleteLesson(shown, hub(...running), memoryStores([upload], [shown]));
  expect(gone.wasRunning).toBe(wasRunning);
});

test('lanes are ended after the analysis that begins them, and their histories go last lane first', async () => {
  const lanes = [0, 1, 2].map((lane) => laneJobId(source, lane));
  const tasks = hub(...lanes);
  const stopped: string[] = [];
  const stop = async (instanceId: string) => stopped.push(instanceId) > 0 && tasks.stop(instanceId);
  const { deleted, wasRunning } = await deleteLesson(lesson, { ...tasks, stop }, memoryStores([upload], [lesson]));
  expect(wasRunning).toBe(true);
  expect(deleted.orchestrations).toBe(9);
  expect(lanes.every((lane) => stopped.indexOf(lane) > stopped.indexOf(jobId(source)))).toBe(true);
  expect(tasks.forgotten.filter((instance) => lanes.includes(instance))).toEqual(lanes.toReversed());
});

test('a lesson without a video of its own deletes none', async () => {
  const unreadable = { ...lesson, blobName: '', revision: '', earlierRevisions: [] };
  const stores = memoryStores([upload], [unreadable]);
  expect((await deleteLesson(unreadable, hub(), stores)).deleted).toMatchObject({ videos: 0, orchestrations: 0 });
  expect(stores.uploads.size).toBe(1);
});

test('every revision is known once, the newest last', () => {
  expect(revisionsOf({ ...lesson, result: undefined })).toEqual([earlier, source.revision]);
  expect(revisionsOf({ revision: source.revision, earlierRevisions: [earlier, source.revision] })).toEqual([
    earlier,
    source.revision,
  ]);
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { lessonOf } from '../../shared/lessons/identity.ts';
import type { Segment } from '../../shared/lessons/transcript.ts';
import { pathOf } from '../../shared/media/binaries.ts';
import type { TestCloud } from '../../testing/cloud.ts';
import { askedEvery, seedLesson } from '../../testing/studio/seedLesson.ts';

const run = promisify(execFile);
const site = 'River School';

/** A page of the library: lessons of half a minute with a poster each. */
export async function seedLibrary(cloud: TestCloud, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const poster = join(folder, 'poster.jpg');
    await run(await pathOf('ffmpeg'), [
      ...['-loglevel', 'error', '-ss', '5', '-i', 'samples/lesson.mp4', '-frames:v', '1', '-vf', 'scale=640:-2'],
      poster,
    ]);
    const media = cloud.blobs.getContainerClient('media');
    for (let number = 1; number <= count; number += 1) {
      const blobName = `${site}/lesson ${String(number).padStart(2, '0')}.mp4`;
      const { lessonId } = lessonOf(blobName);
      const key = { lessonId, revision: lessonId.slice(0, 16) };
      await media.getBlockBlobClient(blobPaths.poster(key)).uploadFile(poster, {
        blobHTTPHeaders: { blobContentType: 'image/jpeg' },
      });
      const uploadedAt = new Date(Date.UTC(2026, 8, 1 + number, 9)).toISOString();
      await seedLesson(cloud, {
        blobName,
        questions: askedEvery(5.5, 6),
        durationSeconds: 34,
        video: null,
        change: {
          uploadedAt,
          educator: `Educator ${1 + (number % 5)}`,
          picture: { kind: 'ready', video: blobPaths.video(key), original: false, poster: blobPaths.poster(key) },
        },
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A lesson with a question every twelve seconds, two lines of talk between them, and a video as long as it. */
export async function seedLong(cloud: TestCloud, name: string, questionCount: number): Promise<string> {
  const durationSeconds = questionCount * 12;
  const questions = askedEvery(12, questionCount);
  const segments = questions.flatMap(({ start, end, text }): Segment[] => [
    { start, end, text },
    { start: end + 3, end: end + 5, text: 'I think that it will go down to the bottom, because it is a stone.' },
    { start: end + 6, end: end + 9, text: 'Let us put it into the water and see what happens to it.' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const video = join(folder, 'video.mp4');
    // One picture a second: as long as a lesson, as cheap as a still.
    await run(await pathOf('ffmpeg'), [
      ...['-loglevel', 'error', '-f', 'lavfi', '-i', `testsrc=size=320x180:rate=1:duration=${durationSeconds}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
      video,
    ]);
    const { lessonId } = await seedLesson(cloud, {
      blobName: `${site}/${name}.mp4`,
      questions,
      durationSeconds,
      segments,
      video,
    });
    return lessonId;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

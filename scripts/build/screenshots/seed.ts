import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BlobServiceClient } from '@azure/storage-blob';
import { Api } from '../../../cli/api.ts';
import { lessonOf } from '../../../shared/lessons/identity.ts';
import type { UploadDetails } from '../../../shared/lessons/lesson.ts';
import { metadataOf } from '../../../shared/lessons/uploadDetails.ts';
import { pathOf } from '../../../shared/media/binaries.ts';
import type { Shown } from './shot.ts';

interface Part {
  readonly fileName: string;
  readonly details: UploadDetails;
  readonly hold?: boolean;
  /** From and to, in seconds; the whole lesson without it. */
  readonly cut?: readonly [from: number, to: number];
}

// The sample lesson and pieces of it: everything that the pictures show was found by the pipeline; titles, educator and days are ours.
const parts: readonly Part[] = [
  {
    fileName: 'stone.mp4',
    cut: [0, 52],
    details: { title: 'Sink or float: the stone', educator: 'Educator 1', recordedOn: '2026-09-15', consent: 'given' },
  },
  {
    fileName: 'cork.mp4',
    cut: [50, 84],
    details: {
      title: 'Sink or float: cork and boat',
      educator: 'Educator 1',
      recordedOn: '2026-10-06',
      consent: 'given',
    },
  },
  {
    fileName: 'spoon.mp4',
    cut: [82, 116],
    details: {
      title: 'Sink or float: apple and spoon',
      educator: 'Educator 1',
      recordedOn: '2026-10-27',
      consent: 'given',
    },
    hold: true,
  },
  {
    fileName: 'lesson.mp4',
    details: { title: 'Sink or float', educator: 'Educator 1', recordedOn: '2026-11-17', consent: 'given' },
  },
];
const site = 'River School';
const pollMilliseconds = 500;

/** Uploads the sample lesson, pieces of it and a file that is no video, and waits until all of them are done with. */
export async function seedLessons(storage: string, host: string): Promise<Pick<Shown, 'lessonId'>> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-screenshots-'));
  const videos = BlobServiceClient.fromConnectionString(storage).getContainerClient('videos');
  const ids: string[] = [];
  const ended = async (blobName: string) => {
    const { lessonId } = lessonOf(blobName);
    ids.push(lessonId);
    for (;;) {
      const lesson = await new Api(host).lesson(lessonId);
      const settled =
        lesson?.status === 'failed' ||
        (lesson?.status === 'completed' &&
          lesson.picture !== undefined &&
          lesson.result?.speakers?.state !== 'pending');
      if (settled) return lessonId;
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
  };
  try {
    const broken = `${site}/notes of the lesson.mp4`;
    await videos.getBlockBlobClient(broken).upload('These are notes, not a video.', 29);
    await ended(broken);
    for (const { fileName, cut, details, hold } of parts) {
      const file = cut ? await cutSample(join(folder, fileName), cut) : 'samples/lesson.mp4';
      const blobName = `${site}/${fileName}`;
      await videos.getBlockBlobClient(blobName).uploadFile(file, { metadata: metadataOf(details) });
      const lessonId = await ended(blobName);
      if (hold) await putOnHold(host, lessonId);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { lessonId: ids.at(-1) ?? '' };
}

async function putOnHold(host: string, lessonId: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${host}/api/v1/lessons/${lessonId}`, { method: 'PATCH', headers, body: '{"hold":true}' });
  if (!answer.ok) throw new Error(`The lesson could not be put on hold: ${answer.status}.`);
}

async function cutSample(path: string, [from, to]: readonly [number, number]): Promise<string> {
  const times = ['-ss', String(from), '-to', String(to)];
  const args = [
    '-loglevel',
    'error',
    ...times,
    '-i',
    'samples/lesson.mp4',
    '-c:v',
    'libx264',
    '-c:a',
    'aac',
    '-y',
    path,
  ];
  await promisify(execFile)(await pathOf('ffmpeg'), args);
  return path;
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import { makePoster } from '../../shared/media/poster.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { fileReader } from '../../testing/fileReader.ts';

export interface Work {
  readonly video: string;
  readonly speechUrl: string;
  readonly chunkSeconds: number;
}

/**
 * What there is to do for one lesson with nobody to organise it: ffprobe, ffmpeg and the speech server, one after the
 * other; no storage, queue, database or history.
 * @returns how many chunks were transcribed
 */
export async function workThrough({ video, speechUrl, chunkSeconds }: Work): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  const bounds = { signal: AbortSignal.timeout(60_000), timeLimitSeconds: 60 };
  try {
    await using source = await openSource(await fileReader(video));
    const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
    const { chunks } = await extractAudio(source, probe, folder, { ...bounds, chunkSeconds });
    for (const { file } of chunks) {
      const form = new FormData();
      form.set('file', new Blob([await readFile(file)]), 'chunk.flac');
      form.set('model', 'fake');
      const answer = await fetch(`${speechUrl}/audio/transcriptions`, { method: 'POST', body: form });
      await answer.json();
    }
    await makePoster(source, probe, join(folder, 'poster.jpg'), bounds);
    return chunks.length;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { join } from 'node:path';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import type { Span } from '../lessons/transcript.ts';
import { probeSchema } from '../media/probe.ts';
import { encodePiece as encode } from '../media/transcode.ts';
import { config } from '../settings/config.ts';
import { writeFile } from '../storage/blobs.ts';
import { readJson } from '../storage/json.ts';
import { isThere } from '../storage/listing.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { openUpload } from './openUpload.ts';

/**
 * Encodes one piece of a video and lays it into `work`.
 * @param remake one that lies there already stays.
 */
export async function encodePiece(
  source: Source,
  piece: Span & { index: number },
  signal: AbortSignal,
  remake = false,
): Promise<void> {
  if (remake && (await isThere('work', blobPaths.videoPiece(source, piece.index)))) return;
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  await withTemporaryFolder(async (folder) => {
    await using media = await openUpload(source);
    const file = join(folder, 'piece.mov');
    await encode(media, probe, piece, file, { signal, timeLimitSeconds: config().MEDIA_TIMEOUT_SECONDS });
    await writeFile('work', blobPaths.videoPiece(source, piece.index), file, 'video/quicktime', signal);
  });
}

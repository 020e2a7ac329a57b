import { blobPaths } from '../lessons/blobPaths.ts';
import { type Picture, pictureSchema, type Source } from '../lessons/lesson.ts';
import { readText } from '../storage/blobs.ts';
import { writeJson } from '../storage/json.ts';
import { pathsUnder } from '../storage/listing.ts';

/** Keeps the picture branch's result beside what it made. */
export async function keepPicture(source: Parameters<typeof blobPaths.picture>[0], picture: Picture): Promise<void> {
  await writeJson('media', blobPaths.picture(source), picture);
}

/**
 * The picture branch's result of one revision, as it was kept, or as far as the files in `media` tell; undefined where
 * there was no picture, or nothing of it is left.
 */
export async function restoredPicture(source: Source): Promise<Picture | undefined> {
  const paths = new Set(await pathsUnder('media', blobPaths.prefix(source)));
  const poster = blobPaths.poster(source);
  // After a voice was taken out of it, it has another name.
  const video = [...paths].filter((path) => /\/web(?:-\d+)?\.mp4$/.test(path)).at(-1) ?? blobPaths.video(source);
  const kept = paths.has(blobPaths.picture(source)) ? await keptPicture(source) : undefined;
  // A file that lifecycle rules or a person deleted since is not promised again.
  if (kept !== undefined && (kept.kind !== 'ready' || kept.original || paths.has(kept.video))) {
    return kept.kind === 'ready' && kept.poster !== null && !paths.has(kept.poster) ? { ...kept, poster: null } : kept;
  }
  const posterPath = paths.has(poster) ? poster : null;
  if (paths.has(video)) return { kind: 'ready', video, original: false, poster: posterPath };
  // A poster without a video beside it: the original plays as it is.
  return posterPath === null
    ? undefined
    : { kind: 'ready', video: source.blobName, original: true, poster: posterPath };
}

async function keptPicture(source: Source): Promise<Picture | undefined> {
  const text = await readText('media', blobPaths.picture(source));
  if (text === null) return undefined;
  try {
    return pictureSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    // What cannot be read is told by the files themselves.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

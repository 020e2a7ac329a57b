import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { contentTypeOf } from '../shared/lessons/contentTypes.ts';

/** A recording to analyse. */
export interface Video {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** What was named on the command line, in its order: each video once; `notes` say what was left out. */
export interface Found {
  readonly videos: readonly Video[];
  readonly notes: readonly string[];
}

/**
 * The videos that are named, and those that lie in the folders that are named.
 * @throws Error that says which cannot be taken: what is not there, a folder without videos, and two files of one name,
 * which would be one lesson.
 */
export async function findVideos(paths: readonly string[]): Promise<Found> {
  const problems: string[] = [];
  const notes: string[] = [];
  const byRealPath = new Map<string, Video>();
  const byName = new Map<string, Video>();
  for (const path of paths) {
    const inside = await filesOf(path);
    if ('problem' in inside) problems.push(inside.problem);
    else
      for (const file of inside.files) {
        const real = await realpath(file);
        const known = byRealPath.get(real);
        if (known !== undefined) {
          notes.push(`${file} is named twice; it is analysed once.`);
          continue;
        }
        const video = { path: file, fileName: basename(file), sizeBytes: (await stat(file)).size };
        const namesake = byName.get(video.fileName);
        if (namesake !== undefined) {
          problems.push(
            `${namesake.path} and ${file} have one name and would be one lesson. Rename one, or analyse them apart with another --site.`,
          );
          continue;
        }
        byRealPath.set(real, video);
        byName.set(video.fileName, video);
      }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { videos: [...byRealPath.values()], notes };
}

/** A file, or the recordings of a folder by their names' endings; folders inside it are left alone. */
async function filesOf(path: string): Promise<{ files: readonly string[] } | { problem: string }> {
  try {
    if (!(await stat(path)).isDirectory()) return { files: [path] };
    const entries = await readdir(path, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory() && contentTypeOf(entry.name) !== undefined);
    if (files.length === 0) return { problem: `There is no video in the folder ${path}.` };
    return { files: files.map(({ name }) => join(path, name)).sort() };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { problem: `There is no file ${path}.` };
    return { problem: `${path} cannot be read (${error.code}).` };
  }
}

/** A folder's name for each video: the file's without its ending, or with it where two would be the same. */
export function folderNames(videos: readonly Video[]): ReadonlyMap<Video, string> {
  const stem = ({ fileName }: Video) => basename(fileName, extname(fileName));
  const count = Map.groupBy(videos, stem);
  return new Map(videos.map((video) => [video, count.get(stem(video))?.length === 1 ? stem(video) : video.fileName]));
}

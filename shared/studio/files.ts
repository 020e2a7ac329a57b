import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { lazily } from '../lazily.ts';

/** What the build writes beside the studio's files: their addresses, and what each is. */
export const studioManifestSchema = z.record(
  z.string().startsWith('/'),
  z.object({ file: z.string(), contentType: z.string(), hashed: z.boolean() }),
);
export type StudioManifest = z.infer<typeof studioManifestSchema>;

export interface StudioFile {
  readonly contentType: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly hashed: boolean;
  readonly plain: () => Promise<Buffer>;
  readonly gzipped: () => Promise<Buffer>;
}

// The page's own addresses; /lessons/ID goes on to views of the lesson.
const pages = [
  /^\/(?:search)?$/,
  /^\/lessons\/[0-9a-f]{24}(?:\/[a-z]+)?$/,
  /^\/(?:progress|sites)(?:\/[^/]+)?$/,
  /^\/studies(?:\/(?:new|[0-9a-f]{24}(?:\/agreement|\/lessons\/[0-9a-f]{24})?))?$/,
];
const compress = promisify(gzip);

/**
 * The studio as it was built into `folder` (an address that ends in a slash). A request's path is only ever looked up
 * in the manifest, never joined to a path on disk. The files are kept in memory, unless the folder `changes`.
 * @returns a function that finds the file for a path, or null; it throws when the studio was not built.
 */
export function openStudio(folder: URL, changes = false): (path: string) => Promise<StudioFile | null> {
  const read = async () => {
    const manifest = studioManifestSchema.parse(JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')));
    return new Map(
      Object.entries(manifest).map(([path, { file, contentType, hashed }]) => {
        const plain = lazily(() => readFile(new URL(file, folder)));
        const gzipped = lazily(async () => compress(await plain(), { level: 9 }));
        return [path, { contentType, hashed, plain, gzipped }] as const;
      }),
    );
  };
  const files = changes ? read : lazily(read);
  return async (path) => {
    const page = pages.some((pattern) => pattern.test(path.replace(/(?<=.)\/$/, '')));
    return (await files()).get(page ? '/index.html' : path) ?? null;
  };
}

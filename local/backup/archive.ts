import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** Beside the state in each backup: what is in it, so that a damaged or foreign file is known before it replaces anything. */
export const manifestName = 'askwell-backup.json';
export const manifestSchema = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  version: z.string(),
  files: z.record(z.string(), z.object({ sizeBytes: z.int().nonnegative(), sha256: z.hex().length(64) })),
});
export type Manifest = z.infer<typeof manifestSchema>;

// Every system that we run on brings tar along, Windows too. File names are relative to the folder before them.
const longestListing = 256 * 1024 * 1024;

async function tar(args: readonly string[]) {
  try {
    return await run('tar', args, { maxBuffer: longestListing });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : '';
    throw new Error(said || 'The system has no program "tar".', { cause: error });
  }
}

/** Packs the named entries of folders into a file. @throws Error with what tar said. */
export async function pack(
  file: string,
  folders: readonly { readonly folder: string; readonly names: readonly string[] }[],
) {
  const args = folders.flatMap(({ folder, names }) => ['-C', folder, ...names.map((name) => `./${name}`)]);
  await tar(['-cf', file, ...args]);
}

/** Unpacks a file into a folder. @throws Error with what tar said, or for a file in which anything leads elsewhere. */
export async function unpack(file: string, folder: string): Promise<void> {
  const { stdout } = await tar(['-tf', file]);
  for (const name of stdout.split('\n'))
    if (name.startsWith('/') || name.split(/[/\\]/).includes('..'))
      throw new Error(`${file} is no backup of ours: "${name}" leads out of it.`);
  await tar(['-xf', file, '-C', folder, '--no-same-owner']);
}

/** Every file below a folder by its path there, with `/` on all systems. @throws Error for a link or a device. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) throw new Error(`${path} is neither a file nor a folder.`);
    files.push(
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
  }
  return files.sort();
}

/** What a manifest says of a file. */
export async function described(path: string): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { sizeBytes: (await lstat(path)).size, sha256: hash.digest('hex') };
}

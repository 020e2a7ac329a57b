import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { described, filesIn, type Manifest, manifestName, manifestSchema, unpack } from './archive.ts';
import { assertStopped, stateIn } from './backUp.ts';

export interface Restored {
  readonly manifest: Manifest;
  /** Where what was there before lies now. */
  readonly before: string | undefined;
}

/**
 * Puts a backup's state where a local cloud keeps it. Every file is held against its hash before anything is replaced,
 * and what was there is set aside, not removed.
 * @param replace whether there may be a state already
 * @throws Error while the cloud is up, for a state that is there, and for a file that is no whole backup; nothing has
 * changed then.
 */
export async function restore(file: string, stateDir: string, replace: boolean, now = new Date()): Promise<Restored> {
  await assertStopped(stateDir);
  const present = await stateIn(stateDir);
  if (present.length > 0 && !replace)
    throw new Error(`There is a state in ${stateDir} already. --replace sets it aside and takes the backup's.`);
  // Inside the folder, which may be a volume of its own and so can be neither renamed nor reached by renaming.
  const unpacked = join(stateDir, `.restoring-${process.pid}`);
  await mkdir(unpacked, { recursive: true, mode: 0o700 });
  try {
    await unpack(file, unpacked);
    const manifest = await verified(unpacked, file);
    const before = present.length > 0 ? join(stateDir, `.before-${now.toISOString().replaceAll(':', '-')}`) : undefined;
    if (before !== undefined) {
      await mkdir(before, { mode: 0o700 });
      for (const name of present) await rename(join(stateDir, name), join(before, name));
    }
    for (const name of await readdir(unpacked)) await rename(join(unpacked, name), join(stateDir, name));
    return { manifest, before };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function verified(folder: string, file: string): Promise<Manifest> {
  const manifest = await readManifest(join(folder, manifestName), file);
  await rm(join(folder, manifestName));
  const expected = Object.keys(manifest.files).sort();
  if (!isDeepStrictEqual(await filesIn(folder), expected))
    throw new Error(`${file} is not whole: files are missing or new.`);
  for (const name of expected) {
    if (!isDeepStrictEqual(await described(join(folder, name)), manifest.files[name]))
      throw new Error(`${file} is damaged: ${name} is not what was backed up.`);
    await chmod(join(folder, name), 0o600);
  }
  return manifest;
}

async function readManifest(path: string, file: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${file} is no backup that this version reads.`, { cause: error });
  }
}

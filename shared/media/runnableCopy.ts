import { randomUUID } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PermanentError } from '../errors.ts';

const missing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * A program of the deployed package as a file that can be started. Azure mounts the package read-only and without its
 * execute bits, so the program is copied into the temporary folder, once per instance and version.
 * Several processes may do it at once: each copies for itself, and the last to rename wins with the same bytes.
 * @param program absolute path of the program in the package.
 * @param folder where the copy goes; a folder of this user alone, since what lies in it is run.
 * @returns the copy's path, or null when the package has no such program.
 * @throws PermanentError 'internal' when the folder is not this user's, or the copy fails.
 */
export async function runnableCopy(
  program: string,
  folder = join(tmpdir(), `askwell-bin-${process.getuid?.() ?? 'user'}`),
): Promise<string | null> {
  let original: Awaited<ReturnType<typeof stat>>;
  try {
    original = await stat(program);
  } catch (error) {
    if (missing(error)) return null;
    throw error;
  }
  const version = `${original.size.toString(36)}-${Math.floor(original.mtimeMs).toString(36)}`;
  const copy = join(folder, `${version}-${basename(program)}`);
  const part = `${copy}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await assertOwn(folder);
    if (await isComplete(copy, original.size)) return copy;
    await copyFile(program, part);
    await chmod(part, 0o700);
    await rename(part, copy);
    return copy;
  } catch (error) {
    await rm(part, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new PermanentError('internal', `${basename(program)} could not be made ready to run: ${why}`, {
      cause: error,
    });
  }
}

// The temporary folder may be everybody's: a folder that somebody else has put there holds programs of theirs.
async function assertOwn(folder: string): Promise<void> {
  const found = await lstat(folder);
  const own = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
  if (!found.isDirectory() || !own) throw new Error(`${folder} belongs to somebody else`);
}

async function isComplete(copy: string, size: number): Promise<boolean> {
  try {
    const found = await lstat(copy);
    return found.isFile() && found.size === size && (found.mode & 0o100) !== 0;
  } catch (error) {
    if (missing(error)) return false;
    throw error;
  }
}

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// With the number of its process, so that what a killed one left is known.
const prefix = 'askwell-work-';

/** Runs `work` with a new folder of its own, and removes the folder whatever happens. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes what processes left that were killed in the middle: sound and pictures of classrooms. To be called before this
 * process has a folder: in a container each process has the number of the one before.
 * @returns how many folders there were.
 */
export async function sweepTemporaryFolders(root = tmpdir()): Promise<number> {
  const left = (await readdir(root)).filter((name) => {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN;
    return Number.isInteger(pid) && pid > 0 && (pid === process.pid || !isAlive(pid));
  });
  for (const name of left) await rm(join(root, name), { recursive: true, force: true });
  return left.length;
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 asks only whether the process is there.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

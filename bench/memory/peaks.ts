import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The most that was seen from its start to its end. */
export interface Peak {
  end(): Promise<number>;
}

/**
 * The most memory that a process has held since it began, in bytes (resident set).
 * Linux keeps it itself; elsewhere it is looked at five times a second, and a short peak can be missed.
 */
export function memoryPeak(pid: number): Peak {
  if (process.platform === 'linux') return { end: () => highWaterMark(pid) };
  return watched(() => residentBytes(pid));
}

/** The most bytes that the files under a folder took at once; looked at five times a second. */
export function folderPeak(folder: string): Peak {
  return watched(() => bytesUnder(folder));
}

function watched(look: () => Promise<number>): Peak {
  const stop = new AbortController();
  let most = 0;
  const watching = (async () => {
    try {
      for await (const _ of every(200, undefined, { signal: stop.signal })) most = Math.max(most, await look());
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  })();
  // Kept for `end`, which tells it.
  watching.catch(() => stop.abort());
  return {
    async end() {
      stop.abort();
      await watching;
      return Math.max(most, await look());
    },
  };
}

async function highWaterMark(pid: number): Promise<number> {
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('The system does not say how much memory the process held.');
  return Number(kilobytes) * 1024;
}

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) * 1024;
}

async function bytesUnder(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name));
  }
  return bytes;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

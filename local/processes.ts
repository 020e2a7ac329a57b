import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the system says of a process. */
export interface ProcessFacts {
  /** The same for as long as the process lives, and another one for any other process with its number. */
  readonly startedAt: string;
  /** What it has used of processors so far, in a unit of the system's own. */
  readonly processorTime: string;
}

/** @returns null where there is no such process, or a system that does not tell. */
export async function processFacts(pid: number): Promise<ProcessFacts | null> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<ProcessFacts | null> {
  try {
    const [stat, boot] = await Promise.all(
      [`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'].map((file) => readFile(file, 'utf8')),
    );
    // The second field is a name in brackets, in which anything may stand; the third is the first after it.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    const [user = '', system = ''] = fields.slice(11, 13);
    return { startedAt: `${boot?.trim()} ${fields[19]}`, processorTime: `${user} ${system}` };
  } catch {
    return null;
  }
}

async function fromPs(pid: number): Promise<ProcessFacts | null> {
  try {
    const of = async (field: string) => (await run('ps', ['-o', `${field}=`, '-p', String(pid)])).stdout.trim();
    return { startedAt: await of('lstart'), processorTime: await of('time') };
  } catch {
    return null;
  }
}

/** What of the memory a process holds, in bytes; null where there is no such process, or a system that does not tell. */
export async function memoryBytes(pid: number): Promise<number | null> {
  try {
    if (process.platform !== 'linux')
      return Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout.trim()) * 1024;
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** Whether there is such a process. */
export function isAlive(pid: number): boolean {
  try {
    // Signal 0 asks only whether the process is there.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

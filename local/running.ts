import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Endpoints } from './stack.ts';

const runningSchema = z.object({
  pid: z.int().positive(),
  endpoints: z.object({
    storage: z.string().optional(),
    cosmos: z.string().optional(),
    serviceBus: z.string().optional(),
    speech: z.string().optional(),
    host: z.string().optional(),
  }),
});

/** A local cloud that is up, as it left word in its state folder. */
export type Running = z.infer<typeof runningSchema>;

const fileIn = (stateDir: string) => join(stateDir, 'stack.json');

/** Leaves word of this process's stack; readable by its owner only, as connection strings are in it. */
export async function leaveWord(stateDir: string, endpoints: Endpoints): Promise<void> {
  await writeFile(fileIn(stateDir), JSON.stringify({ pid: process.pid, endpoints }, null, 2), { mode: 0o600 });
}

export async function forget(stateDir: string): Promise<void> {
  await rm(fileIn(stateDir), { force: true });
}

/** The stack that keeps its state in this folder and is alive; null when there is none. */
export async function findRunning(stateDir: string): Promise<Running | null> {
  let text: string;
  try {
    text = await readFile(fileIn(stateDir), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const running = runningSchema.parse(JSON.parse(text));
  return isAlive(running.pid) ? running : null;
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

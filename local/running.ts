import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, processFacts } from './processes.ts';
import type { Stack } from './stack.ts';

const runningSchema = z.object({
  pid: z.int().positive(),
  startedAt: z.string().optional(),
  /** Of the page, with its token. */
  page: z.string().optional(),
  processes: z.record(z.string(), z.int()).default({}),
  endpoints: z.object({
    storage: z.string().optional(),
    cosmos: z.string().optional(),
    serviceBus: z.string().optional(),
    host: z.string().optional(),
    parts: z.record(z.string(), z.string()).default({}),
  }),
});

/** A local cloud that is up, as it left word in its state folder. */
export type Running = z.infer<typeof runningSchema>;

const fileIn = (stateDir: string) => join(stateDir, 'stack.json');

/** Leaves word of this process's stack; readable by its owner only, as connection strings are in it. */
export async function leaveWord(
  stateDir: string,
  { endpoints, parts }: Pick<Stack, 'endpoints' | 'parts'>,
  page?: string,
): Promise<void> {
  const file = fileIn(stateDir);
  const whole = `${file}.${process.pid}`;
  const startedAt = (await processFacts(process.pid))?.startedAt;
  const processes = Object.fromEntries([...parts].map(([name, { pid }]) => [name, pid]));
  // Renamed when it is whole: nobody reads half of it.
  await writeFile(whole, JSON.stringify({ pid: process.pid, startedAt, page, processes, endpoints }, null, 2), {
    mode: 0o600,
  });
  await rename(whole, file);
}

export async function forget(stateDir: string): Promise<void> {
  await rm(fileIn(stateDir), { force: true });
}

/**
 * The stack that keeps its state in this folder and is alive; null when there is none.
 * @throws Error that says what to do, for a file that is not whole, or that speaks of a process where nothing answers.
 */
export async function findRunning(stateDir: string): Promise<Running | null> {
  const file = fileIn(stateDir);
  const running = await readWord(stateDir);
  if (running === null || !isAlive(running.pid)) return null;
  // Another program has its number now: after a crash, or a start of the machine.
  const facts = await processFacts(running.pid);
  if (running.startedAt !== undefined && facts !== null && facts.startedAt !== running.startedAt) return null;
  const { storage, cosmos, serviceBus, host, parts } = running.endpoints;
  const addresses = [host, storage, cosmos, serviceBus, ...Object.values(parts)].filter((each) => each !== undefined);
  // One part may be away while it is started again; where none answers, none of them is there.
  const [address] = addresses;
  if (address !== undefined && !(await Promise.all(addresses.map(answers))).includes(true))
    throw new Error(
      `${file} says that process ${running.pid} is a local cloud, but nothing answers at ${placeOf(address)}. ` +
        'If that process is another program, delete the file; else stop the process. Then start again.',
    );
  return running;
}

/** What a local cloud left word of in this folder, whether it is alive or not; null for no word. @throws as above. */
export async function readWord(stateDir: string): Promise<Running | null> {
  const file = fileIn(stateDir);
  try {
    return parse(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string, file: string): Running {
  try {
    return runningSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${file}, where a local cloud leaves word of itself, cannot be read. Stop the local cloud if one is up, ` +
        'delete the file, and start again; nothing else is kept in it.',
      { cause: error },
    );
  }
}

/** Host and port of a URL, or of the first URL in a connection string, whose rest may be secret. */
function placeOf(address: string): string {
  return /\/\/([^/;]+)/.exec(address)?.[1] ?? 'its address';
}

function answers(address: string): Promise<boolean> {
  const [, host, port] = /^(.*):(\d+)$/.exec(placeOf(address)) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host: host ?? '', port: Number(port), timeout: 2000 });
    const end = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.once('connect', () => end(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false));
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { watchStart } from './startWatch.ts';

/** How a part of the local cloud is started: its script, and how one knows that it answers. */
export interface PartOptions {
  readonly name: string;
  readonly script: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Reads the line that says it is ready, or null for another line. */
  readonly ready: (line: string) => Record<string, unknown> | null;
  readonly log: (line: string) => void;
  /** How long it may neither say anything nor use a processor before it is ready; ten times that in all. */
  readonly timeoutSeconds: number;
}

/** A part that answers. */
export interface Part {
  readonly name: string;
  readonly pid: number;
  /** What it said when it was ready. */
  readonly said: Record<string, unknown>;
  /** Settles when the process is gone: its exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** Asks it to end and, after the bound, makes it. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

// Longer than a part needs to put away what it holds, shorter than a person's patience after Ctrl-C.
const gracefulMilliseconds = 10_000;
const endWithParent = fileURLToPath(new URL('./endWithParent.ts', import.meta.url));

/**
 * Starts a part as a process of its own and waits until it says that it is ready.
 * @throws Error with the part's last lines when it ends or stays silent before that.
 */
export async function startPart(options: PartOptions): Promise<Part> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', endWithParent, '--disable-warning=ExperimentalWarning', ...(options.nodeOptions ?? [])],
      ...[options.script, ...options.args],
    ],
    {
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(([code, signal]): number | string => signal ?? code ?? 0);
  const last: string[] = [];
  const said = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${options.name} ${why}\n${last.join('\n')}`.trimEnd()));
    const watch = watchStart(child.pid, options.timeoutSeconds, fail);
    const hear = (line: string) => {
      watch.moved();
      last.push(line);
      if (last.length > 12) last.shift();
      const ready = options.ready(line);
      if (ready === null) options.log(line);
      else {
        watch.end();
        resolve(ready);
      }
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', hear);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    void ended.then((how) => {
      watch.end();
      fail(`ended (${how}) before it was ready.`);
    });
    child.once('spawn', () => child.channel?.unref());
  }).catch(async (error: unknown) => {
    await endChild(child, ended, 'SIGTERM');
    throw error;
  });
  return {
    name: options.name,
    pid: child.pid ?? 0,
    said,
    ended,
    stop: () => endChild(child, ended, 'SIGTERM'),
    kill: () => endChild(child, ended, 'SIGKILL'),
  };
}

async function endChild(child: ChildProcess, ended: Promise<unknown>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), gracefulMilliseconds);
  await ended;
  clearTimeout(timer);
}

/** Reads the one JSON line `{"ready":true, …}` by which our own parts say that they answer. */
export function readyLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{"ready":true')) return null;
  const said: unknown = JSON.parse(line);
  // JSON that begins so is an object.
  return said as Record<string, unknown>;
}

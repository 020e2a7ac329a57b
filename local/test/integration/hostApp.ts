import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const projectDir = fileURLToPath(new URL('../../..', import.meta.url));

export interface AppFiles {
  /** By path inside the app. An object is written as JSON; host.json and package.json have what most apps need. */
  readonly [file: string]: string | object;
}

/** Writes a small built Functions app to a directory of its own, where it finds the project's packages. */
export async function writeApp(files: AppFiles): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'functions-app-'));
  const all: AppFiles = {
    'package.json': { name: 'app-under-test', type: 'module', main: 'dist/*.js' },
    'host.json': { version: '2.0' },
    ...files,
  };
  for (const [file, content] of Object.entries(all)) {
    const target = path.join(directory, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, typeof content === 'string' ? content : JSON.stringify(content));
  }
  await symlink(path.join(projectDir, 'node_modules'), path.join(directory, 'node_modules'));
  return directory;
}

export interface LogLine {
  readonly level: string;
  readonly category: string;
  readonly event: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

export interface RunningHost {
  readonly url: string;
  readonly functions: readonly string[];
  /** Of the page with its token, where one was asked for. */
  readonly page?: string;
  readonly pid: number;
  /** Asks the admin API, with the host's key. */
  admin(path: string, init?: RequestInit): Promise<Response>;
  /** Every log line so far. */
  readonly lines: readonly LogLine[];
  /** The first line, past or future, that fits; rejects when the host ends without one. */
  seen(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** What the functions logged as one JSON object each, with this `kind`. */
  told(kind: string): Record<string, unknown>[];
  /** Waits for so many of them. */
  tell(kind: string, count?: number): Promise<Record<string, unknown>[]>;
  /** Asks it to end and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Resolves with the exit code when it ends by itself. */
  readonly ended: Promise<number | null>;
}

export interface HostRun {
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts the host in a process of its own on a free port. Rejects with all it said when it ends before it is ready. */
export async function runHost(directory: string, run: HostRun = {}): Promise<RunningHost> {
  const child = spawnHost(directory, run);
  const lines: LogLine[] = [];
  const errors: string[] = [];
  const watchers = new Set<() => void>();
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (text) => {
    if (text.startsWith('{')) lines.push(JSON.parse(text));
    else errors.push(text);
    for (const watcher of watchers) watcher();
  });
  const ready = await new Promise<{ url: string; functions: string[] }>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (text) => resolve(JSON.parse(text)));
    // The streams are read to their end before the process counts as closed.
    child.once('close', (code) => reject(new Error(`exit ${code}: ${errors.join('\n')}`)));
  });

  function until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(check);
        resolve(found);
      };
      watchers.add(check);
      void ended.then(() => reject(new Error(`The host ended before ${what}:\n${JSON.stringify(lines, null, 1)}`)));
      check();
    });
  }
  const told = (kind: string) =>
    lines
      .filter(({ event, message }) => event === 'log' && message?.startsWith('{'))
      .map(({ message }) => JSON.parse(message ?? '{}') as Record<string, unknown>)
      .filter((each) => each.kind === kind);

  return {
    ...ready,
    pid: child.pid ?? 0,
    admin: async (rest, init = {}) => {
      const { masterKey } = JSON.parse(await readFile(path.join(directory, 'state', 'keys.json'), 'utf8'));
      return fetch(`${ready.url}/admin/${rest}`, { ...init, headers: { 'x-functions-key': masterKey } });
    },
    lines,
    told,
    ended,
    seen: (fits) => until(() => lines.find(fits), 'the line came'),
    tell: (kind, count = 1) =>
      until(() => {
        const all = told(kind);
        return all.length >= count ? all : undefined;
      }, `${count} x ${kind}`),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs the host on an app that it must refuse, and gives what it said. */
export async function refusalOf(directory: string, run: HostRun = {}): Promise<string> {
  const host = await runHost(directory, run).catch((error: Error) => error);
  if (host instanceof Error) return host.message;
  await host.stop();
  throw new Error('The host took an app that it should have refused.');
}

function spawnHost(directory: string, { environment = {}, args = [] }: HostRun): ChildProcess {
  const script = path.join(projectDir, 'local/host/main.ts');
  const own = ['--app', directory, '--port', '0', '--state', path.join(directory, 'state')];
  return spawn(process.execPath, [script, ...own, ...args], {
    cwd: tmpdir(),
    // Nothing of the machine's own settings may reach the app under test.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Removes what `writeApp` wrote. */
export async function removeApp(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

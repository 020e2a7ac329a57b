import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { runnableCopy } from './runnableCopy.ts';

const run = promisify(execFile);
const packaged = z.object({ default: z.object({ path: z.string() }) });

interface Program {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly setting: 'FFMPEG_PATH' | 'FFPROBE_PATH';
  /** The npm package that brings a build along; optional, so it may not be there. */
  readonly load: () => Promise<unknown>;
}

const programs = {
  ffmpeg: { name: 'ffmpeg', setting: 'FFMPEG_PATH', load: () => import('@ffmpeg-installer/ffmpeg') },
  ffprobe: { name: 'ffprobe', setting: 'FFPROBE_PATH', load: () => import('@ffprobe-installer/ffprobe') },
} as const satisfies Record<string, Program>;

// In the deployed package (npm run package); this file is bundled into chunks/ there.
const bundled = (name: string) => fileURLToPath(new URL(`../bin/${name}`, import.meta.url));

// What a program needs to start, here or on Windows.
const inherited = ['PATH', 'LD_LIBRARY_PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot'];

/**
 * The environment of ffmpeg and ffprobe. They decode strangers' files, so they get none of our secrets,
 * nor a proxy, through which they would ask for our loopback address.
 * An empty GCONV_PATH keeps static builds from loading the system's character-set modules, of another libc than theirs:
 * they crash on every MPEG-TS. Libraries that the deployed package has beside its programs go before the system's.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const libraries = bundled('lib');
  const path = existsSync(libraries)
    ? { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') }
    : {};
  return { ...Object.fromEntries(kept), ...path, GCONV_PATH: '' };
}

/** Null when it runs, else why not. */
async function problemOf(path: string): Promise<string | null> {
  try {
    await run(path, ['-version'], { timeout: 20_000, windowsHide: true, env: childEnvironment() });
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
  }
}

/** Finds a program that runs: the setting, else the one in the deployed package, else the PATH, else the npm package. */
async function search({ name, setting, load }: Program): Promise<string> {
  const set = process.env[setting];
  if (set !== undefined && set !== '') {
    const problem = await problemOf(set);
    if (problem === null) return set;
    throw new PermanentError('internal', `${setting} names a program that does not run: ${problem}`);
  }
  const copy = await runnableCopy(bundled(name));
  if (copy !== null) {
    const problem = await problemOf(copy);
    if (problem === null) return copy;
    throw new PermanentError('internal', `The ${name} of the deployed package does not run: ${problem}`);
  }
  if ((await problemOf(name)) === null) return name;
  let reason: unknown;
  try {
    const { path } = packaged.parse(await load()).default;
    reason = await problemOf(path);
    if (reason === null) return path;
  } catch (error) {
    // The package is optional; where it is missing or has no build for this machine, the message below says so.
    reason = error;
  }
  throw new PermanentError(
    'internal',
    `${name} was not found. Install it, or let ${setting} name the program. It is neither on the PATH nor usable from ` +
      `its npm package (${reason instanceof Error ? reason.message.split('\n')[0] : String(reason)}).`,
  );
}

const found = new Map<string, Promise<string>>();

/**
 * Where ffmpeg or ffprobe is; looked for until found, then remembered.
 * @throws PermanentError 'internal' that names FFMPEG_PATH or FFPROBE_PATH.
 */
export function pathOf(name: 'ffmpeg' | 'ffprobe'): Promise<string> {
  const program = programs[name];
  const key = `${name} ${process.env[program.setting] ?? ''}`;
  const path = found.get(key) ?? search(program);
  found.set(key, path);
  // What was not found may be there the next time: installed meanwhile, or the machine was too busy to start it.
  path.catch(() => found.delete(key));
  return path;
}

const filters = new Map<string, Promise<ReadonlySet<string>>>();

async function readFilters(path: string): Promise<ReadonlySet<string>> {
  const { stdout } = await run(path, ['-hide_banner', '-filters'], { windowsHide: true, env: childEnvironment() });
  return new Set([...stdout.matchAll(/^ [\w.]{2,3} (\S+)/gm)].map(([, name = '']) => name));
}

/** Whether ffmpeg has these filters: builds differ in the libraries that they were made with. */
export async function hasFilters(...names: readonly string[]): Promise<boolean> {
  const path = await pathOf('ffmpeg');
  const known = filters.get(path) ?? readFilters(path);
  filters.set(path, known);
  known.catch(() => filters.delete(path));
  const has = await known;
  return names.every((name) => has.has(name));
}

import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isHeld } from '../../local/heldApp.ts';
import { type BuiltFunctions, buildFunctions } from './functions.ts';
import { inputs, inputsDigest } from './inputs.ts';
import { bundledFolders, readPackage } from './licences/heldPackages.ts';
import { noticesOf } from './licences/notices.ts';
import { buildWeb } from './web.ts';

/**
 * Where the built app is: a link to the newest of the builds, each of which lies in a folder of its own that nothing
 * changes any more. So a build takes no file away from a host that runs, and goes beside others that run.
 */
export const appLink = 'dist/app';
const builds = 'dist/builds';
// Who asked for a build starts it within seconds; from then on its host holds it.
const spareMilliseconds = 600_000;

/** What a build made; `studioBytes` is the library view's JavaScript (gzip). */
export interface Built {
  readonly functions: BuiltFunctions;
  readonly studioBytes: number;
}

export interface BuildOptions {
  /** For developers: the studio loads itself again when it has changed, and can be debugged in the browser. */
  readonly development: boolean;
}

/**
 * Sees to it that the app's newest build is one of the present sources.
 * @returns what was made, or null when nothing had changed.
 * @throws Error when the sources cannot be built; the build before stays the newest then.
 */
export async function builtApp({ development }: BuildOptions): Promise<Built | null> {
  const settings = { STUDIO_STORAGE_ORIGIN: process.env.STUDIO_STORAGE_ORIGIN || undefined, development };
  for (;;) {
    const id = await inputsDigest(settings, inputs);
    const there = await touch(join(builds, id));
    const made = there ? null : await make(settings.STUDIO_STORAGE_ORIGIN, development);
    // Somebody may have saved a file meanwhile: then it is a build of neither.
    if (made !== null && (await inputsDigest(settings, inputs)) !== id) {
      await rm(made.folder, { recursive: true });
      continue;
    }
    if (made !== null) await keep(made.folder, join(builds, id));
    await pointTo(id);
    await clearAway(id);
    return made;
  }
}

/** What to say of an error of `builtApp`; where the bundler has said by itself what is wrong, nothing but that. */
export function whyNotBuilt(error: unknown): string {
  if (error instanceof Error && 'errors' in error) return 'The app could not be built.';
  return error instanceof Error ? error.message : String(error);
}

async function make(
  storageOrigin: string | undefined,
  development: boolean,
): Promise<Built & { readonly folder: string }> {
  const folder = join(builds, `unfinished-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const studio = development ? pathToFileURL(join(resolve(appLink), 'web/')).href : undefined;
    const functions = await buildFunctions(folder, studio);
    // Static Web Apps send the page's headers themselves, and those name the storage account.
    const { studioBytes, metafile } = await buildWeb(join(folder, 'web'), storageOrigin, development);
    const folders = [functions.metafile, metafile].flatMap(bundledFolders);
    const packages = await Promise.all(folders.map((one) => readPackage(one)));
    await writeFile(join(folder, 'THIRD-PARTY-NOTICES'), noticesOf(packages));
    await cp('host.json', join(folder, 'host.json'));
    const { name, version, license, type } = JSON.parse(await readFile('package.json', 'utf8'));
    const manifest = { name, version, license, type, main: 'functions/**/*.js' };
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return { folder, functions, studioBytes };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

async function keep(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    // Another build of the same sources was there first.
    await rm(unfinished, { recursive: true });
  }
}

async function pointTo(id: string): Promise<void> {
  if ((await target()) === id) return;
  const link = `${appLink}-${process.pid}`;
  await symlink(join('builds', id), link, 'junction');
  // Windows puts nothing in a folder's place, and takes such a link for one.
  if (process.platform === 'win32') await rm(appLink, { force: true });
  await rename(link, appLink);
}

/** The build that the link names, if it is there. */
async function target(): Promise<string | null> {
  try {
    return (await readlink(appLink)).split(/[\\/]/).at(-1) ?? null;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Says that a build is wanted; false when it is not there. */
async function touch(folder: string): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(folder, now, now);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Removes what no host holds and nobody asked for lately. */
async function clearAway(newest: string): Promise<void> {
  for (const entry of await readdir(builds, { withFileTypes: true })) {
    const folder = join(builds, entry.name);
    if (!entry.isDirectory() || entry.name === newest || (await isHeld(folder))) continue;
    if ((await lastWanted(folder)) < Date.now() - spareMilliseconds) await rm(folder, { recursive: true, force: true });
  }
}

/** In milliseconds since 1970; never, for what another build has just removed. */
async function lastWanted(folder: string): Promise<number> {
  try {
    return (await stat(folder)).mtimeMs;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';

/** A package of others that an artefact holds. */
export interface HeldPackage {
  readonly name: string;
  readonly version: string;
  /** What it says by itself, an SPDX expression as a rule. */
  readonly licence: string | undefined;
  /** Where its source is. */
  readonly source: string;
  /** Its licence's and its notice's texts. */
  readonly texts: readonly string[];
}

/** The folders of the packages of which a bundle holds at least a byte, sorted. */
export function bundledFolders({ outputs }: Pick<Metafile, 'outputs'>): string[] {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

const names = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      link: z.boolean().default(false),
      resolved: z.string().optional(),
      dependencies: names,
      optionalDependencies: names,
    }),
  ),
});

/**
 * The folders of the packages that a workspace needs to run and that are installed, sorted; with '' those of the app.
 * Our own packages among them are followed and left out.
 * @throws Error that names a package which is needed and not installed.
 */
export async function installedFolders(workspace: string, root = '.'): Promise<string[]> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const found = new Set([workspace]);
  for (const place of found) {
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const at = placeOf(name, place, packages);
      const link = at === undefined ? undefined : packages[at];
      const folder = link?.link === true ? link.resolved : at;
      if (folder !== undefined && existsSync(join(root, folder))) found.add(folder);
      // What is for another machine is optional, and is not here.
      else if (!(name in optionalDependencies)) throw new Error(`${name} is not installed. Run npm ci.`);
    }
  }
  return [...found].filter((place) => place.includes('node_modules/')).sort();
}

/** The folders of all packages of others that npm installed here, sorted. */
export async function allFolders(root = '.'): Promise<string[]> {
  const list = await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8');
  const { packages } = lockSchema.parse(JSON.parse(list));
  return Object.entries(packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link && existsSync(join(root, place)))
    .map(([place]) => place)
    .sort();
}

/** Where Node finds a package that is asked for in a place: in the place's own folder, or in one above it. */
function placeOf(name: string, from: string, packages: Readonly<Record<string, unknown>>): string | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (let count = parts.length; count >= 0; count -= 1) {
    const at = [...parts.slice(0, count), 'node_modules', name].join('/');
    if (at in packages) return at;
  }
  return undefined;
}

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
  homepage: z.string().optional(),
  /** Which sources a program of npm's was built from: a day and a commit. */
  ffmpeg: z.string().optional(),
  ffprobe: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
});

/** Reads what a package's folder says of its licence. */
export async function readPackage(folder: string, root = '.'): Promise<HeldPackage> {
  const { name, version, license, homepage, repository, ...programs } = manifestSchema.parse(
    JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')),
  );
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  const texts = await Promise.all(files.map(async (file) => (await readFile(join(root, folder, file), 'utf8')).trim()));
  const page = homepage ?? repository ?? `https://www.npmjs.com/package/${name}`;
  const commit = /-g?([0-9a-f]{7,})$/.exec(programs.ffmpeg ?? programs.ffprobe ?? '')?.[1];
  const source = commit === undefined ? page : `https://git.ffmpeg.org/ffmpeg.git at ${commit}, built by ${page}`;
  return { name, version, licence: license, source, texts };
}

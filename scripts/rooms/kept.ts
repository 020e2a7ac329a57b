import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** What a room's figures depend on. */
const code = [
  'scripts/rooms/*.ts',
  'shared/{media,speech,questions}/**/*.{ts,json}',
  'speech/*.ts',
  'samples/lesson.*',
];

/** A word that changes with the code and the sample. */
export async function versionOfCode(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(code, { cwd: root })) files.push(file);
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Figures that were measured once and are not measured again while the code is the same. */
export class Kept {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** What is kept under a name, or what is now measured. */
  async of<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const file = join(this.#folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.json`);
    const known = readIfThere(file);
    // Written by this class under the same name and code, so it has that shape.
    if (known !== undefined) return JSON.parse(known) as T;
    const measured = await measure();
    writeFileSync(file, `${JSON.stringify(measured)}\n`);
    return measured;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

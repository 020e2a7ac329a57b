import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** What the speech service's answers depend on, besides the sound and the weights. */
const code = 'speech/{main.ts,http,sound,threads,voices,words}/**/*.ts';

/** A word that changes with the speech service's code. */
export async function versionOfSpeech(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(code, { cwd: root })) files.push(file);
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/**
 * What was heard in sounds, kept so that no room is listened to twice: whoever changes what is made of the words and the
 * voices sees in minutes what the rooms say, and a run that was stopped goes on where it was.
 */
export class Kept {
  readonly #folder: string;
  /** Of the same sound at once, one listens and all others wait. */
  readonly #answers = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** What is kept of a sound file, or is now heard; as JSON makes it, both times. */
  async of(file: string, listen: () => Promise<unknown>): Promise<unknown> {
    const sound = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32);
    const answer = this.#answers.get(sound) ?? this.#answer(join(this.#folder, `${sound}.json`), listen);
    this.#answers.set(sound, answer);
    return JSON.parse(await answer);
  }

  async #answer(place: string, listen: () => Promise<unknown>): Promise<string> {
    const known = readIfThere(place);
    if (known !== undefined) return known;
    const heard = JSON.stringify(await listen());
    // A run that is stopped leaves no half of an answer.
    writeFileSync(`${place}.part`, heard);
    renameSync(`${place}.part`, place);
    return heard;
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

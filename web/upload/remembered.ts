import type { Upload } from './uploads.ts';

/** What is kept of an unfinished upload over a reload; the file itself a page cannot keep. */
export type Remembered = Pick<Upload, 'id' | 'mark' | 'said' | 'fileName' | 'replace' | 'sentBytes'> & {
  readonly at: number;
};

const key = 'askwell.uploads';
// Storage forgets blocks that were not committed after a week.
const longest = 7 * 24 * 3_600_000;

/** Unfinished uploads of this browser, of whichever tab; what is too old or no such record is left out. */
export function remembered(now = Date.now()): readonly Remembered[] {
  let found: unknown;
  try {
    found = JSON.parse(localStorage.getItem(key) ?? '[]');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    found = [];
  }
  return Array.isArray(found) ? found.filter(isRemembered).filter(({ at }) => now - at < longest) : [];
}

export function remember({ id, mark, said, fileName, replace, sentBytes }: Upload): void {
  write([
    ...remembered().filter((one) => one.id !== id),
    { id, mark, said, fileName, replace, sentBytes, at: Date.now() },
  ]);
}

export function forget(id: string): void {
  write(remembered().filter((one) => one.id !== id));
}

function write(all: readonly Remembered[]): void {
  localStorage.setItem(key, JSON.stringify(all));
}

const has = (value: unknown, types: Readonly<Record<string, string>>) =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(types).every(([name, type]) => typeof Reflect.get(value, name) === type);

function isRemembered(value: unknown): value is Remembered {
  return (
    has(value, { id: 'string', fileName: 'string', replace: 'boolean', sentBytes: 'number', at: 'number' }) &&
    has(Reflect.get(Object(value), 'mark'), { name: 'string', size: 'number', lastModified: 'number' }) &&
    has(Reflect.get(Object(value), 'said'), { site: 'string', consent: 'string', educator: 'string' })
  );
}

/**
 * Takes an upload for this tab, for as long as it lives: another tab then leaves it alone.
 * @returns false when another tab has it.
 */
export async function claim(id: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  navigator.locks
    .request(`askwell.upload.${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held until the tab goes.
      return lock === null ? undefined : new Promise(() => undefined);
    })
    // Without locks, as on an insecure address, nobody can be asked.
    .catch(() => resolve(true));
  return promise;
}

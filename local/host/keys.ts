import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { asError, HostError } from './errors.ts';

const keysFile = z.object({
  /** Opens everything, the admin API too. */
  masterKey: z.string().min(16),
  /** Opens every function of level "function". */
  functionKeys: z.record(z.string(), z.string().min(16)),
  /** By extension name, for /runtime/webhooks. */
  systemKeys: z.object({ durabletask_extension: z.string().min(16), blobs_extension: z.string().min(16) }),
});

export type Keys = z.output<typeof keysFile>;

/**
 * Reads the host's keys from keys.json in the state directory; the first start makes them, at random, readable by the
 * owner alone. Throws a HostError for a file that cannot be used, and never replaces it.
 */
export async function readKeys(stateDir: string): Promise<Keys> {
  const file = path.join(stateDir, 'keys.json');
  await mkdir(stateDir, { recursive: true });
  const fresh: Keys = {
    masterKey: randomKey(),
    functionKeys: { default: randomKey() },
    systemKeys: { durabletask_extension: randomKey(), blobs_extension: randomKey() },
  };
  try {
    // "wx" fails when the file is there: two hosts that start at once share what the first one wrote.
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(fresh, null, 2)}\n`);
    } finally {
      await handle.close();
    }
    return fresh;
  } catch (thrown) {
    const error: NodeJS.ErrnoException = asError(thrown);
    if (error.code !== 'EEXIST') throw new HostError(`The host's keys cannot be written: ${error.message}`);
  }
  try {
    return keysFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : asError(thrown).message;
    throw new HostError(`${file} holds no usable keys (${reason}): mend it, or delete it to get new ones.`);
  }
}

function randomKey(): string {
  return randomBytes(36).toString('base64url');
}

/** Whether a key that a caller gave is one of these; takes as long for a near miss as for any other. */
export function isOneOf(given: string | undefined, keys: readonly string[]): boolean {
  if (given === undefined || given === '') return false;
  const digest = (key: string) => createHash('sha256').update(key).digest();
  const wanted = digest(given);
  return keys.reduce((found, key) => timingSafeEqual(digest(key), wanted) || found, false);
}

/** What a request may show as its key: the `x-functions-key` header, or `?code=`. */
export function givenKey(headers: Readonly<Record<string, string | string[] | undefined>>, query: string | null) {
  const header = headers['x-functions-key'];
  return (typeof header === 'string' ? header : undefined) ?? query ?? undefined;
}

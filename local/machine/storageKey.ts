import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The storage account's key of this machine, in base64; made at the first start. The emulator's own is printed in its
 * documentation: with it whoever reaches the blobs could sign any address.
 */
export async function storageKey(stateDir: string): Promise<string> {
  const file = join(stateDir, 'storage.key');
  const found = await readKey(file);
  if (found !== undefined) return found;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(64).toString('base64');
  // Renamed when it is whole: a machine that stops here does not start with half a key.
  await writeFile(`${file}.new`, key, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}

/** @throws Error for a file that holds no key: what was stored cannot be read with another one's signatures. */
async function readKey(file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (Buffer.from(text, 'base64').length === 64) return text;
  throw new Error(`${file} does not hold a key of 64 bytes in base64. Delete it: a new one is made at the next start.`);
}

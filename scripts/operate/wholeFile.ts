import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** In which content that was stopped can put away what it has laid elsewhere. */
const patienceMilliseconds = 3000;

/**
 * Writes a file, readable by its owner only, that has its name when it is whole: until then, and after a crash, there is
 * only FILE.PID.part beside it.
 * @param content is not begun where there is such a file already
 * @throws Error for a file that is there, and for a folder that is not; the signal's reason when it is stopped
 */
export async function writeWhole(
  file: string,
  content: () => AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  await assertFree(file);
  const part = `${file}.${process.pid}.part`;
  try {
    const target = createWriteStream(part, { flags: 'wx', mode: 0o600 });
    const written = pipeline(Readable.from(content()), target, { signal });
    await Promise.race([written, stuck(signal)]);
    // Somebody else may have been faster.
    await assertFree(file);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

/** Rejects when something was stopped and has not ended by itself, as it waits for others. */
function stuck(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => setTimeout(reject, patienceMilliseconds, signal.reason).unref()),
  );
}

async function assertFree(file: string): Promise<void> {
  const there = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (there !== null) throw new Error(`${file} is there already. Choose another name, or remove it.`);
}

import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

async function onPath(name: string): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(directory, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

/** Flite 2.x. @throws Error that says how to get it. */
export async function findFlite(): Promise<string> {
  const path = process.env.FLITE_PATH || (await onPath('flite'));
  if (path !== undefined) return path;
  throw new Error(
    'The voices are made by flite, which was not found. Install it (Debian, Ubuntu: apt-get install flite; macOS: brew install flite) or set FLITE_PATH.',
  );
}

/** espeak-ng. @throws Error that says how to get it. */
export async function findEspeak(): Promise<string> {
  const path = process.env.ESPEAK_PATH || (await onPath('espeak-ng'));
  if (path !== undefined) return path;
  throw new Error(
    'The Spanish voices are made by espeak-ng, which was not found. Install it (Debian, Ubuntu: apt-get install espeak-ng; macOS: brew install espeak-ng) or set ESPEAK_PATH.',
  );
}

/** FFMPEG_PATH, else ffmpeg on the PATH, else the one that npm brings. @throws Error where there is none. */
export async function findFfmpeg(): Promise<string> {
  const path = process.env.FFMPEG_PATH || (await onPath('ffmpeg'));
  if (path !== undefined) return path;
  // Required late: the package throws on loading where it has no binary for this machine.
  const installer: { path: string } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg');
  return installer.path;
}

/**
 * Runs a program, feeding it what `input` yields, and gives back what it printed.
 * @throws Error with the end of what it said on stderr, where it exits with anything but 0.
 */
export async function run(program: string, args: string[], input: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => {
    complaint = (complaint + part.toString()).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [feeding, ending] = await Promise.allSettled([pipeline(input ?? [], child.stdin), ended]);
  if (ending.status === 'rejected') throw new Error(`${program} could not be started.`, { cause: ending.reason });
  if (ending.value !== 0) throw new Error(`${program} ended with ${ending.value}: ${complaint}`);
  if (feeding.status === 'rejected') throw feeding.reason;
  return Buffer.concat(out);
}

import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findRunning } from '../running.ts';
import { described, filesIn, type Manifest, manifestName, pack } from './archive.ts';

// Word of a stack that is up, which none is; what a restore has set aside, or left when it was killed.
const leftOut = /^(?:stack\.json|\.before-|\.restoring-)/;

/** The entries of a state folder that are its state. */
export async function stateIn(stateDir: string): Promise<string[]> {
  const names = await readdir(stateDir).catch(() => []);
  return names.filter((name) => !leftOut.test(name));
}

/**
 * Packs a local cloud's state into one file, readable by its owner only: recordings and keys are in it.
 * @throws Error while the cloud is up, whose stores would be caught at different moments; where there is no state; where
 * the file exists.
 */
export async function backUp(stateDir: string, file: string, now = new Date()): Promise<Manifest> {
  await assertStopped(stateDir);
  if (await exists(file)) throw new Error(`${file} is there already. Choose another name, or remove it.`);
  const roots = await stateIn(stateDir);
  if (roots.length === 0) throw new Error(`There is no state in ${stateDir}.`);
  const files: Manifest['files'] = {};
  for (const name of (await filesIn(stateDir)).filter((name) => !leftOut.test(name)))
    files[name] = await described(join(stateDir, name));
  const manifest: Manifest = { format: 1, at: now.toISOString(), version: await ourVersion(), files };
  const beside = await mkdtemp(join(tmpdir(), 'backup-'));
  const whole = `${file}.${process.pid}`;
  try {
    await writeFile(join(beside, manifestName), JSON.stringify(manifest, null, 2));
    await pack(whole, [
      { folder: beside, names: [manifestName] },
      { folder: stateDir, names: roots },
    ]);
    await chmod(whole, 0o600);
    // Under its name it is whole.
    await rename(whole, file);
  } finally {
    await rm(whole, { force: true });
    await rm(beside, { recursive: true, force: true });
  }
  return manifest;
}

/** @throws Error that says what to do, while a local cloud is up in this folder. */
export async function assertStopped(stateDir: string): Promise<void> {
  const running = await findRunning(stateDir);
  if (running !== null)
    throw new Error(
      `The local cloud of ${stateDir} is up (process ${running.pid}). Stop it first: Ctrl-C in its terminal.`,
    );
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function ourVersion(): Promise<string> {
  const text = await readFile(join(dirname(import.meta.dirname), 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

import { rmSync } from 'node:fs';
import { readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './processes.ts';

/**
 * The folder of an app for as long as this process lives. Where `appDir` is a link, as builds leave it that put each
 * of themselves beside the last, the link is followed once, and a file beside the folder says that it is in use:
 * `FOLDER.held-by-PID`. A later build then takes nothing away that this process may still load.
 * @throws Error when there is no such folder.
 */
export async function holdApp(appDir: string): Promise<string> {
  const folder = await realpath(appDir);
  if (folder === join(await realpath(dirname(appDir)), basename(appDir))) return folder;
  const mark = `${folder}.held-by-${process.pid}`;
  await writeFile(mark, '');
  process.once('exit', () => rmSync(mark, { force: true }));
  return folder;
}

/** Whether a living process holds this folder; marks of processes that were killed are removed. */
export async function isHeld(folder: string): Promise<boolean> {
  const start = `${basename(folder)}.held-by-`;
  let held = false;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(start)) continue;
    if (isAlive(Number(name.slice(start.length)))) held = true;
    else await rm(join(dirname(folder), name), { force: true });
  }
  return held;
}

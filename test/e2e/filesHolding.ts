import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestCloud } from '../../testing/cloud.ts';

/** The files of a local cloud's state in which something stands, as they are on disk. */
export async function filesHolding({ stateDir }: TestCloud, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // One that was deleted while they were listed holds nothing.
    const text = await readFile(path, 'latin1').catch(() => '');
    if (pattern.test(text)) found.push(path);
  }
  return found;
}

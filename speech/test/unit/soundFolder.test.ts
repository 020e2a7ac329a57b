import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sweepSoundFolders } from '../../sound/soundFolder.ts';

it('removes the sounds of processes that were killed, and nothing of others', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sound-folders-'));
  try {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const others = [`speech-sound-${process.ppid}-aBcDeF`, 'speech-sound-x', 'speech-weights-a', 'other'];
    for (const name of [`speech-sound-${pid}-aBcDeF`, ...others]) await mkdir(join(root, name));
    await sweepSoundFolders(root);
    expect((await readdir(root)).sort()).toEqual(others.toSorted());
  } finally {
    await rm(root, { recursive: true });
  }
});

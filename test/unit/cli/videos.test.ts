import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findVideos, folderNames } from '../../../cli/videos.ts';
import { temporaryDirectory } from '../../../testing/temporary.ts';

const folder = temporaryDirectory();
const at = (name: string) => join(folder.path, name);

beforeAll(async () => {
  for (const name of ['week', 'week/older', 'notes', 'other']) await mkdir(at(name));
  for (const name of ['week/b.mp4', 'week/a.MOV', 'week/plan.txt', 'week/older/c.mp4', 'notes/plan.txt', 'other/b.mp4'])
    await writeFile(at(name), 'some bytes');
  await symlink(at('week/b.mp4'), at('linked.mp4'));
});

const named = async (...names: string[]) => {
  const { videos, notes } = await findVideos(names.map(at));
  return { videos: videos.map(({ fileName, sizeBytes }) => [fileName, sizeBytes]), notes };
};

test('a folder stands for the recordings in it, by their endings, and not for those in its folders', async () => {
  expect(await named('week')).toEqual({
    videos: [
      ['a.MOV', 10],
      ['b.mp4', 10],
    ],
    notes: [],
  });
});

test('a file is taken whatever its name: the analysis says what is wrong with it', async () => {
  expect(await named('week/plan.txt', 'week/a.MOV')).toEqual({
    videos: [
      ['plan.txt', 10],
      ['a.MOV', 10],
    ],
    notes: [],
  });
});

test('a video that is named twice, also by its folder or by a link, is taken once, and one is told', async () => {
  const { videos, notes } = await named('week/b.mp4', 'week', 'linked.mp4');
  expect(videos.map(([name]) => name)).toEqual(['b.mp4', 'a.MOV']);
  expect(notes).toEqual([
    `${at('week/b.mp4')} is named twice; it is analysed once.`,
    `${at('linked.mp4')} is named twice; it is analysed once.`,
  ]);
});

test('everything that cannot be taken is told at once', async () => {
  await expect(named('nowhere.mp4', 'week/b.mp4', 'notes', 'week/b.mp4/inside.mp4')).rejects.toThrow(
    [
      `There is no file ${at('nowhere.mp4')}.`,
      `There is no video in the folder ${at('notes')}.`,
      `There is no file ${at('week/b.mp4/inside.mp4')}.`,
    ].join('\n'),
  );
});

test('two videos of one name would be one lesson, and are refused', async () => {
  await expect(named('week/b.mp4', 'other/b.mp4')).rejects.toThrow(/other\/b\.mp4 have one name/);
});

test('the folder of a video’s results has its name, with the ending where two would be the same', () => {
  const video = (fileName: string) => ({ path: fileName, fileName, sizeBytes: 1 });
  const videos = ['monday.mp4', 'monday.mov', 'friday.mp4', '.mp4'].map(video);
  expect([...folderNames(videos).values()]).toEqual(['monday.mp4', 'monday.mov', 'friday', '.mp4']);
});

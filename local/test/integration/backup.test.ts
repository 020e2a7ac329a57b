import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { azuriteReady } from '../../azuriteReady.ts';
import { backUp } from '../../backup/backUp.ts';
import { restore } from '../../backup/restore.ts';
import { type Part, startPart } from '../../part.ts';

const run = promisify(execFile);
// Longer than what tar fills up with zeros.
const lesson = 'a lesson '.repeat(10_000);
let folder: string;
let state: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-test-'));
  state = join(folder, 'state');
  file = join(folder, 'study.tar');
  await mkdir(join(state, 'host'), { recursive: true });
  await writeFile(join(state, 'host/keys.json'), 'a key');
  await writeFile(join(state, 'lesson with spaces.mp4'), lesson);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (...path: string[]) => readFile(join(...path), 'utf8');

it('brings back every file, to a machine that has nothing', async () => {
  await writeFile(join(state, 'stack.json'), JSON.stringify({ pid: 2 ** 22 + 1, endpoints: {} }));
  expect(Object.keys((await backUp(state, file)).files)).toEqual(['host/keys.json', 'lesson with spaces.mp4']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(state, { recursive: true });
  await restore(file, state, false);
  expect(await read(state, 'host/keys.json')).toBe('a key');
  expect(await read(state, 'lesson with spaces.mp4')).toBe(lesson);
  expect((await readdir(state)).sort()).toEqual(['host', 'lesson with spaces.mp4']);
});

it('replaces nothing unless it is told to, and then sets aside what was there', async () => {
  await backUp(state, file);
  await writeFile(join(state, 'newer'), 'newer');
  await expect(restore(file, state, false)).rejects.toThrow('--replace');
  const { before } = await restore(file, state, true);
  expect(await read(before ?? '', 'newer')).toBe('newer');
  expect((await readdir(state)).filter((name) => !name.startsWith('.before-')).sort()).toEqual([
    'host',
    'lesson with spaces.mp4',
  ]);
  await expect(backUp(state, file)).rejects.toThrow('is there already');
  // What was set aside is in no later backup.
  const again = join(folder, 'again.tar');
  expect(Object.keys((await backUp(state, again)).files)).toEqual(['host/keys.json', 'lesson with spaces.mp4']);
});

it('is refused while a cloud is up', async () => {
  await writeFile(join(state, 'stack.json'), JSON.stringify({ pid: process.pid, endpoints: {} }));
  await expect(backUp(state, file)).rejects.toThrow(`is up (process ${process.pid})`);
  await expect(restore(file, state, true)).rejects.toThrow('Stop it first');
});

it('takes no file that is damaged, cut off, foreign, or leads elsewhere, and leaves all as it was', async () => {
  await backUp(state, file);
  const bytes = await readFile(file);
  const damaged = Buffer.from(bytes.toString('latin1').replace('a lesson', 'A lesson'), 'latin1');
  const foreign = join(folder, 'foreign');
  await mkdir(foreign);
  await symlink('/etc/passwd', join(foreign, 'link'));
  await writeFile(join(foreign, 'askwell-backup.json'), '{}');
  const tar = async (name: string, ...args: string[]) => {
    await run('tar', ['-cf', join(folder, name), '-C', foreign, ...args]);
    return readFile(join(folder, name));
  };
  const others = [
    [damaged, 'lesson with spaces.mp4 is not what was backed up'],
    [bytes.subarray(0, bytes.length / 2), 'tar: '],
    [await tar('one.tar', 'askwell-backup.json'), 'no backup that this version reads'],
    [await tar('two.tar', '-P', '--transform', 's,^,../,', 'askwell-backup.json'), 'leads out of it'],
    [Buffer.from('no tar'), 'tar: '],
  ] as const;
  for (const [content, why] of others) {
    await writeFile(file, content);
    await expect(restore(file, state, true)).rejects.toThrow(why);
    expect(await read(state, 'lesson with spaces.mp4')).toBe(lesson);
  }
  expect((await readdir(state)).sort()).toEqual(['host', 'lesson with spaces.mp4']);
});

it('has what storage held, also what was written just before a crash', async () => {
  let part: Part | undefined;
  const start = async (location: string) => {
    const script = join(import.meta.dirname, '../../azurite/main.ts');
    const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
    const args = ['--location', location, '--skipApiVersionCheck', '--disableTelemetry', ...ports];
    const log = () => undefined;
    part = await startPart({ name: 'azurite', script, args, ready: azuriteReady(), log, timeoutSeconds: 60 });
    return String(part.said.connectionString);
  };
  try {
    const first = await start(join(state, 'azurite'));
    const videos = BlobServiceClient.fromConnectionString(first).getContainerClient('videos');
    await videos.create();
    await videos.getBlockBlobClient('lesson.mp4').upload('a recording', 11);
    await TableServiceClient.fromConnectionString(first, { allowInsecureConnection: true }).createTable('rows');
    const row = { partitionKey: 'p', rowKey: 'r', value: 1 };
    await TableClient.fromConnectionString(first, 'rows', { allowInsecureConnection: true }).createEntity(row);
    await part?.kill();
    await backUp(state, file);
    await restore(file, join(folder, 'other'), false);
    const again = await start(join(folder, 'other/azurite'));
    const there = BlobServiceClient.fromConnectionString(again).getContainerClient('videos');
    expect((await there.getBlobClient('lesson.mp4').downloadToBuffer()).toString()).toBe('a recording');
    const rows = TableClient.fromConnectionString(again, 'rows', { allowInsecureConnection: true });
    expect(await rows.getEntity('p', 'r')).toMatchObject({ value: 1 });
  } finally {
    await part?.kill();
  }
});

it('goes through pipes, as out of a container and into one', async () => {
  const script = (name: string) => `node --disable-warning=ExperimentalWarning local/backup/${name}.ts`;
  const path = join(process.cwd(), 'node_modules/.bin');
  const shell = (command: string) =>
    run('sh', ['-c', command], { env: { ...process.env, PATH: `${path}:${process.env.PATH}` } });
  await shell(`${script('backUpMain')} --state ${state} --to - > ${file}`);
  await shell(`${script('restoreMain')} - --state ${join(folder, 'other')} < ${file}`);
  expect(await read(folder, 'other/lesson with spaces.mp4')).toBe(lesson);
  expect((await readdir(join(folder, 'other'))).sort()).toEqual(['host', 'lesson with spaces.mp4']);
});

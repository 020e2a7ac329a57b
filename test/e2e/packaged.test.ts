import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

const run = promisify(execFile);
let folder: string;
let speech: FakeSpeech;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-package-'));
  speech = await startFakeSpeech();
});
afterAll(async () => {
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('the package analyses a lesson with its own ffmpeg, without execute bits, packages or anything on the PATH', async () => {
  const app = join(folder, 'app');
  await run(process.execPath, ['scripts/build/package.ts', '--out', app]);
  for (const program of ['ffmpeg', 'ffprobe']) await chmod(join(app, 'bin', program), 0o444);
  expect(await readdir(app)).toEqual([
    'THIRD-PARTY-NOTICES',
    'bin',
    'chunks',
    'functions',
    'host.json',
    'package.json',
    'web',
  ]);
  const notices = await readFile(join(app, 'THIRD-PARTY-NOTICES'), 'utf8');
  expect(notices).toContain('https://git.ffmpeg.org/ffmpeg.git at ');

  const temporary = join(folder, 'tmp');
  const empty = join(folder, 'empty');
  for (const made of [temporary, empty]) await mkdir(made);
  await using cloud = await startTestCloud({
    appDir: app,
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      PATH: empty,
      TMPDIR: temporary,
    },
  });
  // npm's build is of 2018, which whoever runs it is told at once.
  expect(JSON.parse(await readFile(join(app, 'bin/ffmpeg.json'), 'utf8'))).toMatchObject({ year: 2018 });
  await expect.poll(() => cloud.lines.some((line) => line.includes('"event":"ffmpeg.old"'))).toBe(true);
  const video = await makeMedia('lesson.mp4', folder);
  const lesson = await cloud.ended(await cloud.uploadFile('packaged/lesson.mp4', video));
  expect(lesson).toMatchObject({ status: 'completed', picture: { kind: 'ready' } });
  const copies = (await readdir(temporary)).filter((name) => name.startsWith('askwell-bin-'));
  expect(copies).toHaveLength(1);
  expect(await readdir(join(temporary, copies[0] ?? ''))).toHaveLength(2);
});

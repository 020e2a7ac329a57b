import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCloud } from '../test/e2e/cloud.ts';
import { startFakeSpeech } from '../test/fixtures/fakeSpeech.ts';
import { atMost, type BenchOptions, type BenchResult, figure } from './bench.ts';
import { folderPeak, memoryPeak } from './peaks.ts';
import { type Container, heavyVideo, sizeOf } from './videos.ts';

const megabyte = 1e6;

interface Passed {
  readonly sizeBytes: number;
  readonly seconds: number;
  /** Most memory of the functions host; ffmpeg, Azurite and the rest are processes of their own. */
  readonly memoryBytes: number;
  /** Most room that the host and ffmpeg took in the folder for temporary files. */
  readonly diskBytes: number;
}

/** The host's peak memory while a large video passes through it, beside the peak for a small one. */
export async function memory({ quick, say }: BenchOptions): Promise<BenchResult> {
  const [smallBytes, largeBytes] = quick ? [5e6, 60e6] : [15e6, 1.5e9];
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const pass = async (sizeBytes: number, container: Container) => {
      const passed = await passThrough(folder, sizeBytes, container);
      const [size, memory, disk] = [passed.sizeBytes, passed.memoryBytes, passed.diskBytes].map((bytes) =>
        Math.round(bytes / megabyte),
      );
      say(`${container} of ${size} MB: ${memory} MB of memory, ${disk} MB on disk, ${Math.round(passed.seconds)} s`);
      return passed;
    };
    const small = await pass(smallBytes, 'mp4');
    const large = await pass(largeBytes, 'mp4');
    const copiedSmall = await pass(smallBytes, 'mov');
    const copied = await pass(largeBytes, 'mov');
    const figures = [
      figure({
        name: 'host, large MP4',
        value: large.memoryBytes / megabyte,
        unit: 'MB',
        baseline: small.memoryBytes / megabyte,
        target: atMost(350),
      }),
      figure({
        name: 'host, large MOV (made into an MP4)',
        value: copied.memoryBytes / megabyte,
        unit: 'MB',
        baseline: copiedSmall.memoryBytes / megabyte,
        target: atMost(350),
      }),
      figure({
        name: 'temporary files, large MP4',
        value: large.diskBytes / megabyte,
        unit: 'MB',
        baseline: small.diskBytes / megabyte,
      }),
      figure({
        name: 'temporary files, large MOV',
        value: copied.diskBytes / megabyte,
        unit: 'MB',
        baseline: copiedSmall.diskBytes / megabyte,
      }),
    ];
    return {
      figures,
      conditions: {
        largeMegabytes: Math.round(large.sizeBytes / megabyte),
        smallMegabytes: Math.round(small.sizeBytes / megabyte),
        baseline: 'the small video, in a host of its own',
        speech: 'a fake speech server',
        measured: process.platform === 'linux' ? 'VmHWM of the functions host' : 'ps, five times a second',
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends one video through a cloud of its own, whose host has seen nothing else. */
async function passThrough(folder: string, sizeBytes: number, container: Container): Promise<Passed> {
  const file = await heavyVideo(folder, sizeBytes, container);
  const temporary = join(folder, 'temporary');
  await mkdir(temporary, { recursive: true });
  await using speech = await startFakeSpeech();
  await using cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { SPEECH_BASE_URL: speech.url, SPEECH_API_KEY: 'fake', SPEECH_MODEL: 'fake', TMPDIR: temporary },
  });
  const host = cloud.stack.parts.get('host');
  if (host === undefined) throw new Error('The functions host did not start.');
  const disk = folderPeak(temporary);
  const began = performance.now();
  const uploaded = await cloud.uploadFile(`heavy.${container}`, file);
  const lesson = await cloud.ended(uploaded, 480);
  const seconds = (performance.now() - began) / 1000;
  const diskBytes = await disk.end();
  const memoryBytes = await memoryPeak(host.pid).end();
  if (lesson.status !== 'completed' || lesson.picture?.kind !== 'ready') {
    throw new Error(`The lesson did not pass: ${JSON.stringify({ ...lesson.failure, picture: lesson.picture })}`);
  }
  const size = await sizeOf(file);
  await rm(file);
  return { sizeBytes: size, seconds, memoryBytes, diskBytes };
}

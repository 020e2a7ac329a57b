import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCloud } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { type BenchOptions, type BenchResult, figure, ratioAtMost } from '../measuring/figure.ts';
import { type Container, heavyVideo, sizeOf } from '../measuring/videos.ts';
import { folderPeak, memoryPeak } from './peaks.ts';

const megabyte = 1e6;
// A MOV of this size is encoded, which takes minutes; larger ones would only take longer.
const fullSizes = { small: 15e6, middle: 150e6, large: 1.5e9, mov: 400e6 };

interface Passed {
  readonly sizeBytes: number;
  readonly seconds: number;
  /** Most memory of the functions host; ffmpeg, Azurite and the rest are processes of their own. */
  readonly memoryBytes: number;
  /** Most room that the host and ffmpeg took in the folder for temporary files. */
  readonly diskBytes: number;
}

const inMegabytes = (bytes: number) => Math.round(bytes / megabyte);

/** The host's peak memory while a large video passes through it, beside the peaks for smaller ones. */
export async function memory({ quick, say }: BenchOptions): Promise<BenchResult> {
  const sizes = quick ? { small: 5e6, middle: 20e6, large: 60e6, mov: 20e6 } : fullSizes;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const pass = async (sizeBytes: number, container: Container) => {
      const passed = await passThrough(folder, sizeBytes, container);
      const [size, memory, disk] = [passed.sizeBytes, passed.memoryBytes, passed.diskBytes].map(inMegabytes);
      say(`${container} of ${size} MB: ${memory} MB of memory, ${disk} MB on disk, ${Math.round(passed.seconds)} s`);
      return passed;
    };
    const small = await pass(sizes.small, 'mp4');
    const middle = await pass(sizes.middle, 'mp4');
    const large = await pass(sizes.large, 'mp4');
    const mov = await pass(sizes.mov, 'mov');
    const sized = (kind: string, { sizeBytes }: Passed) => `${kind} of ${inMegabytes(sizeBytes)} MB`;
    const peak = (name: string, passed: Passed, beside: Passed) =>
      figure({
        name: `host, ${name}`,
        value: passed.memoryBytes / megabyte,
        unit: 'MB',
        baseline: beside.memoryBytes / megabyte,
        target: ratioAtMost(1.4),
      });
    const disk = (name: string, passed: Passed, beside: Passed) =>
      figure({
        name: `temporary files, ${name}`,
        value: passed.diskBytes / megabyte,
        unit: 'MB',
        baseline: beside.diskBytes / megabyte,
      });
    return {
      figures: [
        peak(sized('MP4', large), large, small),
        peak(`the same beside one of ${inMegabytes(middle.sizeBytes)} MB`, large, middle),
        peak(sized('MOV', mov), mov, small),
        disk(sized('MP4', large), large, small),
        disk(sized('MOV', mov), mov, small),
      ],
      conditions: {
        baseline: `an MP4 of ${inMegabytes(small.sizeBytes)} MB where nothing else is said; each in a host of its own`,
        length: 'the sample lesson, 116 s',
        ways: 'the MP4 is left as it is, the MOV is encoded',
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
    settings: { ...speech.settings, TMPDIR: temporary },
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

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { lessonListResponseSchema } from '../../shared/api/contract.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { atMost, type BenchOptions, type BenchResult, figure, ratioAtLeast } from '../measuring/figure.ts';
import { workThrough } from './plainLoop.ts';
import { layStandIn } from './standIn.ts';

// Three chunks of the sample's first minute, so that every lesson fans out.
const lessonSeconds = 60;
const chunkSeconds = 20;
const site = 'bench';

/** Two hundred lessons at once, with stand-ins for ffmpeg and the speech server: what the organising itself costs. */
export async function orchestration({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 10 : 200;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const standIn = await layStandIn(folder, lessonSeconds);
    const plain = await plainLoop(standIn, lessons);
    say(`plain loop: ${plain.chunks} chunks in ${plain.seconds.toFixed(1)} s`);

    await using speech = await startFakeSpeech();
    await using cloud = await startTestCloud({
      only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
      settings: {
        ...speech.settings,
        SPEECH_CHUNK_SECONDS: String(chunkSeconds),
        ...standIn.settings,
      },
    });
    const video = await readFile(standIn.video);
    await cloud.ended(await cloud.upload('warm/first.mp4', video));
    const callsBefore = speech.calls;
    const linesBefore = cloud.lines.length;

    const began = performance.now();
    await Promise.all(Array.from({ length: lessons }, (_, index) => cloud.upload(`${site}/${index}.mp4`, video)));
    const uploadSeconds = (performance.now() - began) / 1000;
    await allEnded(cloud, lessons, say);
    const seconds = (performance.now() - began) / 1000;

    const completed = (await listed(cloud)).filter(({ status }) => status === 'completed').length;
    const orchestrations = await completedOrchestrations(cloud);
    // Saved with its questions and again with who speaks, a lesson is told of once.
    const told = activitiesCompleted(cloud.lines.slice(linesBefore), 'publishEvent');
    const perMinute = (lessons / seconds) * 60;
    const baseline = (lessons / plain.seconds) * 60;
    const lost = lessons - Math.min(completed, orchestrations.lessons - 1, orchestrations.pictures - 1);
    const twice = Math.max(told - lessons, 0) + Math.max(speech.calls - callsBefore - plain.chunks, 0);
    return {
      figures: [
        figure({ name: 'lessons a minute', value: perMinute, unit: '1/min', baseline, target: ratioAtLeast(0.1) }),
        figure({ name: 'lessons lost', value: lost, unit: 'lessons', target: atMost(0) }),
        figure({ name: 'completed or transcribed twice', value: twice, unit: 'times', target: atMost(0) }),
      ],
      conditions: {
        lessons,
        seconds: Math.round(seconds * 10) / 10,
        uploadSeconds: Math.round(uploadSeconds * 10) / 10,
        speechCalls: speech.calls - callsBefore,
        chunksExpected: plain.chunks,
        standIns: 'shell scripts for ffmpeg and ffprobe with fixed output, a fake speech server',
        baseline: 'the same stand-ins called in a plain loop: no storage, queue, database or history',
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plainLoop({ settings, video }: Awaited<ReturnType<typeof layStandIn>>, lessons: number) {
  const before = { FFMPEG_PATH: process.env.FFMPEG_PATH, FFPROBE_PATH: process.env.FFPROBE_PATH };
  await using speech = await startFakeSpeech();
  Object.assign(process.env, settings);
  try {
    const work = { video, speechUrl: speech.url, chunkSeconds };
    await workThrough(work);
    let chunks = 0;
    const began = performance.now();
    for (let lesson = 0; lesson < lessons; lesson += 1) chunks += await workThrough(work);
    return { chunks, seconds: (performance.now() - began) / 1000 };
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

async function listed(cloud: TestCloud) {
  const answer = await fetch(`${cloud.host}/api/v1/lessons?site=${site}&limit=200`);
  return lessonListResponseSchema.parse(await answer.json()).lessons;
}

/** Waits until every lesson is there, has completed or failed, and has its picture. */
async function allEnded(cloud: TestCloud, lessons: number, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + 500_000;
  for (let told = 0; ; ) {
    const ended = (await listed(cloud)).filter(({ status, picture }) => status !== 'running' && picture !== undefined);
    if (ended.length === lessons) return;
    if (performance.now() > deadline)
      throw new Error(`Only ${ended.length} of ${lessons} lessons ended.\n${cloud.lines.slice(-20).join('\n')}`);
    if (ended.length >= told + 50) {
      told = ended.length;
      say(`${told} lessons ended`);
    }
    await delay(500);
  }
}

const instancesSchema = z.array(z.object({ name: z.string(), runtimeStatus: z.string() }));

/** Waits until no orchestration runs, then counts those that completed; the first lesson's are among them. */
async function completedOrchestrations(cloud: TestCloud): Promise<{ lessons: number; pictures: number }> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${cloud.host}/runtime/webhooks/durabletask/instances?top=1000`);
    const instances = instancesSchema.parse(await answer.json());
    const completed = (name: string) =>
      instances.filter((instance) => instance.name === name && instance.runtimeStatus === 'Completed').length;
    const running = instances.some(({ runtimeStatus }) => runtimeStatus === 'Running' || runtimeStatus === 'Pending');
    if (!running || performance.now() > deadline)
      return { lessons: completed('analyzeLesson'), pictures: completed('makePicture') };
    await delay(500);
  }
}

/** How often the host's log says that an activity was completed. */
function activitiesCompleted(lines: readonly string[], activity: string): number {
  return lines.filter((line) => line.includes('activity.completed') && line.includes(`${activity}\\"`)).length;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jobId } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { atMost, type BenchOptions, type BenchResult, type Figure, figure, ratioAtMost } from '../measuring/figure.ts';
import { loopedSample } from '../measuring/videos.ts';
import { chunkSeconds } from './chunkSeconds.ts';

// The shortest that the settings allow: what is cut is short, so that a lesson has many, and takes as long as two minutes do.
const cutSeconds = 20;
/** At once: the default on one machine, with a lesson of an hour, and where the speech service is ours in Azure, with two. */
const lessons = [
  { parallel: 4, seconds: 600 },
  { parallel: 16, seconds: 1200 },
] as const;

/**
 * A lesson of 30 chunks and more, transcribed by a stand-in that takes as long as speech was measured to: from the first call
 * to the last answer, beside the order in which somebody who knew all times beforehand would call.
 */
export async function lanes({ quick, say }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const figures: Figure[] = [];
    for (const { parallel, seconds: length } of quick ? [{ parallel: 4, seconds: 160 }] : lessons) {
      const video = await loopedSample(folder, length);
      const { taken, seconds, chunks } = await transcribed(video, parallel);
      const ideal = longestFirst(taken, parallel);
      say(`${parallel} lanes: ${chunks} chunks in ${seconds.toFixed(1)} s; the ideal is ${ideal.toFixed(1)} s`);
      const of = (name: string) => `${name}, ${parallel} at once`;
      figures.push(
        figure({
          ...{ name: of('first call to last answer'), value: seconds, unit: 's' },
          ...{ baseline: ideal, target: ratioAtMost(1.15) },
        }),
        figure({ name: of('in groups'), value: inGroups(taken, parallel), unit: 's', baseline: ideal }),
        figure({ name: of('shared out evenly'), value: evenly(taken, parallel), unit: 's', baseline: ideal }),
        figure({ name: of('calls too many'), value: taken.length - chunks, unit: 'calls', target: atMost(0) }),
        figure({ name: of('chunks not called for'), value: chunks - taken.length, unit: 'calls', target: atMost(0) }),
      );
    }
    return {
      figures,
      conditions: {
        times: 'processor seconds of base for two minutes of the sample lesson',
        baseline: 'the longest call first, by somebody who knows all times beforehand and loses none; worked out',
        groups: 'the same calls in groups that wait for their slowest, worked out',
        evenly: 'all their time divided by the lanes, which calls cannot be; no order is faster',
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Transcribed {
  /** How long each call took, in seconds, in the order of the calls. */
  readonly taken: readonly number[];
  readonly seconds: number;
  readonly chunks: number;
}

async function transcribed(video: string, parallel: number): Promise<Transcribed> {
  await using speech = await startFakeSpeech();
  const taken: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  speech.takes = async (call) => {
    const seconds = chunkSeconds(call);
    taken.push(seconds);
    first = Math.min(first, performance.now());
    await delay(seconds * 1000);
    last = performance.now();
  };
  await using cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      SPEECH_CHUNK_SECONDS: String(cutSeconds),
      SPEECH_PARALLEL: String(parallel),
      // As on five instances, each with its four.
      AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: '20',
    },
  });
  const uploaded = await cloud.uploadFile('bench/lesson.mp4', video);
  const { status } = await cloud.ended(uploaded, 400);
  if (status !== 'completed') throw new Error(`The lesson ended as ${status}.`);
  return { taken, seconds: (last - first) / 1000, chunks: await chunksOf(cloud, uploaded) };
}

/** What no order of calls of these lengths can beat, in seconds. */
function evenly(taken: readonly number[], parallel: number): number {
  return Math.max(taken.reduce((total, seconds) => total + seconds, 0) / parallel, ...taken);
}

/** What calls of these lengths come to when the longest goes first, each to the lane that is free first, in seconds. */
function longestFirst(taken: readonly number[], parallel: number): number {
  const busyUntil = Array.from({ length: parallel }, () => 0);
  for (const seconds of taken.toSorted((a, b) => b - a)) {
    const free = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[free] = (busyUntil[free] ?? 0) + seconds;
  }
  return Math.max(...busyUntil);
}

/** What calls of these lengths come to when each group of them waits for its slowest, in seconds. */
function inGroups(taken: readonly number[], parallel: number): number {
  let seconds = 0;
  for (let from = 0; from < taken.length; from += parallel) seconds += Math.max(...taken.slice(from, from + parallel));
  return seconds;
}

const historySchema = z.object({
  historyEvents: z.array(z.object({ FunctionName: z.string().optional(), Result: z.unknown().optional() })),
});
const extractedSchema = z.object({ value: z.object({ chunkCount: z.int() }) });

/** How many chunks a lesson was cut into, as its orchestration was told. */
async function chunksOf(cloud: TestCloud, uploaded: Uploaded): Promise<number> {
  const address = `${cloud.host}/runtime/webhooks/durabletask/instances/${jobId(uploaded)}`;
  const answer = await fetch(`${address}?showHistory=true&showHistoryOutput=true`);
  const { historyEvents } = historySchema.parse(await answer.json());
  const extracted = historyEvents.find(({ FunctionName: name }) => name === 'extractAudio');
  return extractedSchema.parse(extracted?.Result).value.chunkCount;
}

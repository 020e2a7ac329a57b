import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ServiceBusClient } from '@azure/service-bus';
import { z } from 'zod';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { type BenchOptions, type BenchResult, figure } from '../measuring/figure.ts';
import { layStandIn } from '../orchestration/standIn.ts';
import { type Addresses, countRequests, type Requests } from './countRequests.ts';

const tellRequests = fileURLToPath(new URL('./tellRequests.ts', import.meta.url));
const chunkSeconds = 20;
// Two lengths of the sample: what is more in the longer one is what a chunk asks for, and its questions.
const shortSeconds = 40;
const longSeconds = 116;

/** What a lesson asks of database, storage and broker: counts, in which there is no machine's speed. */
export async function requests({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 1 : 5;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const standIn = await layStandIn(folder, shortSeconds);
    await using speech = await startFakeSpeech();
    await using cloud = await startTestCloud({
      only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
      settings: { ...speech.settings, SPEECH_CHUNK_SECONDS: String(chunkSeconds), ...standIn.settings },
      hostNodeOptions: ['--import', tellRequests],
    });
    const video = await readFile(standIn.video);
    await analyse(cloud, 'warm', video, 1);
    const measured: Counted[] = [];
    for (const seconds of [shortSeconds, longSeconds]) {
      // Into the same place, of which the app's settings know.
      await layStandIn(folder, seconds);
      const callsBefore = speech.calls;
      const counted = await analyse(cloud, `of-${seconds}`, video, lessons);
      measured.push({ ...counted, chunks: (speech.calls - callsBefore) / lessons });
      say(`${lessons} lessons of ${seconds} s`);
    }
    const [short, long] = measured;
    if (short === undefined || long === undefined) throw new Error('Nothing was measured.');
    return {
      figures: [
        ...named.flatMap(([key, name, unit]) => {
          const slope = (long[key] - short[key]) / (long.chunks - short.chunks);
          return [
            figure({ name: `${name}, a lesson`, value: short[key] - slope * short.chunks, unit }),
            figure({ name: `${name}, a chunk`, value: slope, unit }),
          ];
        }),
        figure({ name: 'events, a lesson', value: long.events, unit: 'messages' }),
        figure({ name: 'questions, a chunk', value: long.questions / long.chunks, unit: 'questions' }),
      ],
      conditions: {
        lessons,
        chunksOfShort: short.chunks,
        chunksOfLong: long.chunks,
        standIns: 'shell scripts for ffmpeg and ffprobe with fixed output, a fake speech server',
        without: "the upload itself, the task hub's own requests, and what people ask for",
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Counted extends Requests {
  readonly events: number;
  readonly activities: number;
  readonly questions: number;
  readonly chunks: number;
}

const named = [
  ['databaseReads', 'database reads', 'requests'],
  ['databaseQueries', 'database queries', 'requests'],
  ['databaseWrites', 'database writes', 'requests'],
  ['databaseWrittenKilobytes', 'database kilobytes written', 'kB'],
  ['blobReads', 'blob reads', 'requests'],
  ['blobWrites', 'blob writes', 'requests'],
  ['blobLists', 'blob lists', 'requests'],
  ['activities', 'activities', 'activities'],
] as const;

/** Analyses a video so often, all at once, and counts by lesson what was asked for meanwhile. */
async function analyse(
  cloud: TestCloud,
  site: string,
  video: Buffer,
  lessons: number,
): Promise<Omit<Counted, 'chunks'>> {
  const linesBefore = cloud.lines.length;
  const uploaded = await Promise.all(
    Array.from({ length: lessons }, (_, index) => cloud.upload(`${site}/${index}.mp4`, video)),
  );
  // Nothing asks the app meanwhile: what a page would ask for is not the lesson's.
  const events = await eventsOf(cloud, lessons);
  await nothingRuns(cloud);
  const lines = cloud.lines.slice(linesBefore);
  const lists = await Promise.all(uploaded.map((one) => cloud.questions(one)));
  const counted = countRequests(lines, addressesOf(cloud));
  // The counts' values are numbers, whatever their keys.
  const each = Object.fromEntries(
    Object.entries(counted).map(([key, sum]) => [key, sum / lessons]),
  ) as unknown as Requests;
  return {
    ...each,
    events: events / lessons,
    activities: lines.filter((line) => line.includes('activity.completed')).length / lessons,
    questions: lists.reduce((sum, list) => sum + list.questions.length, 0) / lessons,
  };
}

function addressesOf(cloud: TestCloud): Addresses {
  const { storage = '', cosmos = '' } = cloud.stack.endpoints;
  const at = (name: string) => new URL(new RegExp(`${name}=([^;]+);`).exec(storage)?.[1] ?? '').host;
  const account = /AccountEndpoint=([^;]+);/.exec(cosmos)?.[1] ?? '';
  return { cosmos: new URL(account).host, blob: at('BlobEndpoint') };
}

/** Waits for so many events of lessons and counts those that came. */
async function eventsOf(cloud: TestCloud, lessons: number): Promise<number> {
  const client = new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? '');
  try {
    const receiver = client.createReceiver('lesson-events', 'all', { receiveMode: 'receiveAndDelete' });
    let events = 0;
    for (const deadline = performance.now() + 200_000; events < lessons; ) {
      if (performance.now() > deadline)
        throw new Error(
          `Only ${events} of ${lessons} lessons told of their end.\n${cloud.lines.slice(-20).join('\n')}`,
        );
      events += (await receiver.receiveMessages(lessons, { maxWaitTimeInMs: 2000 })).length;
    }
    return events;
  } finally {
    await client.close();
  }
}

const instancesSchema = z.array(z.object({ runtimeStatus: z.string() }));

/** Waits until no orchestration runs: the pictures are made, what was laid aside is swept. */
async function nothingRuns(cloud: TestCloud): Promise<void> {
  for (const deadline = performance.now() + 100_000; ; await delay(500)) {
    const answer = await fetch(`${cloud.host}/runtime/webhooks/durabletask/instances?top=1000`);
    const instances = instancesSchema.parse(await answer.json());
    if (!instances.some(({ runtimeStatus }) => runtimeStatus === 'Running' || runtimeStatus === 'Pending')) return;
    if (performance.now() > deadline) throw new Error('Orchestrations still run.');
  }
}

import { BlobServiceClient } from '@azure/storage-blob';
import { inParallel } from '../../shared/inParallel.ts';
import type { Analysis } from '../../shared/lessons/lesson.ts';
import { rebuild } from '../../shared/recovery/rebuild.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { startTestCloud } from '../../testing/cloud.ts';
import { type BenchOptions, type BenchResult, figure, ratioAtLeast } from '../measuring/figure.ts';
import { writePlainly } from './plainWrites.ts';

// About what half an hour of talk with children has.
const questionsOfLesson = 40;
const parallelShards = 8;

/** How fast an emptied database comes back: lessons with their questions, a minute, beside plain writes of the like. */
export async function recovery({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 40 : 500;
  const plainLessons = quick ? 20 : 100;
  await using cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus'] });
  const { storage = '', cosmos = '', serviceBus = '' } = cloud.stack.endpoints;
  // The application reads its settings at its first call.
  Object.assign(process.env, { AskwellStorage: storage, COSMOS_CONNECTION: cosmos, AskwellServiceBus: serviceBus });
  // Once before it counts, so that connections and code are warm for both.
  await writePlainly(cosmos, madeUp('warm', 10));
  const before = await writePlainly(cosmos, madeUp('before', plainLessons / 2));
  await layAnalyses(storage, madeUp('site', lessons));
  say(`${lessons} analyses laid into storage`);
  const began = performance.now();
  const report = await rebuild(parallelShards, () => undefined);
  const seconds = (performance.now() - began) / 1000;
  if (report.lessons !== lessons || report.questions !== lessons * questionsOfLesson || report.problemCount > 0)
    throw new Error(`The rebuild is not complete: ${JSON.stringify(report)}`);
  // Half before and half after, so that both see the same machine and a database as full.
  const plainSeconds = before + (await writePlainly(cosmos, madeUp('after', plainLessons / 2)));
  say(`${seconds.toFixed(1)} s; plain writes of ${plainLessons} lessons ${plainSeconds.toFixed(1)} s`);
  const value = (60 * lessons) / seconds;
  return {
    figures: [
      figure({
        name: 'lessons brought back a minute',
        value,
        unit: '1/min',
        baseline: (60 * plainLessons) / plainSeconds,
        target: ratioAtLeast(0.5),
      }),
      figure({ name: '10,000 lessons, at that speed', value: 10_000 / value, unit: 'min' }),
    ],
    conditions: {
      lessons,
      questionsOfLesson,
      parallelShards,
      baseline: `documents of ${plainLessons} such lessons created in the same database, nothing read or compared`,
    },
  };
}

const madeUp = (site: string, count: number) =>
  Array.from({ length: count }, (_, index) => analysisOf(`${site}-${index % 20}/${index}.mp4`, {}, questionsOfLesson));

async function layAnalyses(storage: string, analyses: readonly Analysis[]): Promise<void> {
  const transcripts = BlobServiceClient.fromConnectionString(storage).getContainerClient('transcripts');
  await inParallel(16, analyses, async (analysis) => {
    const { lessonId, revision } = analysis.source;
    const text = JSON.stringify(analysis);
    const blob = transcripts.getBlockBlobClient(`${lessonId}/${revision}/analysis.json`);
    await blob.upload(text, Buffer.byteLength(text));
  });
}

import { BlobServiceClient } from '@azure/storage-blob';
import { rebuild } from '../shared/recovery/rebuild.ts';
import { analysisOf } from '../testing/analysis.ts';
import { startTestCloud } from '../testing/cloud.ts';
import { atLeast, type BenchOptions, type BenchResult, figure } from './bench.ts';

// About what half an hour of talk with children has.
const questionsOfLesson = 40;
// So that 10,000 lessons are back within the four hours that docs/operations.md promises.
const lessonsAMinute = 10_000 / 240;

/** How fast an emptied database comes back: lessons with their questions, a minute. */
export async function recovery({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 40 : 500;
  await using cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus'] });
  const { storage = '', cosmos = '', serviceBus = '' } = cloud.stack.endpoints;
  // The application reads its settings at its first call.
  Object.assign(process.env, { AskwellStorage: storage, COSMOS_CONNECTION: cosmos, AskwellServiceBus: serviceBus });
  await layAnalyses(storage, lessons);
  say(`${lessons} analyses laid into storage`);
  const began = performance.now();
  const report = await rebuild(8, () => undefined);
  const seconds = (performance.now() - began) / 1000;
  if (report.lessons !== lessons || report.questions !== lessons * questionsOfLesson || report.problemCount > 0)
    throw new Error(`The rebuild is not complete: ${JSON.stringify(report)}`);
  say(`${seconds.toFixed(1)} s`);
  const value = (60 * lessons) / seconds;
  return {
    figures: [
      figure({ name: 'lessons brought back a minute', value, unit: 'lessons', target: atLeast(lessonsAMinute) }),
      figure({ name: '10,000 lessons, at that speed', value: 10_000 / value, unit: 'min' }),
    ],
    conditions: { lessons, questionsOfLesson, parallelShards: 8 },
  };
}

async function layAnalyses(storage: string, count: number): Promise<void> {
  const transcripts = BlobServiceClient.fromConnectionString(storage).getContainerClient('transcripts');
  const waiting = Array.from({ length: count }, (_, index) =>
    analysisOf(`site-${index % 20}/${index}.mp4`, {}, questionsOfLesson),
  );
  const worker = async () => {
    for (let analysis = waiting.pop(); analysis !== undefined; analysis = waiting.pop()) {
      const { lessonId, revision } = analysis.source;
      const text = JSON.stringify(analysis);
      const blob = transcripts.getBlockBlobClient(`${lessonId}/${revision}/analysis.json`);
      await blob.upload(text, Buffer.byteLength(text));
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

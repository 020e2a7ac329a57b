import { z } from 'zod';
import { inParallel } from '../../shared/inParallel.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { lessonOf } from '../../shared/lessons/identity.ts';
import type { Segment } from '../../shared/lessons/transcript.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { seedLesson } from '../../testing/studio/seedLesson.ts';
import { wordsFrom } from '../../testing/transcripts.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtMost } from '../measuring/figure.ts';

// Half an hour of talk, with the times of its words.
const linesOfLesson = 300;
const readAtOnce = 8;

/** How long a search in a large library takes through the API, beside reading the same transcripts and nothing else. */
export async function search({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 60 : 2000;
  await using cloud = await startTestCloud({ only: ['azurite', 'cosmos', 'servicebus', 'host'] });
  const names = Array.from({ length: lessons }, (_, index) => `site-${index % 20}/${index}.mp4`);
  await inParallel(16, [...names.entries()], ([index, blobName]) => lay(cloud, blobName, index));
  say(`${lessons} lessons laid into the stores`);
  const answers: number[] = [];
  const plain: number[] = [];
  // A request after the other, as the page asks, until all lessons are looked through for what nobody says.
  let [continuation, looked]: [string | undefined, number] = [undefined, 0];
  do {
    const began = performance.now();
    const answer = await ask(cloud.host, 'zeppelin', continuation);
    answers.push((performance.now() - began) / 1000);
    const these = names.slice(looked, looked + answer.lookedThrough);
    plain.push(await readPlainly(cloud, these));
    [continuation, looked] = [answer.continuation, looked + answer.lookedThrough];
    if (answer.lines.length > 0) throw new Error('Something was found that nobody said.');
  } while (continuation !== undefined);
  if (looked !== lessons) throw new Error(`${looked} of ${lessons} lessons were looked through.`);
  const said = performance.now();
  const { lines } = await ask(cloud.host, 'snail', undefined);
  const saidSeconds = (performance.now() - said) / 1000;
  if (lines.length === 0) throw new Error('What everybody said was not found.');
  const sum = (all: readonly number[]) => all.reduce((whole, one) => whole + one, 0);
  return {
    figures: [
      figure({ name: 'a page of what is said in every lesson', value: saidSeconds, unit: 's' }),
      figure({ name: 'a request that finds nothing', value: median(answers), unit: 's', baseline: median(plain) }),
      figure({
        name: 'all lessons, where nothing is found',
        value: sum(answers),
        unit: 's',
        baseline: sum(plain),
        target: ratioAtMost(4),
      }),
    ],
    conditions: {
      lessons,
      linesOfLesson,
      requests: answers.length,
      baseline: `the same transcripts read from storage and parsed, ${readAtOnce} at once`,
    },
  };
}

/** A lesson whose uploads are in the order of their numbers, in which the snail is spoken of once. */
async function lay(cloud: TestCloud, blobName: string, index: number): Promise<void> {
  const segments = Array.from({ length: linesOfLesson }, (_, line): Segment => {
    const text = `${line === 7 ? 'The snail' : 'The stone'} goes down to the bottom ${line} because it is heavy`;
    const words = wordsFrom(line * 6, text);
    return { start: line * 6, end: words.at(-1)?.end ?? line * 6, text, words };
  });
  const uploadedAt = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  await seedLesson(cloud, {
    ...{ blobName, questions: [], durationSeconds: linesOfLesson * 6, video: null },
    transcript: { segments },
    change: { uploadedAt },
  });
}

const answerSchema = z.object({
  lines: z.array(z.unknown()),
  lookedThrough: z.int(),
  continuation: z.string().optional(),
});

async function ask(host: string, q: string, continuation: string | undefined) {
  const answer = await fetch(`${host}/api/v1/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ q, ...(continuation === undefined ? {} : { continuation }) }),
  });
  if (!answer.ok) throw new Error(`The search was answered ${answer.status}: ${await answer.text()}`);
  return answerSchema.parse(await answer.json());
}

/** Seconds in which the transcripts of these lessons are read. */
async function readPlainly(cloud: TestCloud, blobNames: readonly string[]): Promise<number> {
  const transcripts = cloud.blobs.getContainerClient('transcripts');
  const began = performance.now();
  await inParallel(readAtOnce, blobNames, async (blobName) => {
    const { lessonId } = lessonOf(blobName);
    const path = blobPaths.transcript({ lessonId, revision: lessonId.slice(0, 16) }, 'json');
    JSON.parse((await transcripts.getBlobClient(path).downloadToBuffer()).toString());
  });
  return (performance.now() - began) / 1000;
}

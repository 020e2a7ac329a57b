import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { BlockBlobClient } from '@azure/storage-blob';
import { z } from 'zod';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { lessonResponseSchema, questionsResponseSchema, uploadResponseSchema } from '../../shared/api/contract.ts';
import { fetchPatiently } from '../../shared/fetchPatiently.ts';
import { compareWithTruth, truthSchema } from './compareWithTruth.ts';

const usage = `Uploads the sample lesson to a running Askwell as a browser would, waits, and compares with what was said in it.

  npm run smoke -- https://askwell.example.org        a deployment
  npm run smoke -- http://127.0.0.1:7071              the local cloud (npm start)
  npm run smoke -- URL --only-answers                 health and coding alone, for an app that takes no jobs
  npm run smoke -- URL --minutes 15                   how long to wait

ASKWELL_TOKEN is sent as the bearer token, ASKWELL_KEY as the function key, where they are set.
Ends with 0 when all is as it should be. The lesson goes to the site "smoke test", in the place of the last one.
`;

const site = 'smoke test';
const predictionsSchema = z.object({ predictions: z.array(z.object({ label: z.enum(['OEQ', 'CEQ']) })) });

interface Deployment {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks the API; a 503 and a connection that breaks are asked again for a minute. @throws Error with what it said. */
async function ask(to: Deployment, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetchPatiently(`${to.url}/api/v1${path}`, { times: 12, seconds: 5 }, () => ({
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: { ...to.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  }));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  return answer.json();
}

async function checkAnswers(to: Deployment): Promise<void> {
  await ask(to, '/health');
  const asked = { questions: ['Why do you think it sank?', 'Is it red?'] };
  const { predictions } = predictionsSchema.parse(await ask(to, '/predictions', asked));
  const labels = predictions.map(({ label }) => label).join(' ');
  if (labels !== 'OEQ CEQ') throw new Error(`Two plain questions are coded "${labels}" instead of "OEQ CEQ".`);
}

/** Uploads the sample by a short-lived address, as the studio does. */
async function upload(to: Deployment, file: string): Promise<string> {
  const { size } = await stat(file);
  const request = { site, fileName: 'lesson.mp4', sizeBytes: size, replace: true };
  const plan = uploadResponseSchema.parse(await ask(to, '/uploads', request));
  await new BlockBlobClient(plan.url).uploadFile(file, {
    metadata: plan.metadata,
    blobHTTPHeaders: { blobContentType: plan.contentType },
  });
  return plan.lessonId;
}

async function ended(to: Deployment, lessonId: string, since: Date, minutes: number) {
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const answer = await ask(to, `/lessons/${lessonId}`).catch((error: unknown) => {
      if (error instanceof Error && /: 404 /.test(error.message)) return null;
      throw error;
    });
    const lesson = answer === null ? null : lessonResponseSchema.parse(answer);
    // A little earlier: the clocks of two machines are never quite the same.
    const isThis = lesson !== null && Date.parse(lesson.uploadedAt) >= since.getTime() - 60_000;
    if (isThis && lesson.status !== 'running') return lesson;
    if (Date.now() > deadline)
      throw new Error(`The lesson did not end within ${minutes} minutes: ${JSON.stringify(lesson)}`);
    await delay(2000);
  }
}

async function main(): Promise<void> {
  const options = {
    'only-answers': { type: 'boolean', default: false },
    minutes: { type: 'string', default: '15' },
  } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  const [url = '', ...more] = positionals;
  if (!URL.canParse(url) || more.length > 0) misused(usage, 'Name one Askwell by its address, https://…');
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) misused(usage, `--minutes takes a number above 0, not "${values.minutes}".`);
  const { ASKWELL_TOKEN: token, ASKWELL_KEY: key } = process.env;
  const to: Deployment = {
    url: new URL(url).origin,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'x-functions-key': key } : {}),
    },
  };
  await checkAnswers(to);
  console.log('It answers, and codes two plain questions as it should.');
  if (values['only-answers']) return;
  const since = new Date();
  const lessonId = await upload(to, 'samples/lesson.mp4');
  const lesson = await ended(to, lessonId, since, minutes);
  if (lesson.status !== 'completed') throw new Error(`The lesson failed: ${JSON.stringify(lesson.failure)}`);
  const { questions } = questionsResponseSchema.parse(await ask(to, `/lessons/${lessonId}/questions`));
  const truth = truthSchema.parse(JSON.parse(await readFile('samples/lesson.truth.json', 'utf8'))).questions;
  const { summary, problems } = compareWithTruth(truth, questions);
  console.log(summary);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

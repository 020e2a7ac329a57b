import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Api } from './api.ts';
import { type AnalyzeArguments, readArguments } from './arguments.ts';
import { type Cloud, cloud } from './cloud.ts';
import { analysisJson, writeResults } from './files.ts';
import { follow } from './follow.ts';
import { progressView } from './progress.ts';
import { report } from './report.ts';
import { sizeOf, upload } from './upload.ts';

async function analyze(given: AnalyzeArguments, sizeBytes: number, place: Cloud): Promise<number> {
  const view = progressView(process.stderr);
  const api = new Api(place.hostUrl);
  const { lessonId, revision } = await upload(given, sizeBytes, place.storage, (done, total) =>
    view.show({ stage: 'upload', done, total }),
  );
  const lesson = await follow(api, lessonId, revision, view);
  if (lesson.status === 'failed') {
    console.error(
      `\n${given.fileName} could not be analysed: ${lesson.failure?.message ?? 'no reason was recorded.'} [${lesson.failure?.code ?? 'unknown'}]`,
    );
    return 1;
  }
  const found = await api.questions(lessonId);
  console.log(`\n${report(lesson, found.questions, process.stdout.columns ?? 120)}\n`);
  if (lesson.picture?.kind === 'failed')
    console.error(`The picture could not be prepared: ${lesson.picture.failure.message}`);
  if (given.json !== undefined) await writeFile(given.json, analysisJson(lesson, found));
  if (given.out !== undefined) await writeResults(given.out, api, lesson, found);
  return 0;
}

async function run(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const sizeBytes = await sizeOf(given.file);
  const place = await cloud(resolve('.'), resolve(given.stateDir), (line) => console.error(line));
  // Ctrl-C ends the parts with their parent; what was recorded is taken up again at the next start.
  const release = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => release.resolve(130));
  try {
    return await Promise.race([analyze(given, sizeBytes, place), release.promise]);
  } finally {
    await place.release();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();

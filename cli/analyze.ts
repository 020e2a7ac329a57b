import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Api, type LessonView } from './api.ts';
import { type AnalyzeArguments, readArguments, refuseOneFileForSeveral } from './arguments.ts';
import { type Cloud, cloud } from './cloud.ts';
import { analysisJson, writeResults } from './files.ts';
import { follow } from './follow.ts';
import { type Outcome, overview } from './overview.ts';
import { progressView } from './progress.ts';
import { report } from './report.ts';
import { upload } from './upload.ts';
import { findVideos, folderNames, type Video } from './videos.ts';

/** Where the results of one video are written, as far as they are asked for. */
interface Destination {
  readonly json: string | undefined;
  readonly folder: string | undefined;
}

async function analyze(video: Video, given: AnalyzeArguments, to: Destination, place: Cloud): Promise<LessonView> {
  const view = progressView(process.stderr);
  const api = new Api(place.hostUrl);
  const { lessonId, revision } = await upload(video, given, place.storage, (done, total) =>
    view.show({ stage: 'upload', done, total }),
  );
  const lesson = await follow(api, lessonId, revision, view);
  if (lesson.status === 'failed') {
    const { message = 'no reason was recorded.', code = 'unknown' } = lesson.failure ?? {};
    console.error(`\n${video.fileName} could not be analysed: ${message} [${code}]`);
    return lesson;
  }
  const found = await api.questions(lessonId);
  console.log(`\n${report(lesson, found.questions, process.stdout.columns ?? 120)}\n`);
  if (lesson.picture?.kind === 'failed')
    console.error(`The picture could not be prepared: ${lesson.picture.failure.message}`);
  if (to.json !== undefined) {
    await writeFile(to.json, analysisJson(lesson, found));
    console.log(`Written: ${to.json}`);
  }
  if (to.folder !== undefined) {
    await writeResults(to.folder, api, lesson, found);
    console.log(
      `Written: transcript.vtt, transcript.srt, speakers.rttm, analysis.json and questions.csv in ${to.folder}`,
    );
  }
  return lesson;
}

/** One after the other: the speech engine of one machine is no faster with two. One that fails keeps no other. */
async function analyzeAll(videos: readonly Video[], given: AnalyzeArguments, place: Cloud): Promise<number> {
  const outcomes: Outcome[] = [];
  const analysed: LessonView[] = [];
  const folders = folderNames(videos);
  for (const video of videos) {
    if (videos.length > 1) console.error(`\n${video.path} (${outcomes.length + 1} of ${videos.length})`);
    const folder =
      given.out === undefined || videos.length === 1
        ? given.out
        : join(given.out, folders.get(video) ?? video.fileName);
    try {
      const lesson = await analyze(video, given, { json: given.json, folder }, place);
      outcomes.push({ fileName: video.fileName, lesson });
      if (lesson.status === 'completed') analysed.push(lesson);
    } catch (error) {
      console.error(`${video.fileName}: ${error instanceof Error ? error.message : error}`);
      outcomes.push({ fileName: video.fileName, lesson: null });
    }
  }
  if (videos.length > 1) console.log(`\n${overview(outcomes)}`);
  if (analysed.length > 0) console.log(`\n${whereToLook(analysed, place)}`);
  return analysed.length === videos.length ? 0 : 1;
}

/** How the studio is opened: at the lesson where there is one, else at the library. */
function whereToLook(analysed: readonly LessonView[], { hostUrl, stays }: Cloud): string {
  if (!stays) return 'To see and hear it in the studio: npm start, then open the address that it prints.';
  return `In the studio: ${hostUrl}/${analysed.length === 1 ? `lessons/${analysed[0]?.id}` : ''}`;
}

async function run(): Promise<number> {
  const given = readArguments();
  const { videos, notes } = await findVideos(given.paths);
  refuseOneFileForSeveral(given, videos.length);
  for (const note of notes) console.error(note);
  const place = await cloud(resolve('.'), resolve(given.stateDir), (line) => console.error(line));
  // Ctrl-C ends the parts with their parent; what was recorded is taken up again at the next start.
  const release = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => release.resolve(130));
  try {
    return await Promise.race([analyzeAll(videos, given, place), release.promise]);
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtMost } from '../measuring/figure.ts';
import { loopedSample } from '../measuring/videos.ts';
import { transcribeDirectly } from './directWhisper.ts';

interface Pair {
  readonly questionsSeconds: number;
  readonly pictureSeconds: number;
  readonly directSeconds: number;
}

/** From upload to saved questions, beside ffmpeg and the same speech server called directly. */
export async function overhead({ quick, say }: BenchOptions): Promise<BenchResult> {
  const seconds = quick ? 60 : 300;
  const pairs = quick ? 1 : 3;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const video = await loopedSample(folder, seconds);
    await using cloud = await startTestCloud();
    const speechUrl = cloud.stack.endpoints.parts.speech;
    if (speechUrl === undefined) throw new Error('The speech server did not start.');
    // One short lesson first, so that every part has done its work once.
    await cloud.ended(await cloud.uploadFile('warm.mp4', await loopedSample(folder, 20)), 300);
    const measured: Pair[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const direct = () => timed(() => transcribeDirectly(video, speechUrl, folder));
      const whole = () => throughPipeline(cloud, `lesson-${pair}.mp4`, video);
      // In turns, so that neither always finds the machine as the other left it.
      const first = pair % 2 === 0 ? await direct() : undefined;
      const passed = await whole();
      const directSeconds = first ?? (await direct());
      measured.push({ ...passed, directSeconds });
      say(
        `pipeline ${passed.questionsSeconds.toFixed(1)} s, picture at ${passed.pictureSeconds.toFixed(1)} s; ` +
          `direct ${directSeconds.toFixed(1)} s`,
      );
    }
    const baseline = median(measured.map(({ directSeconds }) => directSeconds));
    const ratio = (value: (pair: Pair) => number) => median(measured.map((pair) => value(pair) / pair.directSeconds));
    return {
      figures: [
        figure({
          name: 'upload to questions saved',
          value: median(measured.map(({ questionsSeconds }) => questionsSeconds)),
          unit: 's',
          baseline,
          ratio: ratio(({ questionsSeconds }) => questionsSeconds),
          target: ratioAtMost(1.15),
        }),
        figure({
          name: 'upload to picture ready',
          value: median(measured.map(({ pictureSeconds }) => pictureSeconds)),
          unit: 's',
          baseline,
          ratio: ratio(({ pictureSeconds }) => pictureSeconds),
        }),
      ],
      conditions: {
        videoSeconds: seconds,
        pairs,
        ratios: measured.map((pair) => (pair.questionsSeconds / pair.directSeconds).toFixed(3)).join(', '),
        baseline: 'ffmpeg to FLAC, then one request to the same speech server',
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function throughPipeline(
  cloud: TestCloud,
  blobName: string,
  video: string,
): Promise<Pick<Pair, 'questionsSeconds' | 'pictureSeconds'>> {
  const began = performance.now();
  const { lessonId, revision } = await cloud.uploadFile(blobName, video);
  const deadline = began + 570_000;
  let questionsSeconds: number | undefined;
  for (;;) {
    const lesson = await cloud.api.lesson(lessonId);
    const seconds = (performance.now() - began) / 1000;
    if (lesson?.revision === revision) {
      if (lesson.status === 'failed') throw new Error(`The lesson failed: ${lesson.failure?.message}`);
      if (lesson.status === 'completed') questionsSeconds ??= seconds;
      if (questionsSeconds !== undefined && lesson.picture !== undefined) {
        return { questionsSeconds, pictureSeconds: seconds };
      }
    }
    if (performance.now() > deadline) throw new Error(`The lesson did not end: ${JSON.stringify(lesson)}`);
    // Asking costs the host 3 ms.
    await delay(200);
  }
}

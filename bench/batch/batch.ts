import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lessonListResponseSchema } from '../../shared/api/contract.ts';
import { startTestCloud } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { type BenchOptions, type BenchResult, figure, ratioAtMost } from '../measuring/figure.ts';
import { layStandIn } from '../orchestration/standIn.ts';

const site = 'batch';
const clipSeconds = 10;
// Assumed. As our speech service on a laptop, the fake hears one chunk after the other.
const speechMilliseconds = 750;

interface Times {
  readonly first: number;
  readonly median: number;
  readonly last: number;
}

/** Sixty short clips at once: when the first, the median and the last result is there, beside all advancing together. */
export async function batch({ quick, say }: BenchOptions): Promise<BenchResult> {
  const clips = quick ? 8 : 60;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  try {
    const standIn = await layStandIn(folder, clipSeconds);
    const video = await readFile(standIn.video);
    const together = await results(clips, video, { ...standIn.settings, LESSONS_AT_ONCE: '10000' });
    say(`together: first ${together.first.toFixed(1)} s, last ${together.last.toFixed(1)} s`);
    const inTurn = await results(clips, video, standIn.settings);
    say(`in turn: first ${inTurn.first.toFixed(1)} s, last ${inTurn.last.toFixed(1)} s`);
    const compared = (name: string, which: keyof Times, most: number) =>
      figure({ name, value: inTurn[which], unit: 's', baseline: together[which], target: ratioAtMost(most) });
    return {
      figures: [
        compared('first result', 'first', 0.5),
        compared('median result', 'median', 0.8),
        compared('last result', 'last', 1.1),
      ],
      conditions: {
        clips,
        clipSeconds,
        speechMilliseconds,
        standIns: 'shell scripts for ffmpeg and ffprobe, a fake speech server that answers one call after the other',
        baseline: 'the same clips, all advancing together (LESSONS_AT_ONCE 10000), in a cloud of its own before',
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds from the first upload to the first, the median and the last lesson with its questions. */
async function results(clips: number, video: Buffer, settings: Record<string, string>): Promise<Times> {
  await using speech = await startFakeSpeech();
  let before: Promise<unknown> = Promise.resolve();
  speech.takes = async () => {
    before = before.then(() => delay(speechMilliseconds));
    await before;
  };
  await using cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings, ...settings },
  });
  await cloud.ended(await cloud.upload('warm/first.mp4', video));
  const began = Date.now();
  await Promise.all(Array.from({ length: clips }, (_, index) => cloud.upload(`${site}/${index}.mp4`, video)));
  for (const deadline = began + 280_000; ; await delay(500)) {
    const answer = await fetch(`${cloud.host}/api/v1/lessons?site=${site}&status=completed&limit=200`);
    const { lessons } = lessonListResponseSchema.parse(await answer.json());
    if (lessons.length < clips && Date.now() < deadline) continue;
    if (lessons.length < clips) throw new Error(`Only ${lessons.length} of ${clips} clips have a result.`);
    const seconds = lessons
      .map(({ result }) => (Date.parse(result?.completedAt ?? '') - began) / 1000)
      .sort((a, b) => a - b);
    return { first: seconds[0] ?? 0, median: seconds[Math.floor(clips / 2)] ?? 0, last: seconds.at(-1) ?? 0 };
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPage } from '../../local/page/server.ts';
import { stackCloud } from '../../local/page/stackCloud.ts';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtLeast } from '../measuring/figure.ts';
import { layStandIn } from '../orchestration/standIn.ts';
import { followPage } from './followPage.ts';

const lessonSeconds = 60;
const chunkSeconds = 20;

/**
 * What the local cloud's page costs while it is open: the load of the bench `orchestration`, in rounds that take turns
 * on two local clouds, one without a page, the other with its page and a reader of the list of orchestrations.
 */
export async function cloudPage({ quick, say }: BenchOptions): Promise<BenchResult> {
  const lessons = quick ? 5 : 30;
  const pairs = quick ? 1 : 5;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-'));
  let shown: TestCloud | undefined;
  const page = await startPage({
    port: 0,
    cloud: stackCloud(
      () => shown?.stack,
      async () => undefined,
    ),
  });
  try {
    const standIn = await layStandIn(folder, lessonSeconds);
    await using speech = await startFakeSpeech();
    const settings = { ...speech.settings, SPEECH_CHUNK_SECONDS: String(chunkSeconds), ...standIn.settings };
    const options = { only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'], settings };
    await using plain = await startTestCloud(options);
    await using withPage = await startTestCloud({ ...options, page });
    shown = withPage;
    const video = await readFile(standIn.video);
    for (const cloud of [plain, withPage]) await cloud.ended(await cloud.upload('warm/first.mp4', video));

    const rates: { plain: number; shown: number; ratio: number }[] = [];
    let events = 0;
    const round = async (cloud: TestCloud, name: string) => {
      const seconds = await analyse(cloud, name, lessons, video);
      return (lessons / seconds) * 60;
    };
    const roundShown = async (name: string) => {
      await using reader = await followPage(page.address, 'orchestrations');
      const rate = await round(withPage, name);
      events += reader.events;
      return rate;
    };
    for (let pair = 0; pair < pairs; pair += 1) {
      // Whichever comes second has whatever the machine does meanwhile, so they take turns in that as well.
      const first = pair % 2 === 0 ? await round(plain, `plain-${pair}`) : undefined;
      const open = await roundShown(`shown-${pair}`);
      const closed = first ?? (await round(plain, `plain-${pair}`));
      rates.push({ plain: closed, shown: open, ratio: open / closed });
      say(`${closed.toFixed(0)} lessons a minute without, ${open.toFixed(0)} with the page open`);
    }
    return {
      figures: [
        figure({
          name: 'lessons a minute with the page open',
          value: median(rates.map((each) => each.shown)),
          unit: '1/min',
          baseline: median(rates.map((each) => each.plain)),
          ratio: median(rates.map((each) => each.ratio)),
          target: ratioAtLeast(0.95),
        }),
      ],
      conditions: {
        lessons,
        pairs,
        ratios: rates.map(({ ratio }) => ratio.toFixed(3)).join(' '),
        eventsRead: events,
        standIns: 'shell scripts for ffmpeg and ffprobe with fixed output, a fake speech server',
        baseline: 'the same lessons on a local cloud of its own without a page, in turns; the median of the ratios',
      },
    };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds from the first upload until each lesson is told to be completed and its picture is saved. */
async function analyse(cloud: TestCloud, site: string, lessons: number, video: Buffer): Promise<number> {
  const left = new Map([
    ['publishEvent', lessons],
    ['savePicture', lessons],
  ]);
  let at = cloud.lines.length;
  const began = performance.now();
  await Promise.all(Array.from({ length: lessons }, (_, index) => cloud.upload(`${site}/${index}.mp4`, video)));
  while ([...left.values()].some((count) => count > 0)) {
    if (performance.now() - began > 300_000)
      throw new Error(`The lessons did not end.\n${cloud.lines.slice(-20).join('\n')}`);
    // The lines are in this process: to look often costs the cloud nothing.
    await delay(20);
    for (; at < cloud.lines.length; at += 1) {
      const line = cloud.lines[at] ?? '';
      if (!line.includes('activity.completed')) continue;
      for (const [activity, count] of left) if (line.includes(`${activity}\\"`)) left.set(activity, count - 1);
    }
  }
  return (performance.now() - began) / 1000;
}

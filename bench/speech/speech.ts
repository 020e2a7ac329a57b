import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { z } from 'zod';
import { ffmpeg } from '../../testing/media.ts';
import { type BenchOptions, type BenchResult, figure, median, ratioAtMost } from '../measuring/figure.ts';
import { loopedSample } from '../measuring/videos.ts';

const run = promisify(execFile);
const voicesScript = fileURLToPath(new URL('./hearVoices.ts', import.meta.url));
const heardSchema = z.object({
  durationSeconds: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  onnxSeconds: z.number(),
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
});
type Heard = z.infer<typeof heardSchema>;
const voicesSchema = z.object({
  durationSeconds: z.number(),
  voiceSeconds: z.number(),
  voicesSeconds: z.number(),
  windows: z.int(),
});

/** The last commit before the recogniser wrote and encoded side by side. */
const before = '198117859970493288688c88051d7acfd5c76869';

/** What hears voices beside the words; and the recogniser alone, beside the one of another commit, in turns: how much longer than the sound, and at what work. */
export async function speech({ quick, say, against = before }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bench-speech-'));
  try {
    const other = await checkedOut(against, folder);
    const rounds = quick ? 1 : 3;
    const figures = [];
    for (const [name, length, limit] of quick ? ([['20 s', 20, 1]] as const) : lengths) {
      const sound = join(folder, `${length}.wav`);
      await ffmpeg('-i', await loopedSample(folder, length), '-vn', '-ac', '1', '-ar', '16000', sound);
      const runs: { now: Heard; then: Heard }[] = [];
      const voices: z.infer<typeof voicesSchema>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const then = await hear(other, sound);
        const now = await hear(resolve('.'), sound);
        say(`${name}: ${now.seconds.toFixed(1)} s (${against.slice(0, 7)}: ${then.seconds.toFixed(1)} s)`);
        if (!isDeepStrictEqual(now.words, then.words)) say(`${name}: the words or times are others.`);
        runs.push({ now, then });
        voices.push(await hearVoices(sound));
      }
      const each = (of: (heard: z.infer<typeof voicesSchema>) => number) =>
        median(voices.map((heard) => of(heard) / heard.durationSeconds));
      const both = (of: (heard: Heard) => number) => ({
        value: median(runs.map(({ now }) => of(now))),
        baseline: median(runs.map(({ then }) => of(then))),
      });
      figures.push(
        figure({
          name: `${name}: seconds by seconds of sound`,
          unit: '1',
          target: ratioAtMost(limit),
          ...both((heard) => heard.seconds / heard.durationSeconds),
        }),
        figure({
          name: `${name}: processor seconds by seconds of sound`,
          unit: '1',
          ...both((heard) => heard.cpuSeconds / heard.durationSeconds),
        }),
        figure({
          name: `${name}: processor seconds of where anybody speaks by seconds of sound`,
          unit: '1',
          value: each(({ voiceSeconds }) => voiceSeconds),
        }),
        figure({
          name: `${name}: processor seconds of whose voice it is by seconds of sound`,
          unit: '1',
          value: each(({ voicesSeconds }) => voicesSeconds),
        }),
        figure({
          name: `${name}: processor seconds of both, against the words`,
          unit: '1',
          value: each(({ voiceSeconds, voicesSeconds }) => voiceSeconds + voicesSeconds),
          baseline: median(runs.map(({ now }) => now.cpuSeconds / now.durationSeconds)),
          target: ratioAtMost(1 / 3),
        }),
        figure({
          name: `${name}: share of the writing thread inside ONNX Runtime`,
          unit: '1',
          ...both((heard) => heard.onnxSeconds / heard.seconds),
        }),
        figure({
          name: `${name}: words that are others or elsewhere`,
          unit: '1',
          target: { of: 'value', is: 'at most', limit: 0 },
          value: Math.max(...runs.map(({ now, then }) => differing(now, then))),
        }),
      );
    }
    return {
      figures,
      conditions: { rounds, sound: 'the sample lesson over and over', baseline: `the recogniser of ${against}` },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of which lengths, and how much of the baseline's time each may take. */
const lengths = [
  ['2 minutes', 120, 1 / 1.5],
  ['10 minutes', 600, 1 / 2],
] as const;

/** How many words of the longer of two transcripts do not stand at their place in the other with the same times. */
function differing({ words: a }: Heard, { words: b }: Heard): number {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  return longer.filter((word, index) => !isDeepStrictEqual(word, shorter[index])).length;
}

/** A folder with the speech server of another commit, and this one's packages. @throws what git says where there is no such commit. */
async function checkedOut(ref: string, folder: string): Promise<string> {
  const root = join(folder, 'other');
  await mkdir(root);
  const archive = join(folder, 'other.tar');
  await run('git', ['archive', '--output', archive, ref, 'speech', 'package.json']);
  await run('tar', ['-xf', archive, '-C', root]);
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

async function hear(root: string, sound: string): Promise<Heard> {
  const { stdout } = await run(process.execPath, [resolve('bench/speech/hear.ts'), root, sound], {
    maxBuffer: 2 ** 26,
  });
  return heardSchema.parse(JSON.parse(stdout));
}

async function hearVoices(sound: string) {
  const { stdout } = await run(process.execPath, [voicesScript, sound]);
  return voicesSchema.parse(JSON.parse(stdout));
}

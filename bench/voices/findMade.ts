// Finds the voices among made embeddings, in a process of its own, and says what that took.
//   node bench/voices/findMade.ts WINDOWS people|chance
import { randomFrom } from '../../shared/randomFrom.ts';
import { findVoices, type VoiceWindow } from '../../shared/speakers/findVoices.ts';
import { unit } from '../../shared/speakers/vectors.ts';
import { talk } from '../../testing/madeVoices.ts';

const [count = '', kind = ''] = process.argv.slice(2);
const wanted = Number(count);
const turnWindows = 60;

/** Of five people, one of whom speaks two thirds of the time; or of nobody, each anywhere. */
function made(): VoiceWindow[] {
  if (kind === 'people')
    return talk(
      Array.from({ length: wanted / turnWindows }, (_, at) => [at % 3 === 0 ? 1 + (at % 4) : 0, turnWindows] as const),
    );
  const random = randomFrom(11);
  return Array.from({ length: wanted }, (_, at) => {
    const vector = unit(Float64Array.from({ length: 192 }, () => random() - 0.5));
    if (vector === null) throw new Error('A made voice has no direction.');
    return { start: 0.6 * at, end: 0.6 * at + 1.5, vector };
  });
}

/** Kilobytes. */
const peak = () => process.resourceUsage().maxRSS;

const windows = made();
const before = peak();
const cpu = process.cpuUsage();
const began = performance.now();
const voices = findVoices(windows);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const megabytes = (kilobytes: number) => (kilobytes * 1024) / 1e6;
console.log(
  JSON.stringify({
    voices: voices.length,
    windows: windows.length,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    grownMegabytes: megabytes(peak() - before),
    peakMegabytes: megabytes(peak()),
  }),
);

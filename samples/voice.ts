import { join } from 'node:path';
import { run } from './programs.ts';
import type { Speaker } from './script.ts';
import { asSamples, samplesOf, samplesPerSecond } from './sound.ts';

interface Voice {
  /** One of flite's voices; both are built from CMU ARCTIC recordings. */
  readonly name: 'slt' | 'rms';
  /** How much longer than flite would speak by itself, before the shift. */
  readonly stretch: number;
  /** Pitch in hertz that flite aims at, before the shift; and how far it wanders. */
  readonly pitch: number;
  readonly wander: number;
  /** Played faster by this: raises pitch and formants together, as a smaller body does. */
  readonly shift: number;
}

const voices: Record<Speaker, Voice> = {
  educator: { name: 'slt', stretch: 1.1, pitch: 180, wander: 26, shift: 1 },
  mia: { name: 'slt', stretch: 1.28, pitch: 225, wander: 30, shift: 1.16 },
  leo: { name: 'rms', stretch: 1.42, pitch: 205, wander: 24, shift: 1.3 },
  sam: { name: 'rms', stretch: 1.26, pitch: 200, wander: 30, shift: 1.14 },
};

const fliteSamplesPerSecond = 16_000;

/** One utterance as flite says it, mono at `samplesPerSecond`, with whatever silence flite puts around it. */
export async function speak(
  text: string,
  speaker: Speaker,
  programs: { readonly flite: string; readonly ffmpeg: string },
  directory: string,
): Promise<Float32Array> {
  const voice = voices[speaker];
  const path = join(directory, 'utterance.wav');
  const settings = {
    duration_stretch: voice.stretch,
    int_f0_target_mean: voice.pitch,
    int_f0_target_stddev: voice.wander,
  };
  const set = Object.entries(settings).flatMap(([name, value]) => ['--setf', `${name}=${value}`]);
  await run(programs.flite, ['-voice', voice.name, ...set, '-t', text, '-o', path], null);
  const shifted = `asetrate=${Math.round(fliteSamplesPerSecond * voice.shift)},aresample=${samplesPerSecond}`;
  return samplesOf(await run(programs.ffmpeg, ['-v', 'error', '-i', path, '-af', shifted, ...asSamples], null));
}

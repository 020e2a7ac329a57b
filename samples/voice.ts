import { join } from 'node:path';
import { run } from './programs.ts';
import type { Speaker, Turn, VoiceName } from './script.ts';
import { asSamples, samplesOf, samplesPerSecond } from './sound.ts';

interface Voice {
  /** One of flite's voices; all are built from CMU ARCTIC recordings. */
  readonly name: 'slt' | 'rms' | 'awb';
  /** How much longer than flite would speak by itself, before the shift. */
  readonly stretch: number;
  /** Pitch in hertz that flite aims at, before the shift; and how far it wanders. */
  readonly pitch: number;
  readonly wander: number;
  /** Played faster by this: raises pitch and formants together, as a smaller body does. */
  readonly shift: number;
}

const voices: Record<VoiceName, Voice> = {
  educator: { name: 'slt', stretch: 1.1, pitch: 180, wander: 26, shift: 1 },
  mia: { name: 'slt', stretch: 1.28, pitch: 225, wander: 30, shift: 1.16 },
  leo: { name: 'rms', stretch: 1.42, pitch: 205, wander: 24, shift: 1.3 },
  sam: { name: 'rms', stretch: 1.26, pitch: 200, wander: 30, shift: 1.14 },
  visitor: { name: 'awb', stretch: 1.15, pitch: 125, wander: 18, shift: 1 },
};

const fliteSamplesPerSecond = 16_000;

interface TwoTongued {
  /** One of espeak-ng's variants: the same throat in every language. */
  readonly variant: string;
  /** Words a minute. */
  readonly speed: number;
  /** As of the others. */
  readonly shift: number;
}

const twoTongued: Record<Speaker, TwoTongued> = {
  educator: { variant: 'f2', speed: 150, shift: 1 },
  mia: { variant: 'f4', speed: 130, shift: 1.16 },
  leo: { variant: 'm3', speed: 125, shift: 1.3 },
  sam: { variant: 'm1', speed: 130, shift: 1.2 },
};
const tongues = { en: 'en-us', es: 'es-419' } as const;

const espeakSamplesPerSecond = 22_050;

export interface VoicePrograms {
  readonly flite: string;
  readonly espeak: string;
  readonly ffmpeg: string;
}

/** One utterance as a program says it, mono at `samplesPerSecond`, with whatever silence the program puts around it. */
export async function speak(
  { text, speaker, language }: Pick<Turn, 'text' | 'speaker' | 'language'>,
  programs: VoicePrograms,
  directory: string,
): Promise<Float32Array> {
  const path = join(directory, 'utterance.wav');
  if (language !== undefined) {
    if (speaker === 'visitor') throw new Error('The visitor speaks in a lesson that is all English.');
    const { variant, speed, shift } = twoTongued[speaker];
    await run(programs.espeak, ['-v', `${tongues[language]}+${variant}`, '-s', `${speed}`, '-w', path, text], null);
    return played(path, espeakSamplesPerSecond * shift, programs.ffmpeg);
  }
  const voice = voices[speaker];
  const settings = {
    duration_stretch: voice.stretch,
    int_f0_target_mean: voice.pitch,
    int_f0_target_stddev: voice.wander,
  };
  const set = Object.entries(settings).flatMap(([name, value]) => ['--setf', `${name}=${value}`]);
  await run(programs.flite, ['-voice', voice.name, ...set, '-t', text, '-o', path], null);
  return played(path, fliteSamplesPerSecond * voice.shift, programs.ffmpeg);
}

/** A sound as it is when played at another rate (samples a second) than it was made at. */
async function played(path: string, rate: number, ffmpeg: string): Promise<Float32Array> {
  const shifted = `asetrate=${Math.round(rate)},aresample=${samplesPerSecond}`;
  return samplesOf(await run(ffmpeg, ['-v', 'error', '-i', path, '-af', shifted, ...asSamples], null));
}

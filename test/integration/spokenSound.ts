import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sound, sampleRate, soundOf } from '../../scripts/rooms/sound.ts';

/** Whether espeak-ng, the synthesiser, is there. */
export const canSpeak = spawnSync('espeak-ng', ['--version']).status === 0;

/** How espeak-ng says something. */
export interface Throat {
  /** One of its voices, e.g. `en-us+f2`. */
  readonly voice: string;
  /** 0 to 99; its own is 50. */
  readonly pitch?: number;
}

/** A text as espeak-ng says it. */
export async function spoken(text: string, { voice, pitch = 50 }: Throat): Promise<Sound> {
  const folder = mkdtempSync(join(tmpdir(), 'askwell-spoken-'));
  try {
    const file = join(folder, 'spoken.wav');
    execFileSync('espeak-ng', ['-v', voice, '-p', String(pitch), '-s', '150', '-w', file, text]);
    return await soundOf(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody speaks. */
export const silence = (seconds: number): Sound => new Float32Array(Math.round(seconds * sampleRate));

/** Sounds one after another. */
export function oneAfterAnother(...sounds: readonly Sound[]): Sound {
  const whole = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

import { spawnSync } from 'node:child_process';
import { pathOf } from '../../shared/media/binaries.ts';

/** Mono samples between -1 and 1, `sampleRate` a second. */
export type Sound = Float32Array;
export const sampleRate = 16_000;

/** The sound of a recording. */
export async function soundOf(file: string): Promise<Sound> {
  const args = ['-nostdin', '-v', 'error', '-i', file, '-ac', '1', '-ar', String(sampleRate), '-f', 'f32le', '-'];
  const { stdout, status, stderr } = spawnSync(await pathOf('ffmpeg'), args, { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${file} cannot be decoded: ${stderr}`);
  return Float32Array.from({ length: Math.floor(stdout.length / 4) }, (_, index) => stdout.readFloatLE(4 * index));
}

/** Root mean square. */
export function levelOf(sound: Sound): number {
  return Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / Math.max(1, sound.length));
}

export const fromDecibels = (decibels: number): number => 10 ** (decibels / 20);

/** `noise` at `decibels` below `level`, added to the sound. A louder sum than full scale is cut. */
export function mixed(sound: Sound, noise: Sound, level: number, decibels: number): Sound {
  const own = levelOf(noise);
  const gain = own === 0 ? 0 : (level * fromDecibels(-decibels)) / own;
  return sound.map((value, index) => Math.max(-1, Math.min(1, value + gain * (noise[index] ?? 0))));
}

/** A WAV file of 16 bits. */
export function wavOf(sound: Sound): Buffer {
  const bytes = Buffer.alloc(44 + 2 * sound.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * sound.length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * sound.length, 40);
  for (const [index, value] of sound.entries()) {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + 2 * index);
  }
  return bytes;
}

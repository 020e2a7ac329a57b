/** Of everything that is mixed here. */
export const samplesPerSecond = 48_000;

/** What ffmpeg must be told to print sound in the form that `samplesOf` reads. */
export const asSamples = ['-f', 'f32le', '-ac', '1', '-ar', `${samplesPerSecond}`, '-'];

/** Little-endian 32-bit floats as samples. */
export function samplesOf(raw: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(raw.length / 4) }, (_, index) => raw.readFloatLE(index * 4));
}

const decibels = (level: number) => 10 ** (level / 20);

// Speech is what stands 10 dB out of the room: the room is at -55 dBFS, speech begins and ends at -45 dBFS.
const roomLevel = decibels(-55);
const speechLevel = decibels(-45);
const loudest = decibels(-3);
const windowSamples = samplesPerSecond / 100;
// What is softer than speech and yet belongs to it: the breath before, the dying away after.
const margin = samplesPerSecond / 25;

/** An utterance at an even loudness, and where in it the audible sound begins and ends (samples). */
export interface Utterance {
  readonly samples: Float32Array;
  readonly onset: number;
  readonly offset: number;
}

/** Root mean square over 10 ms around `at`. */
function levelAt(samples: Float32Array, at: number): number {
  let sum = 0;
  for (let index = at - windowSamples / 2; index < at + windowSamples / 2; index++) sum += (samples[index] ?? 0) ** 2;
  return Math.sqrt(sum / windowSamples);
}

/**
 * Brings an utterance to -3 dBFS peak and finds its sound to the millisecond.
 * @throws Error when there is no sound in it.
 */
export function trim(spoken: Float32Array): Utterance {
  const peak = spoken.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (peak === 0) throw new Error('The voice gave silence.');
  const louder = spoken.map((value) => (value * loudest) / peak);
  const step = samplesPerSecond / 1000;
  let onset = -1;
  let offset = -1;
  for (let at = 0; at < louder.length; at += step) {
    if (levelAt(louder, at) < speechLevel) continue;
    if (onset < 0) onset = at;
    offset = at;
  }
  const from = Math.max(0, onset - margin);
  const samples = louder.slice(from, offset + margin).map((value, index, all) => {
    const rise = Math.min(1, index / Math.max(1, onset - from));
    const fall = Math.min(1, (all.length - 1 - index) / Math.max(1, all.length - 1 - (offset - from)));
    return value * rise * fall;
  });
  return { samples, onset: onset - from, offset: offset - from };
}

/** Soft, low, unchanging noise such as a room has: the same at each making (seeded). */
export function roomTone(length: number): Float32Array {
  const tone = new Float32Array(length);
  let state = 0x5eed;
  let low = 0;
  let power = 0;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    low += 0.08 * (state / 2 ** 31 - 1 - low);
    tone[index] = low;
    power += low * low;
  }
  const gain = roomLevel / Math.sqrt(power / length);
  return tone.map((value) => value * gain);
}

/** Adds an utterance to the mix so that its *sound* begins at `startSeconds`. */
export function place(mix: Float32Array, utterance: Utterance, startSeconds: number): void {
  const from = Math.round(startSeconds * samplesPerSecond) - utterance.onset;
  for (const [index, value] of utterance.samples.entries()) {
    const at = from + index;
    if (at >= 0 && at < mix.length) mix[at] = (mix[at] ?? 0) + value;
  }
}

/** Root mean square from `startSeconds` for `seconds`, 0 to 1. */
export function loudness(mix: Float32Array, startSeconds: number, seconds: number): number {
  const from = Math.max(0, Math.round(startSeconds * samplesPerSecond));
  const part = mix.subarray(from, from + Math.round(seconds * samplesPerSecond));
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length));
}

/** A mono WAV file of 16 bits. */
export function wav(mix: Float32Array): Buffer {
  const header = Buffer.alloc(44);
  const bytes = mix.length * 2;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  const data = Buffer.alloc(bytes);
  for (const [index, value] of mix.entries()) {
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), index * 2);
  }
  return Buffer.concat([header, data]);
}

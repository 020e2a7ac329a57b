import { randomFrom } from '../../shared/randomFrom.ts';
import { type Sound, sampleRate } from './sound.ts';

/** What sounds in a room besides the voices that are meant. Made from a seed; the same each time. */
export type Noise = (length: number, seed: number) => Sound;

/** Steady as air conditioning: as much power in each octave (Kellet's filter). */
export const steady: Noise = (length, seed) => {
  const random = randomFrom(seed);
  let [a, b, c] = [0, 0, 0];
  return new Float32Array(length).map(() => {
    const white = 2 * random() - 1;
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return a + b + c + white * 0.1848;
  });
};

/** Toys that fall, about three a second: each rings at some pitches of its own and is over in a tenth of a second. */
export const clatter: Noise = (length, seed) => {
  const random = randomFrom(seed);
  const sound = new Float32Array(length);
  for (let at = 0; at < length; at += Math.round(sampleRate * (0.05 + 0.6 * random()))) {
    const pitches = [0, 1, 2].map(() => 500 + 4500 * random());
    const [loud, dying] = [0.2 + random(), 0.005 + 0.02 * random()];
    for (let index = 0; index < 0.15 * sampleRate && at + index < length; index += 1) {
      const time = index / sampleRate;
      const ring = pitches.reduce((sum, pitch) => sum + Math.sin(2 * Math.PI * pitch * time), 0);
      sound[at + index] = (sound[at + index] ?? 0) + loud * Math.exp(-time / dying) * (ring + 2 * random() - 1);
    }
  }
  return sound;
};

/** Chairs that are moved, one every two or three seconds: a leg sticks and slips some fifty times a second. */
export const chairs: Noise = (length, seed) => {
  const random = randomFrom(seed);
  const sound = new Float32Array(length);
  for (let at = 0; at < length; at += Math.round(sampleRate * (1.5 + 2 * random()))) {
    const seconds = 0.25 + 0.7 * random();
    const [slips, pitch] = [40 + 50 * random(), 300 + 900 * random()];
    let low = 0;
    for (let index = 0; index < seconds * sampleRate && at + index < length; index += 1) {
      const time = index / sampleRate;
      const slip = 1 - ((slips * time) % 1);
      low += 0.3 * (2 * random() - 1 - low);
      const swell = Math.sin((Math.PI * time) / seconds);
      sound[at + index] = (sound[at + index] ?? 0) + swell * slip * (low + 0.4 * Math.sin(2 * Math.PI * pitch * time));
    }
  }
  return sound;
};

const scale = [0, 2, 4, 5, 7, 9, 11, 12];

/** A piano-like tune with chords: sums of sines that die away. */
export const music: Noise = (length, seed) => {
  const random = randomFrom(seed);
  const sound = new Float32Array(length);
  const note = (at: number, semitones: number, loud: number) => {
    const pitch = 130.8 * 2 ** (semitones / 12);
    for (let index = 0; index < 1.2 * sampleRate && at + index < length; index += 1) {
      const time = index / sampleRate;
      const tone = [1, 2, 3, 4, 5].reduce(
        (sum, part) => sum + Math.sin(2 * Math.PI * part * pitch * time) / part ** 1.5,
        0,
      );
      sound[at + index] = (sound[at + index] ?? 0) + loud * Math.min(1, time / 0.01) * Math.exp(-time / 0.4) * tone;
    }
  };
  for (let beat = 0; beat * 0.4 * sampleRate < length; beat += 1) {
    const at = Math.round(beat * 0.4 * sampleRate);
    const degree = Math.floor(random() * scale.length);
    note(at, 12 + (scale[degree] ?? 0), 1);
    if (beat % 4 === 0) for (const up of [0, 2, 4]) note(at, scale[(degree + up) % scale.length] ?? 0, 0.6);
  }
  return sound;
};

/** A fan that somebody turns on in the middle: a hum of its motor and air. */
export const fan: Noise = (length, seed) => {
  const air = steady(length, seed);
  const from = length / 2;
  return air.map((value, index) => {
    const on = Math.min(1, Math.max(0, (index - from) / (1.5 * sampleRate)));
    const time = index / sampleRate;
    const hum = Math.sin(2 * Math.PI * 98 * time) + 0.5 * Math.sin(2 * Math.PI * 196 * time);
    return on * (value + 0.6 * hum);
  });
};

/** Six tables that talk at once, made of the given voices in an order of chance. */
export function babbleOf(voices: readonly Sound[]): Noise {
  return (length, seed) => {
    const random = randomFrom(seed);
    const sound = new Float32Array(length);
    for (let table = 0; table < 6; table += 1) {
      for (let at = -Math.round(3 * sampleRate * random()); at < length; ) {
        const voice = voices[Math.floor(random() * voices.length)] ?? new Float32Array(sampleRate);
        for (const [index, value] of voice.entries()) {
          const place = at + index;
          if (place >= 0 && place < length) sound[place] = (sound[place] ?? 0) + value;
        }
        at += voice.length + Math.round(0.4 * sampleRate * random());
      }
    }
    return sound;
  };
}

import { sampleRate } from '../sound/audioFormat.ts';

// Kaldi's filter bank, as networks for speakers are trained with it: every number below is part of what they have learned.
const frameSamples = 400;
const stepSamples = 160;
const fftSize = 512;
const filters = 80;
const lowestHertz = 20;
const preEmphasis = 0.97;
/** Samples are 16-bit numbers there. */
const fullScale = 32_768;
const floor = 1.192_092_9e-7;

/** Numbers of one frame. */
export const filterCount = filters;
/** Frames that lie whole within so many samples: one begins every 10 ms, and looks at 25 ms. */
export const frameCount = (samples: number): number =>
  samples < frameSamples ? 0 : 1 + Math.floor((samples - frameSamples) / stepSamples);

const poveyWindow = Float64Array.from(
  { length: frameSamples },
  (_, i) => (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (frameSamples - 1))) ** 0.85,
);

interface Filter {
  readonly first: number;
  readonly weights: Float64Array;
}

const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700);

/** Triangles of equal width on the mel scale, each overlapping half of its neighbours. */
const triangles: readonly Filter[] = (() => {
  const low = mel(lowestHertz);
  const width = (mel(sampleRate / 2) - low) / (filters + 1);
  return Array.from({ length: filters }, (_, filter) => {
    const left = low + filter * width;
    const weights: number[] = [];
    let first = 0;
    for (let bin = 0; bin < fftSize / 2; bin += 1) {
      const at = (mel((bin * sampleRate) / fftSize) - left) / width;
      if (at <= 0 || at >= 2) continue;
      if (weights.length === 0) first = bin;
      weights.push(at <= 1 ? at : 2 - at);
    }
    return { first, weights: Float64Array.from(weights) };
  });
})();

const cosines = Float64Array.from({ length: fftSize / 2 }, (_, k) => Math.cos((-2 * Math.PI * k) / fftSize));
const sines = Float64Array.from({ length: fftSize / 2 }, (_, k) => Math.sin((-2 * Math.PI * k) / fftSize));
const bits = Math.log2(fftSize);
const reversed = Uint16Array.from({ length: fftSize }, (_, i) => {
  let turned = 0;
  for (let bit = 0; bit < bits; bit += 1) turned |= ((i >> bit) & 1) << (bits - 1 - bit);
  return turned;
});

/** The fast Fourier transform (Cooley and Tukey, radix 2) of what lies in bit-reversed order, in place. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  for (let size = 2; size <= fftSize; size *= 2) {
    const half = size / 2;
    const stride = fftSize / size;
    for (let block = 0; block < fftSize; block += size) {
      for (let k = 0; k < half; k += 1) {
        const a = block + k;
        const b = a + half;
        const c = cosines[k * stride] ?? 0;
        const s = sines[k * stride] ?? 0;
        const re = (real[b] ?? 0) * c - (imaginary[b] ?? 0) * s;
        const im = (real[b] ?? 0) * s + (imaginary[b] ?? 0) * c;
        real[b] = (real[a] ?? 0) - re;
        imaginary[b] = (imaginary[a] ?? 0) - im;
        real[a] = (real[a] ?? 0) + re;
        imaginary[a] = (imaginary[a] ?? 0) + im;
      }
    }
  }
}

/**
 * The filter bank of 16 kHz mono sound (-1 to 1): `frameCount` rows of 80 natural logarithms of energy, one after
 * another. No mean is taken away.
 */
export function filterBank(samples: Float32Array): Float32Array {
  const frames = frameCount(samples.length);
  const found = new Float32Array(frames * filters);
  const real = new Float64Array(fftSize);
  const imaginary = new Float64Array(fftSize);
  const power = new Float64Array(fftSize / 2);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * stepSamples;
    let mean = 0;
    for (let i = 0; i < frameSamples; i += 1) mean += samples[start + i] ?? 0;
    mean /= frameSamples;
    real.fill(0);
    imaginary.fill(0);
    let before = (samples[start] ?? 0) - mean;
    for (let i = 0; i < frameSamples; i += 1) {
      const now = (samples[start + i] ?? 0) - mean;
      real[reversed[i] ?? 0] = fullScale * (now - preEmphasis * before) * (poveyWindow[i] ?? 0);
      before = now;
    }
    transform(real, imaginary);
    for (let bin = 0; bin < power.length; bin += 1) power[bin] = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    for (const [filter, { first, weights }] of triangles.entries()) {
      let energy = 0;
      for (let i = 0; i < weights.length; i += 1) energy += (weights[i] ?? 0) * (power[first + i] ?? 0);
      found[frame * filters + filter] = Math.log(Math.max(energy, floor));
    }
  }
  return found;
}

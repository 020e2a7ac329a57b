/** Samples a second in everything that is heard and cut here: what speech models take. */
export const sampleRate = 16_000;

/** Length of one level's frame. Ten milliseconds is finer than anybody can say when a word begins. */
export const frameSeconds = 0.01;
const frameSamples = sampleRate * frameSeconds;

/** What digital silence measures; nothing is lower. */
export const lowestLevel = -100;

// Fourth-order Butterworth high-pass at 120 Hz, as two sections: feet, tables and ventilation rumble below, voices are
// louder above. The numbers are the sections' quality factors.
const cutoff = Math.tan((Math.PI * 120) / sampleRate);
const qualities = [0.541_196_1, 1.306_563] as const;

/** One section of the filter. */
class HighPass {
  readonly #gain: number;
  readonly #back1: number;
  readonly #back2: number;
  #in1 = 0;
  #in2 = 0;
  #out1 = 0;
  #out2 = 0;

  constructor(quality: number) {
    this.#gain = 1 / (1 + cutoff / quality + cutoff * cutoff);
    this.#back1 = 2 * (cutoff * cutoff - 1) * this.#gain;
    this.#back2 = (1 - cutoff / quality + cutoff * cutoff) * this.#gain;
  }

  pass(value: number): number {
    const forward = this.#gain * (value - 2 * this.#in1 + this.#in2);
    const out = forward - this.#back1 * this.#out1 - this.#back2 * this.#out2;
    this.#in2 = this.#in1;
    this.#in1 = value;
    this.#out2 = this.#out1;
    this.#out1 = out;
    return out;
  }
}

/**
 * Measures how loud 16 kHz mono PCM is, frame by frame, as it streams by. Keeps 4 bytes a frame (1.4 MB an hour).
 */
export class LevelMeter {
  #levels = new Float32Array(60_000);
  #count = 0;
  #samples = 0;
  #energy = 0;
  #oddByte: Buffer | null = null;
  readonly #first = new HighPass(qualities[0]);
  readonly #second = new HighPass(qualities[1]);

  /** Seconds of sound measured so far. */
  get seconds(): number {
    return this.#samples / sampleRate;
  }

  /** Takes signed 16-bit little-endian samples, cut anywhere. */
  add(bytes: Buffer): void {
    const pcm = this.#oddByte === null ? bytes : Buffer.concat([this.#oddByte, bytes]);
    const whole = pcm.length - (pcm.length % 2);
    this.#oddByte = whole < pcm.length ? Buffer.from(pcm.subarray(whole)) : null;
    for (let at = 0; at < whole; at += 2) this.#sample(pcm.readInt16LE(at) / 32_768);
  }

  /** Levels in dB below full scale, one a frame. What is left of the last frame counts when it is half a frame. */
  finish(): Float32Array {
    if (this.#samples % frameSamples >= frameSamples / 2) this.#closeFrame(this.#samples % frameSamples);
    return this.#levels.slice(0, this.#count);
  }

  #sample(value: number): void {
    const filtered = this.#second.pass(this.#first.pass(value));
    this.#energy += filtered * filtered;
    this.#samples += 1;
    if (this.#samples % frameSamples === 0) this.#closeFrame(frameSamples);
  }

  #closeFrame(samples: number): void {
    if (this.#count === this.#levels.length) {
      const longer = new Float32Array(this.#levels.length * 2);
      longer.set(this.#levels);
      this.#levels = longer;
    }
    this.#levels[this.#count] = Math.max(lowestLevel, 10 * Math.log10(this.#energy / samples + 1e-12));
    this.#count += 1;
    this.#energy = 0;
  }
}

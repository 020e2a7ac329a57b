import { blockSamples, GainSharing } from './gainSharing.ts';

const bytesPerSample = 2;

/** Mixes interleaved signed 16-bit little-endian PCM of several channels to one channel, as it streams by. */
export class ChannelMix {
  readonly #channels: number;
  readonly #mixer = new GainSharing();
  #rest: Buffer = Buffer.alloc(0);

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** Takes bytes, cut anywhere; gives the samples that are mixed by now. */
  add(bytes: Buffer): Buffer {
    if (this.#channels === 1) return bytes;
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const block = blockSamples * this.#channels * bytesPerSample;
    const whole = all.length - (all.length % block);
    this.#rest = Buffer.from(all.subarray(whole));
    const mixed: Buffer[] = [];
    for (let at = 0; at < whole; at += block) mixed.push(this.#mix(all.subarray(at, at + block)));
    return Buffer.concat(mixed);
  }

  /** The samples that are left when the sound has ended. */
  finish(): Buffer {
    const frame = this.#channels * bytesPerSample;
    const whole = this.#rest.subarray(0, this.#rest.length - (this.#rest.length % frame));
    this.#rest = Buffer.alloc(0);
    return whole.length === 0 ? whole : this.#mix(whole);
  }

  #mix(block: Buffer): Buffer {
    const samples = block.length / (this.#channels * bytesPerSample);
    const apart = Array.from({ length: this.#channels }, (_, channel) =>
      Float32Array.from({ length: samples }, (_, at) =>
        block.readInt16LE((at * this.#channels + channel) * bytesPerSample),
      ),
    );
    return pcmOf(this.#mixer.mix(apart));
  }
}

/** Samples in the scale of 16 bits as bytes. */
export function pcmOf(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * bytesPerSample);
  for (const [at, sample] of samples.entries())
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample))), at * bytesPerSample);
  return bytes;
}

// A quarter of a second: longer than a syllable's swing, shorter than a turn.
export const blockSamples = 4000;

/** What the loudness of a channel was counts on for about a second. */
const memory = 0.75;
/** Two channels that are this much alike, one upside down, are one sound with opposite phase. */
const opposite = -0.5;

/**
 * Mixes channels to one, so that whoever speaks on any of them is heard as loud as on that one alone: each channel gets
 * the share of the gain that it has of the power, as live sound mixers do. Channels of opposite phase are turned round
 * before they would cancel. The gains add up to one, so nothing clips; they change smoothly.
 */
export class GainSharing {
  #powers: number[] | undefined;
  #gains: number[] | undefined;

  /** @param channels of equal length, a block each; samples of any scale */
  mix(channels: readonly Float32Array[]): Float32Array {
    const [only, ...others] = channels;
    if (only === undefined) return new Float32Array(0);
    if (others.length === 0) return only;
    const now = channels.map((channel) => product(channel, channel));
    const before = this.#powers;
    const powers =
      before === undefined ? now : now.map((power, at) => memory * (before[at] ?? 0) + (1 - memory) * power);
    const total = powers.reduce((sum, power) => sum + power, 0);
    const from = this.#gains ?? this.#gainsOf(channels, now, powers, total);
    const to = this.#gains === undefined ? from : this.#gainsOf(channels, now, powers, total);
    this.#powers = powers;
    this.#gains = to;
    const mixed = new Float32Array(only.length);
    for (const [at, channel] of channels.entries()) {
      const first = from[at] ?? 0;
      const step = ((to[at] ?? 0) - first) / only.length;
      for (let sample = 0; sample < only.length; sample += 1)
        mixed[sample] = (mixed[sample] ?? 0) + (first + step * sample) * (channel[sample] ?? 0);
    }
    return mixed;
  }

  #gainsOf(
    channels: readonly Float32Array[],
    now: readonly number[],
    powers: readonly number[],
    total: number,
  ): number[] {
    const before = this.#gains ?? channels.map(() => 0);
    if (total === 0) return this.#gains ?? channels.map(() => 1 / channels.length);
    const loudest = now.indexOf(Math.max(...now));
    const reference = channels[loudest] ?? new Float32Array(0);
    const turned = (before[loudest] ?? 0) < 0 ? -1 : 1;
    return channels.map((channel, at) => {
      const scale = Math.sqrt((now[at] ?? 0) * (now[loudest] ?? 0));
      const alike = scale === 0 ? 0 : product(channel, reference) / scale;
      const sign = alike < opposite ? -turned : alike > -opposite ? turned : (before[at] ?? 0) < 0 ? -1 : 1;
      return (sign * (powers[at] ?? 0)) / total;
    });
  }
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

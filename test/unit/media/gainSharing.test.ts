import { describe, expect, it } from 'vitest';
import { ChannelMix } from '../../../shared/media/channelMix.ts';
import { blockSamples, GainSharing } from '../../../shared/media/gainSharing.ts';

const tone = (loud: number, shift = 0) =>
  Float32Array.from({ length: blockSamples }, (_, at) => loud * Math.sin((at + shift) / 7));
const power = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
const mixed = (...blocks: Float32Array[][]) => {
  const mixer = new GainSharing();
  return blocks.map((channels) => mixer.mix(channels));
};

describe('mixing by sharing the gain', () => {
  it('leaves one channel as it is, and two that are alike', () => {
    const voice = tone(1000);
    expect(mixed([voice])[0]).toBe(voice);
    expect(power(mixed([voice, voice])[0] ?? voice)).toBeCloseTo(power(voice), 3);
  });

  it('hears whoever speaks on one of twenty channels as loud as on that channel alone', () => {
    const channels = Array.from({ length: 20 }, (_, at) => (at === 13 ? tone(1000) : tone(1, at)));
    expect(power(mixed(channels)[0] ?? tone(0))).toBeGreaterThan(0.98 * power(tone(1000)));
  });

  it('does not let opposite phases cancel, also when their loudness changes places', () => {
    const upsideDown = (loud: number, other: number) => [tone(loud), tone(-other)];
    for (const block of mixed(upsideDown(1000, 900), upsideDown(900, 1000), upsideDown(1000, 1000)))
      expect(power(block)).toBeGreaterThan(0.9 * power(tone(900)));
  });

  it('goes over from one speaker to the other within two seconds, and never clips', () => {
    const first = [tone(30_000), tone(0)];
    const second = [tone(0), tone(30_000)];
    const blocks = mixed(first, ...Array.from({ length: 8 }, () => second));
    expect(power(blocks.at(-1) ?? tone(0))).toBeGreaterThan(0.85 * power(tone(30_000)));
    for (const block of blocks) for (const sample of block) expect(Math.abs(sample)).toBeLessThanOrEqual(30_000.1);
  });

  it('gives silence for silence', () => {
    expect(power(mixed([tone(0), tone(0)])[0] ?? tone(1))).toBe(0);
  });
});

describe('mixing interleaved sound', () => {
  it('gives every sample once, however the bytes are cut', () => {
    const frames = 2 * blockSamples + 123;
    const bytes = Buffer.alloc(frames * 4);
    for (let at = 0; at < frames; at += 1) {
      bytes.writeInt16LE(at % 3000, 4 * at);
      bytes.writeInt16LE(at % 3000, 4 * at + 2);
    }
    const mix = new ChannelMix(2);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 777) parts.push(mix.add(bytes.subarray(at, at + 777)));
    const all = Buffer.concat([...parts, mix.finish()]);
    expect(all.length).toBe(2 * frames);
    for (let at = 0; at < frames; at += 1) expect(all.readInt16LE(2 * at)).toBe(at % 3000);
  });
});

import { describe, expect, it } from 'vitest';
import { LevelMeter, sampleRate } from '../../../shared/media/levels.ts';
import { findVoice } from '../../../shared/media/voice.ts';

interface Burst {
  readonly start: number;
  readonly end: number;
}

/** The same noise each time: a test must not depend on luck. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Speech-like sound: harmonics of 140 Hz in four syllables a second, with noise and rumble as given. */
function sound(
  seconds: number,
  bursts: readonly Burst[],
  { voice = 0.2, noise = (_at: number): number => 0, rumble = 0 } = {},
): Buffer {
  const random = noiseOf(7);
  const pcm = Buffer.alloc(seconds * sampleRate * 2);
  for (let index = 0; index < seconds * sampleRate; index += 1) {
    const at = index / sampleRate;
    const speaking = bursts.some(({ start, end }) => at >= start && at < end);
    const syllable = 0.3 + 0.7 * Math.abs(Math.sin(Math.PI * 4 * at));
    const tone = [1, 2, 3, 5, 8].reduce(
      (sum, harmonic) => sum + Math.sin(2 * Math.PI * 140 * harmonic * at) / harmonic,
      0,
    );
    const value =
      (speaking ? voice * syllable * tone : 0) + noise(at) * random() + rumble * Math.sin(2 * Math.PI * 50 * at);
    pcm.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, value))), index * 2);
  }
  return pcm;
}

function voiceIn(pcm: Buffer) {
  const meter = new LevelMeter();
  meter.add(pcm);
  return findVoice(meter.finish());
}

const said: readonly Burst[] = [
  { start: 2, end: 4.5 },
  { start: 7.5, end: 8.3 },
  { start: 12, end: 17 },
];

function expectSaid(found: readonly Burst[], within = 0.05): void {
  expect(found).toHaveLength(said.length);
  for (const [index, { start, end }] of said.entries()) {
    expect(Math.abs((found[index]?.start ?? Number.NaN) - start)).toBeLessThanOrEqual(within);
    expect(Math.abs((found[index]?.end ?? Number.NaN) - end)).toBeLessThanOrEqual(within);
  }
}

describe('where anybody speaks', () => {
  it('is found to a twentieth of a second in a quiet room', () => {
    expectSaid(voiceIn(sound(20, said)));
  });

  it('is found through steady noise', () => {
    expectSaid(voiceIn(sound(20, said, { noise: () => 0.02 })), 0.1);
  });

  it('is found above rumble that is louder than the voice', () => {
    expectSaid(voiceIn(sound(20, said, { rumble: 0.3 })));
  });

  it('is found when it is soft', () => {
    expectSaid(voiceIn(sound(20, said, { voice: 0.004 })), 0.1);
  });

  it('includes a soft child after a loud adult', () => {
    const loud = sound(20, [{ start: 2, end: 6 }], { noise: () => 0.0005 });
    const soft = sound(20, [{ start: 9, end: 10 }], { voice: 0.01 });
    const both = Buffer.from(loud);
    for (let at = 0; at < both.length; at += 2) both.writeInt16LE(loud.readInt16LE(at) + soft.readInt16LE(at), at);
    expect(voiceIn(both)).toHaveLength(2);
  });

  it('is nowhere in silence, in the noise of a microphone, in a fan or in an empty recording', () => {
    expect(voiceIn(sound(10, []))).toEqual([]);
    expect(voiceIn(sound(10, [], { noise: () => 0.00003 }))).toEqual([]);
    expect(voiceIn(sound(10, [], { noise: () => 0.1 }))).toEqual([]);
    expect(voiceIn(Buffer.alloc(0))).toEqual([]);
  });

  it('does not start with a fan that is switched on', () => {
    const found = voiceIn(
      sound(
        40,
        [
          { start: 3, end: 5 },
          { start: 28, end: 30 },
        ],
        { noise: (at) => (at < 10 ? 0.0005 : 0.03) },
      ),
    );
    expect(found.map(({ start, end }) => [Math.round(start), Math.round(end)])).toEqual([
      [3, 5],
      [28, 30],
    ]);
  });

  it('leaves out a click', () => {
    expect(voiceIn(sound(10, [{ start: 3, end: 3.03 }]))).toEqual([]);
  });

  it('is the same however the sound is cut as it streams', () => {
    const pcm = sound(10, [{ start: 2, end: 4 }]);
    const meter = new LevelMeter();
    for (let at = 0; at < pcm.length; at += 4097) meter.add(pcm.subarray(at, at + 4097));
    expect(meter.seconds).toBe(10);
    expect(findVoice(meter.finish())).toEqual(voiceIn(pcm));
  });

  it('goes up to the end of a recording that ends in a word', () => {
    const found = voiceIn(sound(6, [{ start: 4, end: 6 }]));
    expect(found.at(-1)?.end).toBe(6);
  });
});

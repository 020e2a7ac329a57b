import { describe, expect, it } from 'vitest';
import type { KnownLesson } from '../../../scripts/rooms/lesson.ts';
import { babbleOf, chairs, clatter, fan, music, steady } from '../../../scripts/rooms/noises.ts';
import { echoOf } from '../../../scripts/rooms/reverberation.ts';
import { allRooms, nameOf, soundIn, twelveRooms } from '../../../scripts/rooms/rooms.ts';
import { fromDecibels, levelOf, mixed, sampleRate, wavOf } from '../../../scripts/rooms/sound.ts';

const tone = (seconds: number, loud: number) =>
  Float32Array.from({ length: seconds * sampleRate }, (_, index) => loud * Math.sin(index / 5));

describe('mixing', () => {
  it('lays noise so many decibels below a level', () => {
    const quiet = new Float32Array(sampleRate);
    const sound = mixed(quiet, tone(1, 0.9), 0.1, 20);
    expect(levelOf(sound)).toBeCloseTo(0.01, 6);
  });

  it('adds the noise to the sound, and cuts what is louder than full scale', () => {
    const noise = Float32Array.from([1, -1, 1, -1]);
    expect([...mixed(Float32Array.from([0.25, 0.25, 0.75, -0.75]), noise, 0.5, 0)]).toEqual([0.75, -0.25, 1, -1]);
  });

  it('writes a WAV file of the samples', () => {
    const wav = wavOf(Float32Array.from([0, 1, -1]));
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt32LE(24)).toBe(16_000);
    expect([44, 46, 48].map((at) => wav.readInt16LE(at))).toEqual([0, 32_767, -32_767]);
  });
});

describe('noises', () => {
  const length = 4 * sampleRate;
  const half = (sound: Float32Array, which: 0 | 1) =>
    levelOf(sound.subarray(which * (length / 2), (which + 1) * (length / 2)));

  it.each(Object.entries({ steady, clatter, chairs, music, fan, babble: babbleOf([tone(1, 0.3)]) }))(
    '%s is the same each time, and another with another seed',
    (name, noise) => {
      expect(levelOf(noise(length, 1))).toBeGreaterThan(0.001);
      expect(noise(length, 1)).toEqual(noise(length, 1));
      expect(noise(length, 1), name).not.toEqual(noise(length, 2));
    },
  );

  it('begins with the fan in the middle', () => {
    const sound = fan(length, 1);
    expect(half(sound, 0)).toBe(0);
    expect(half(sound, 1)).toBeGreaterThan(0.1);
  });

  it('lets chairs and toys be silent between', () => {
    for (const noise of [chairs, clatter]) {
      const silent = noise(length, 1).filter((value) => value === 0).length;
      expect(silent / length).toBeGreaterThan(0.2);
    }
  });

  it('lets an echo come after what is said, and die away', () => {
    const click = new Float32Array(3 * sampleRate);
    click[0] = 1;
    const echo = echoOf(click);
    const level = (from: number) => levelOf(echo.subarray(from * sampleRate, (from + 0.1) * sampleRate));
    expect(echo[0]).toBe(0);
    expect(level(0.05)).toBeGreaterThan(0);
    expect(level(1.5)).toBeLessThan(level(0.05) * fromDecibels(-40));
  });
});

describe('rooms', () => {
  const lesson: KnownLesson = {
    sound: tone(3, 0.2),
    truth: {
      durationSeconds: 3,
      turns: [
        { speaker: 'educator', text: 'Why?', start: 0, end: 1 },
        { speaker: 'leo', text: 'Because.', start: 2, end: 3 },
      ],
      questions: [],
    },
  };
  const levels = (sound: Float32Array) =>
    [0, 1, 2].map((at) => levelOf(sound.subarray(at * sampleRate, (at + 1) * sampleRate)));

  it('make the children quieter, and nobody else', () => {
    const [educator = 0, , child = 0] = levels(soundIn({ noise: null, decibels: 0, quieter: 6 }, lesson));
    const loud = levelOf(tone(1, 0.2));
    expect(educator).toBeCloseTo(loud, 3);
    expect(child / educator).toBeCloseTo(fromDecibels(-6), 2);
  });

  it('measure noise against the educator while she speaks', () => {
    const room = { noise: 'steady', decibels: 10, quieter: 12 } as const;
    const quiet = soundIn({ ...room, noise: null }, lesson);
    const noise = soundIn(room, lesson).map((value, index) => value - (quiet[index] ?? 0));
    expect(levelOf(noise)).toBeCloseTo(levelOf(tone(1, 0.2)) * fromDecibels(-10), 4);
  });

  it('are seven kinds at four levels with three kinds of children, and three quiet ones', () => {
    expect(new Set(allRooms.map(nameOf)).size).toBe(7 * 4 * 3 + 3);
    expect(twelveRooms.map(nameOf).filter((name) => allRooms.map(nameOf).includes(name))).toHaveLength(12);
  });
});

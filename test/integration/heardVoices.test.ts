import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KnownLesson, sampleLesson, trueSegments, voiceOfTurn } from '../../scripts/rooms/lesson.ts';
import { chairs, clatter, fan, music, type Noise, steady } from '../../scripts/rooms/noises.ts';
import { levelOf, type Sound, sampleRate, wavOf } from '../../scripts/rooms/sound.ts';
import { randomFrom } from '../../shared/randomFrom.ts';
import { lessonVoices, speakerOf } from '../../shared/speakers/lessonVoices.ts';
import { lessonWindows, tellVoices } from '../../shared/speakers/tellVoices.ts';
import { toldSpeech } from '../../shared/speakers/toldSpeech.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';

// Sounds in which other tools invent speakers, lose them or break, through the networks that the speech service has.

let engine: VoiceEngine;
let lesson: KnownLesson;
beforeAll(async () => {
  engine = await loadVoices();
  lesson = await sampleLesson();
}, 60_000);
afterAll(() => engine?.release());

const never = new AbortController().signal;

/** The turns and voices of a sound; who says each of its sentences, where these are known. */
async function told(sound: Sound, segments = trueSegments({ turns: [] })) {
  const heard = await engine.hearFile(wavOf(sound), new Set(['windows', 'changes', 'overlaps']), never);
  const { speech, windows = [], changes = [], overlaps = [] } = heard;
  const chunks = [{ start: 0, speech, windows, changes, overlaps }];
  const { segments: said, speakers } = toldSpeech({ segments }, tellVoices(lessonWindows(chunks), chunks));
  const { turns = [] } = speakers ?? {};
  const askers = segments.flatMap((one) => (one.text.endsWith('?') ? [speakerOf(one, said)] : []));
  return { said, turns, voices: lessonVoices(turns, askers) };
}

/** A sound as loud as somebody who speaks. */
const loud = (make: Noise, seconds: number): Sound => {
  const sound = make(seconds * sampleRate, 5);
  const level = levelOf(sound);
  return sound.map((value) => (0.1 * value) / level);
};

describe('where nobody speaks', () => {
  test.each([
    ['silence', () => new Float32Array(20 * sampleRate)],
    ['music', () => loud(music, 30)],
    ['a machine', () => loud(fan, 30)],
    ['air conditioning', () => loud(steady, 30)],
    ['toys that fall', () => loud(clatter, 30)],
  ])('%s has no turn and no voice', { timeout: 60_000 }, async (_, sound) => {
    expect(await told(sound())).toMatchObject({ turns: [], voices: [] });
  });

  test('chairs that are moved may be taken for a voice, and never for an educator', { timeout: 60_000 }, async () => {
    const { voices } = await told(loud(chairs, 30));
    expect(voices.map(({ role }) => role)).not.toContain('educator');
    expect(voices.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThan(2);
  });
});

test('one word alone is one voice, whose role nobody can tell', { timeout: 60_000 }, async () => {
  const three = lesson.truth.turns.find(({ text }) => text === 'Three.');
  if (three === undefined) throw new Error('The sample lesson has no word alone.');
  const sound = new Float32Array(10 * sampleRate);
  sound.set(voiceOfTurn(lesson.sound, three), 4 * sampleRate);
  const { voices, turns } = await told(sound);
  expect(voices).toMatchObject([{ turns: 1, role: 'unknown', roleFrom: null }]);
  expect(turns[0]?.start).toBeCloseTo(4, 0);
  expect(turns[0]?.end).toBeCloseTo(4.4, 0);
});

/** The sample lesson with some turns made to sound otherwise. */
function changed(is: (turn: KnownLesson['truth']['turns'][number]) => boolean, how: (sound: Sound) => Sound): Sound {
  const sound = Float32Array.from(lesson.sound);
  for (const turn of lesson.truth.turns.filter(is))
    sound.set(how(voiceOfTurn(lesson.sound, turn)), Math.round(turn.start * sampleRate));
  return sound;
}

/** Which voice says each turn of the sample lesson, by who does. */
async function voicesByPerson(sound: Sound) {
  const { said, voices } = await told(sound, trueSegments(lesson.truth));
  const turns = lesson.truth.turns.map(({ speaker, start, end }) => ({
    speaker,
    start,
    voice: speakerOf({ start, end }, said),
  }));
  const of = (speaker: string) => turns.filter((turn) => turn.speaker === speaker).map(({ voice }) => voice);
  return { turns, voices, of };
}

test('two people who swap their microphones stay who they are', { timeout: 120_000 }, async () => {
  // Farther away: a quarter as loud, and dull.
  const far = (sound: Sound) => {
    let last = 0;
    return sound.map((value) => {
      last += 0.35 * (value - last);
      return 0.25 * last;
    });
  };
  const half = lesson.sound.length / sampleRate / 2;
  const sound = changed(({ speaker, start }) => (speaker === 'educator') !== start < half, far);
  const { of, voices } = await voicesByPerson(sound);
  const [educator] = voices;
  expect(educator?.role).toBe('educator');
  expect(new Set(of('educator'))).toEqual(new Set([educator?.speaker]));
  for (const child of ['leo', 'mia', 'sam']) expect(of(child)).not.toContain(educator?.speaker);
});

test('an educator who whispers is another voice beside her own, and no child’s', { timeout: 120_000 }, async () => {
  const last = lesson.truth.turns.filter(({ speaker }) => speaker === 'educator').slice(-4);
  const { of, turns, voices } = await voicesByPerson(changed((turn) => last.includes(turn), whispered));
  const [educator] = voices;
  const whispers = turns.filter(({ start }) => last.some((turn) => turn.start === start)).map(({ voice }) => voice);
  const children = new Set(['leo', 'mia', 'sam'].flatMap(of));
  for (const voice of whispers) expect(children.has(voice)).toBe(false);
  expect(new Set(whispers).size).toBe(1);
  expect(new Set(of('educator').slice(0, -4))).toEqual(new Set([educator?.speaker]));
});

/** The same words without a pitch: what the mouth does to a voice, by linear prediction, done to noise. */
function whispered(sound: Sound): Sound {
  const [size, step, order] = [512, 128, 20];
  const random = randomFrom(9);
  const hann = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size));
  const whisper = new Float32Array(sound.length + size);
  for (let from = 0; from + size <= sound.length; from += step) {
    const frame = hann.map((weight, at) => weight * (sound[from + at] ?? 0));
    const { filter, gain } = predictionOf(frame, order);
    const made = new Float64Array(size);
    for (let at = 0; at < size; at += 1) {
      let value = gain * (2 * random() - 1);
      for (let back = 1; back <= Math.min(order, at); back += 1) value -= (filter[back] ?? 0) * (made[at - back] ?? 0);
      made[at] = value;
      whisper[from + at] = (whisper[from + at] ?? 0) + value * (hann[at] ?? 0);
    }
  }
  const own = whisper.subarray(0, sound.length);
  const quieter = (0.35 * levelOf(sound)) / Math.max(1e-9, levelOf(own));
  return own.map((value) => quieter * value);
}

/** Levinson and Durbin: the all-pole filter of a frame, and the amplitude of what goes into it. */
function predictionOf(frame: Float64Array, order: number): { filter: Float64Array; gain: number } {
  const alike = Float64Array.from({ length: order + 1 }, (_, back) =>
    frame.reduce((sum, value, at) => sum + value * (frame[at - back] ?? 0), 0),
  );
  let filter = new Float64Array(order + 1);
  filter[0] = 1;
  let left = (alike[0] ?? 0) * 1.0001;
  if (left < 1e-9) return { filter, gain: 0 };
  for (let stage = 1; stage <= order; stage += 1) {
    let sum = alike[stage] ?? 0;
    for (let at = 1; at < stage; at += 1) sum += (filter[at] ?? 0) * (alike[stage - at] ?? 0);
    const reflection = -sum / left;
    const next = Float64Array.from(filter);
    for (let at = 1; at < stage; at += 1) next[at] = (filter[at] ?? 0) + reflection * (filter[stage - at] ?? 0);
    next[stage] = reflection;
    filter = next;
    left *= 1 - reflection * reflection;
  }
  return { filter, gain: Math.sqrt((3 * Math.max(0, left)) / frame.length) };
}

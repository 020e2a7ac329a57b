import { isEducator, type KnownLesson, roleOfSpeaker, voiceOfTurn } from './lesson.ts';
import { babbleOf, chairs, clatter, fan, music, type Noise, steady } from './noises.ts';
import { echoOf } from './reverberation.ts';
import { fromDecibels, levelOf, mixed, type Sound, sampleRate } from './sound.ts';

export const noiseNames = ['steady', 'babble', 'clatter', 'chairs', 'music', 'fan', 'echo'] as const;
export type NoiseName = (typeof noiseNames)[number];

/** A made room. */
export interface Room {
  /** null: quiet, as the lesson was made */
  readonly noise: NoiseName | null;
  /** how far the noise is below the educator, in dB; of the echo, how far it is below what is heard directly */
  readonly decibels: number;
  /** how much quieter the children are made than they were, in dB */
  readonly quieter: number;
}

export const nameOf = ({ noise, decibels, quieter }: Room): string =>
  noise === null ? `quiet, children -${quieter}` : `${noise} ${decibels}, children -${quieter}`;

const quieters = [0, 6, 12];

/** Every room: kinds of noise x levels x how quiet the children are, and no noise. */
export const allRooms: readonly Room[] = [
  ...quieters.map((quieter) => ({ noise: null, decibels: 0, quieter })),
  ...noiseNames.flatMap((noise) =>
    [20, 15, 10, 5].flatMap((decibels) => quieters.map((quieter) => ({ noise, decibels, quieter }))),
  ),
];

/** The twelve that the whole pipeline goes through when time is short. */
export const twelveRooms: readonly Room[] = [
  { noise: null, decibels: 0, quieter: 0 },
  { noise: null, decibels: 0, quieter: 12 },
  { noise: 'steady', decibels: 20, quieter: 12 },
  { noise: 'steady', decibels: 15, quieter: 6 },
  { noise: 'steady', decibels: 15, quieter: 12 },
  { noise: 'steady', decibels: 10, quieter: 12 },
  { noise: 'babble', decibels: 15, quieter: 6 },
  { noise: 'clatter', decibels: 15, quieter: 12 },
  { noise: 'chairs', decibels: 15, quieter: 12 },
  { noise: 'music', decibels: 15, quieter: 12 },
  { noise: 'fan', decibels: 15, quieter: 12 },
  { noise: 'echo', decibels: 10, quieter: 6 },
];

/** What sounds in a room of a noise; the echo is none of these. */
export function noiseOf(name: Exclude<NoiseName, 'echo'>, { truth, sound }: KnownLesson): Noise {
  const made = { steady, clatter, chairs, music, fan };
  return name === 'babble' ? babbleOf(truth.turns.map((turn) => voiceOfTurn(sound, turn))) : made[name];
}

const seed = 7;

/** The lesson as it sounds in a room. */
export function soundIn(room: Room, lesson: KnownLesson): Sound {
  const quiet = withQuietChildren(lesson, room.quieter);
  const { noise, decibels } = room;
  if (noise === null) return quiet;
  const level = educatorLevel(lesson);
  if (noise === 'echo') {
    const echo = echoOf(quiet);
    return mixed(quiet, echo, levelOf(quiet), decibels);
  }
  return mixed(quiet, noiseOf(noise, lesson)(quiet.length, seed), level, decibels);
}

/** How loud the educator is while she speaks. */
function educatorLevel({ truth, sound }: KnownLesson): number {
  const voices = truth.turns.filter(isEducator).map((turn) => voiceOfTurn(sound, turn));
  const power = voices.reduce((sum, voice) => sum + levelOf(voice) ** 2 * voice.length, 0);
  return Math.sqrt(power / voices.reduce((sum, voice) => sum + voice.length, 0));
}

function withQuietChildren({ truth, sound }: KnownLesson, decibels: number): Sound {
  const quiet = sound.slice();
  for (const { speaker, start, end } of truth.turns) {
    if (roleOfSpeaker(speaker) !== 'child') continue;
    const last = Math.min(quiet.length, Math.round(end * sampleRate));
    // From the sound as it was: where two children speak at once, neither is made quieter twice.
    for (let at = Math.round(start * sampleRate); at < last; at += 1)
      quiet[at] = (sound[at] ?? 0) * fromDecibels(-decibels);
  }
  return quiet;
}

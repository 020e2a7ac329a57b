import { randomFrom } from '../shared/randomFrom.ts';
import type { VoiceWindow } from '../shared/speakers/findVoices.ts';
import { unit } from '../shared/speakers/vectors.ts';

const size = 192;
const random = randomFrom(7);
const direction = () => Float64Array.from({ length: size }, () => random() + random() + random() - 1.5);

/** Made voices: each a direction of its own, all of them alike to some degree as those of one room are. */
export const people = Array.from({ length: 12 }, direction);
const room = direction();

/** A window of a made voice; `mix` is how much chance is in it. */
export function windowOf(person: number, start: number, seconds = 1.5, mix = 0.6): VoiceWindow {
  const noise = direction();
  const vector = unit(
    Float64Array.from(
      { length: size },
      (_, at) => (people[person]?.[at] ?? 0) + 0.8 * (room[at] ?? 0) + mix * (noise[at] ?? 0),
    ),
  );
  if (vector === null) throw new Error('A made voice has no direction.');
  return { start, end: start + seconds, vector };
}

/** So many windows of each person, one after another, a person's windows 0.6 s apart. */
export function talk(counts: readonly (readonly [person: number, windows: number])[]): VoiceWindow[] {
  let at = 0;
  return counts.flatMap(([person, count]) => {
    const own = Array.from({ length: count }, (_, step) => windowOf(person, at + 0.6 * step));
    at += 0.6 * count + 2;
    return own;
  });
}

import type { Span } from '../../shared/lessons/transcript.ts';
import { randomFrom } from '../../shared/randomFrom.ts';
import { levelOf, type Sound, sampleRate } from '../rooms/sound.ts';
import type { Piece } from './pieces.ts';

/** A piece, and where it lies in its recording, in seconds. */
export interface PlacedPiece extends Span {
  readonly piece: Piece;
}

export interface Recording {
  readonly sound: Sound;
  readonly pieces: readonly PlacedPiece[];
}

/** Of silence before, between and after pieces. */
export const pauseSeconds = 0.6;
/** Root mean square of each piece: they come from many microphones. */
const level = 0.08;

/** The items in an order of chance, which depends on the seed alone. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = randomFrom(seed);
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** One after the other with pauses, equally loud. */
export function joined(heard: readonly { readonly piece: Piece; readonly sound: Sound }[]): Recording {
  const pause = Math.round(pauseSeconds * sampleRate);
  const length = heard.reduce((sum, { sound }) => sum + sound.length + pause, pause);
  const all = new Float32Array(length);
  const pieces: PlacedPiece[] = [];
  let at = pause;
  for (const { piece, sound } of heard) {
    const loudest = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const gain = loudest === 0 ? 0 : Math.min(level / levelOf(sound), 1 / loudest);
    all.set(
      sound.map((value) => gain * value),
      at,
    );
    pieces.push({ piece, start: at / sampleRate, end: (at + sound.length) / sampleRate });
    at += sound.length + pause;
  }
  return { sound: all, pieces };
}

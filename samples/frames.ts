import { type Frame, type Mouth, picture, restingPlace } from './picture.ts';
import { type Place, type Speaker, speakers, type Thing, type Turn, things } from './script.ts';
import { loudness } from './sound.ts';

/** A turn with the times of its sound, seconds from the start. */
export interface SpokenTurn {
  readonly turn: Turn;
  readonly start: number;
  readonly end: number;
}

interface Move {
  readonly thing: Thing;
  readonly from: Place;
  readonly to: Place;
  readonly at: number;
}

const moveSeconds = 1.4;
const aboveWater = 362;
const captionStaysSeconds = 0.8;

function movesOf(turns: readonly SpokenTurn[]): Move[] {
  const now: Partial<Record<Thing, Place>> = {};
  return turns.flatMap(({ turn, start }) =>
    things.flatMap((thing): Move[] => {
      const to = turn.show?.[thing];
      const from = now[thing] ?? 'basket';
      if (to === undefined || to === from) return [];
      now[thing] = to;
      // From the basket into the water it goes by way of the hand.
      return [{ thing, from: from === 'basket' && to !== 'held' ? 'held' : from, to, at: start }];
    }),
  );
}

const eased = (part: number) => part * part * (3 - 2 * part);
const whole = (point: { x: number; y: number }) => ({ x: Math.round(point.x), y: Math.round(point.y) });

/** Where a thing is, `part` (0 to 1) of the way of its move. */
function along(move: Move, part: number): { x: number; y: number } | null {
  const to = restingPlace(move.thing, move.to);
  const from = restingPlace(move.thing, move.from);
  if (to === null || from === null || part >= 1) return to;
  // First low over the glass to its place, below the faces, then down.
  if (part < 0.5) {
    const over = eased(part * 2);
    return { x: from.x + (to.x - from.x) * over, y: from.y + (aboveWater - from.y) * Math.min(1, over * 4) };
  }
  const down = (part - 0.5) * 2;
  return { x: to.x, y: aboveWater + (to.y - aboveWater) * down * down };
}

/** Who of those who are drawn says a turn. */
const drawn = (turn: Turn | null | undefined): Speaker | null => speakers.find((one) => one === turn?.speaker) ?? null;

function mouthsAt(turns: readonly SpokenTurn[], mix: Float32Array, seconds: number): Record<Speaker, Mouth> {
  const mouths: Record<Speaker, Mouth> = { educator: 'shut', leo: 'shut', mia: 'shut', sam: 'shut' };
  const speaking = drawn(turns.find(({ start, end }) => seconds >= start && seconds < end)?.turn);
  if (speaking !== null) {
    const level = loudness(mix, seconds, 1 / picture.framesPerSecond);
    if (level > 0.14) mouths[speaking] = 'wide';
    else if (level > 0.03) mouths[speaking] = 'small';
  }
  return mouths;
}

// Left to right, as they stand.
const standing: readonly Speaker[] = ['educator', 'mia', 'leo', 'sam'];

/** Everybody looks at whoever speaks, the speaker at the others; and all at the water while something goes in. */
function gazesAt(speaking: Speaker | null, watching: boolean): Frame['gazes'] {
  const gaze = (of: Speaker): readonly [number, number] => {
    const side = of === 'educator' ? 2 : -2;
    if (watching) return [side, 3];
    if (speaking === null || speaking === of) return [of === 'educator' ? 2 : 0, 0];
    return [standing.indexOf(speaking) < standing.indexOf(of) ? -3 : 3, 0];
  };
  return { educator: gaze('educator'), leo: gaze('leo'), mia: gaze('mia'), sam: gaze('sam') };
}

/** Each blinks in turn, for one frame, about every four seconds. */
function blinkingAt(index: number): Speaker | null {
  return index % 11 === 7 ? (speakers[Math.floor(index / 11) % speakers.length] ?? null) : null;
}

/** What is seen at `index` frames from the start. */
export function frameAt(turns: readonly SpokenTurn[], mix: Float32Array, index: number): Frame {
  const seconds = index / picture.framesPerSecond;
  const at: Partial<Record<Thing, { x: number; y: number }>> = {};
  const charted: Thing[] = [];
  let bubbles: Frame['bubbles'] = null;
  let holding = false;
  let watching = false;
  // The water swells and falls slowly: four heights, three seconds.
  const swell = Math.round(1.5 * Math.sin((seconds * 2 * Math.PI) / 3));
  for (const move of movesOf(turns)) {
    if (seconds < move.at) continue;
    const part = (seconds - move.at) / moveSeconds;
    const point = along(move, part);
    if (point === null) continue;
    const settled = part >= 1;
    holding = move.to === 'held' || (holding && !(move.from === 'held' && part > 0.2));
    at[move.thing] = whole(settled && move.to === 'afloat' ? { x: point.x, y: point.y + swell } : point);
    watching ||= move.to !== 'held' && part < 1.6;
    if (settled && move.to !== 'held') charted.push(move.thing);
    const rise = seconds - move.at - moveSeconds * 0.85;
    if (move.to === 'sunk' && rise > 0 && rise < 1.4) bubbles = whole({ x: point.x, y: 462 - rise * 18 });
  }
  const spoken = turns.findLast(({ start }) => seconds >= start - 0.1);
  const shown = spoken !== undefined && seconds < spoken.end + captionStaysSeconds ? spoken.turn : null;
  return {
    at,
    holding,
    bubbles,
    ripple: swell,
    mouths: mouthsAt(turns, mix, seconds),
    blinking: blinkingAt(index),
    gazes: gazesAt(drawn(shown), watching),
    charted,
    caption: shown?.text ?? '',
    captionOf: drawn(shown),
  };
}

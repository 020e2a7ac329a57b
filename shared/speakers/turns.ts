import type { Span } from '../lessons/transcript.ts';
import type { Attribution } from './whose.ts';

/** A stretch in which one voice speaks, by the voice's place. Turns of two voices may overlap. */
export interface Turn extends Span {
  readonly voice: number;
}

const stepSeconds = 0.05;
/** A shorter turn between two of one voice is a mistake. */
const shortestSeconds = 0.25;

/** Who speaks at the same time as somebody else, spoke or will speak within so long. */
const nearSeconds = 1.5;

/** Somebody who is only heard at the same time as another is believed from so long on: an echo is shorter. */
const leastUnheardSeconds = 0.3;

/** Where anybody speaks in a lesson, where one voice follows another, and where two speak at once; in video time. */
export interface HeardSpeech {
  readonly speech: readonly Span[];
  readonly changes: readonly number[];
  readonly overlaps: readonly Span[];
}

/**
 * Who speaks when, in order of beginning: each moment of speech goes to the voice that it is most like, borders lie
 * where the network heard one voice follow another, and where it heard two at once a second voice has a turn as well.
 */
export function turnsOf({ speech, changes, overlaps }: HeardSpeech, attribution: Attribution): Turn[] {
  const turns = turnsOneByOne(speech, changes, attribution);
  const atOnce = overlaps.flatMap((overlap) => bothVoices(overlap, turns, attribution));
  return united([...turns, ...atOnce]);
}

/**
 * Who speaks in an overlap: the two whose turns meet in it; where it lies within one turn, whoever spoke just before or
 * speaks just after as well, else the next most alike. In a lesson of one voice it is somebody who was never heard alone.
 */
function bothVoices({ start, end }: Span, turns: readonly Turn[], { whose }: Attribution): Turn[] {
  const within = (by: number) => [
    ...new Set(turns.filter((turn) => turn.start < end + by && turn.end > start - by).map(({ voice }) => voice)),
  ];
  const own = within(0);
  const near = within(nearSeconds).filter((voice) => !own.includes(voice));
  const found = whose({ start, end });
  const unheard = found !== null && end - start >= leastUnheardSeconds ? found.voice + 1 : null;
  const other = found?.next ?? unheard;
  const alike = [found?.voice, other].filter((voice) => voice != null && !own.includes(voice));
  return [...own, ...near, ...alike].slice(0, 2).flatMap((voice) => (voice == null ? [] : [{ start, end, voice }]));
}

/** Turns of one voice that overlap or touch made one; in order of beginning. */
function united(turns: readonly Turn[]): Turn[] {
  const found: Turn[] = [];
  const order = (a: Turn, b: Turn) => a.start - b.start || a.voice - b.voice;
  for (const voice of new Set(turns.map((turn) => turn.voice))) {
    for (const turn of turns.filter((other) => other.voice === voice).sort(order)) {
      const last = found.at(-1);
      if (last !== undefined && last.voice === voice && turn.start <= last.end)
        found[found.length - 1] = { ...last, end: Math.max(last.end, turn.end) };
      else found.push(turn);
    }
  }
  return found.sort(order);
}

function turnsOneByOne(speech: readonly Span[], changes: readonly number[], { whose }: Attribution): Turn[] {
  const turns: Turn[] = [];
  for (const { start, end } of speech) {
    const cuts = changes.filter((at) => at > start && at < end);
    const borders = [start, ...cuts, end];
    for (let part = 0; part + 1 < borders.length; part += 1) {
      const own = piecesOf({ start: borders[part] ?? start, end: borders[part + 1] ?? end }, whose);
      for (const turn of own) {
        const last = turns.at(-1);
        if (last !== undefined && last.voice === turn.voice && turn.start - last.end < 1e-6)
          turns[turns.length - 1] = { ...last, end: turn.end };
        else turns.push(turn);
      }
    }
  }
  return turns;
}

/** The turns of one piece of speech without a heard change: mostly one. */
function piecesOf(piece: Span, whose: Attribution['whose']): Turn[] {
  const turns: Turn[] = [];
  const steps = Math.max(1, Math.round((piece.end - piece.start) / stepSeconds));
  for (let step = 0; step < steps; step += 1) {
    const at = (moment: number) => piece.start + ((piece.end - piece.start) * moment) / steps;
    const span = { start: at(step), end: at(step + 1) };
    const found = whose(span);
    const last = turns.at(-1);
    if (found === null) continue;
    if (last !== undefined && (last.voice === found.voice || span.end - last.end <= 0))
      turns[turns.length - 1] = { ...last, end: span.end };
    else turns.push({ ...span, voice: found.voice });
  }
  return withoutBlips(turns, piece);
}

function withoutBlips(turns: readonly Turn[], piece: Span): Turn[] {
  const kept = turns.filter(({ start, end }) => end - start >= shortestSeconds);
  const [first = turns[0], ...others] = kept;
  if (first === undefined) return [];
  const joined: Turn[] = [{ ...first, start: piece.start }];
  for (const turn of others) {
    const last = joined[joined.length - 1];
    if (last === undefined) break;
    if (last.voice === turn.voice) joined[joined.length - 1] = { ...last, end: turn.end };
    else {
      joined[joined.length - 1] = { ...last, end: turn.start };
      joined.push(turn);
    }
  }
  const last = joined[joined.length - 1];
  if (last !== undefined) joined[joined.length - 1] = { ...last, end: piece.end };
  return joined;
}

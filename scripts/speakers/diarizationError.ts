import type { NamedTurn } from './rttm.ts';

/** Seconds of speech that were missed, made up, or given to another; over the seconds that were spoken. */
export interface DiarizationError {
  readonly spoken: number;
  readonly missed: number;
  readonly invented: number;
  readonly confused: number;
  readonly rate: number;
}

const stepSeconds = 0.01;
/** Around each border of the truth nothing is counted, as NIST does it. */
const collarSeconds = 0.25;

/** The diarization error of some turns against the true ones, overlap counted, names matched as well as they can be. */
export function diarizationError(truth: readonly NamedTurn[], found: readonly NamedTurn[]): DiarizationError {
  const names = (turns: readonly NamedTurn[]) => [...new Set(turns.map(({ speaker }) => speaker))];
  const [people, voices] = [names(truth), names(found)];
  const steps = Math.ceil(Math.max(0, ...[...truth, ...found].map(({ end }) => end)) / stepSeconds);
  const [spokenBy, foundOf] = [activity(truth, people, steps), activity(found, voices, steps)];
  const counted = new Uint8Array(steps).fill(1);
  for (const { start, end } of truth)
    for (const border of [start, end])
      counted.fill(
        0,
        Math.max(0, Math.round((border - collarSeconds) / stepSeconds)),
        Math.round((border + collarSeconds) / stepSeconds),
      );
  const together = people.map(() => voices.map(() => 0));
  let [spoken, missed, invented, least] = [0, 0, 0, 0];
  for (let step = 0; step < steps; step += 1) {
    if (counted[step] === 0) continue;
    const real = people.flatMap((_, person) => (spokenBy[person]?.[step] === 1 ? [person] : []));
    const heard = voices.flatMap((_, voice) => (foundOf[voice]?.[step] === 1 ? [voice] : []));
    spoken += real.length;
    missed += Math.max(0, real.length - heard.length);
    invented += Math.max(0, heard.length - real.length);
    least += Math.min(real.length, heard.length);
    for (const person of real)
      for (const voice of heard) {
        const row = together[person];
        if (row !== undefined) row[voice] = (row[voice] ?? 0) + 1;
      }
  }
  const confused = least - bestMatch(together);
  const seconds = (count: number) => count * stepSeconds;
  return {
    spoken: seconds(spoken),
    missed: seconds(missed),
    invented: seconds(invented),
    confused: seconds(confused),
    rate: spoken === 0 ? 0 : (missed + invented + confused) / spoken,
  };
}

function activity(turns: readonly NamedTurn[], names: readonly string[], steps: number): Uint8Array[] {
  return names.map((name) => {
    const active = new Uint8Array(steps);
    for (const { start, end, speaker } of turns)
      if (speaker === name) active.fill(1, Math.round(start / stepSeconds), Math.round(end / stepSeconds));
    return active;
  });
}

/** The most that rows and columns can have together, each row with one column at most. */
function bestMatch(together: readonly (readonly number[])[]): number {
  const columns = together[0]?.length ?? 0;
  let best = new Map<number, number>([[0, 0]]);
  for (const row of together) {
    const next = new Map(best);
    for (const [taken, sum] of best)
      for (let column = 0; column < columns; column += 1) {
        if ((taken & (1 << column)) !== 0) continue;
        const key = taken | (1 << column);
        next.set(key, Math.max(next.get(key) ?? 0, sum + (row[column] ?? 0)));
      }
    best = next;
  }
  return Math.max(...best.values());
}

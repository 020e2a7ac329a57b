import type { SpeakersResponse } from '../../shared/api/contract.ts';
import type { Change } from './change.ts';

export type Voice = SpeakersResponse['voices'][number];
export type Role = Voice['role'];
export const roles = ['educator', 'child', 'adult', 'several', 'unknown'] as const satisfies readonly Role[];

/** Voices that people add are numbered from here, as the server does. */
const firstAdded = 1000;
/** With less of the talk than this, and no turn of two seconds, a voice may be nobody of its own. */
const few = { share: 0.02, seconds: 2 };

/**
 * What each voice is called: by a person, else by its role, with a number where there are several of it. In the order
 * of their numbers, so that a name does not change with what a voice says.
 */
export function namesOf(voices: readonly Voice[], roleNames: Readonly<Record<Role, string>>): Map<number, string> {
  const inOrder = voices.toSorted((a, b) => a.speaker - b.speaker);
  const counts = new Map<Role, number>();
  const named = inOrder.map(({ speaker, role, label }): [number, string] => {
    if (label !== undefined) return [speaker, label];
    const alone = role !== 'unknown' && inOrder.filter((other) => !other.label && other.role === role).length === 1;
    const number = (counts.get(role) ?? 0) + 1;
    counts.set(role, number);
    return [speaker, alone ? roleNames[role] : `${roleNames[role]} ${number}`];
  });
  return new Map(named);
}

/** Whether any role is only proposed: then a person may confirm. */
export const isProposed = (voices: readonly Voice[]): boolean => voices.some(({ roleFrom }) => roleFrom !== 'person');

export const isFew = (voice: Voice, all: number): boolean =>
  voice.seconds < few.share * all && voice.longestSeconds < few.seconds;

/** One press: each voice is whose it is shown to be. */
export const confirmation = (voices: readonly Voice[]): Change => ({
  kind: 'voices',
  voices: voices.map(({ speaker, role, label }) => ({ speaker, role, ...(label === undefined ? {} : { label }) })),
});

/** A number for a voice that the lesson did not have. */
export const newVoice = (voices: readonly Voice[]): number =>
  Math.max(firstAdded - 1, ...voices.map(({ speaker }) => speaker)) + 1;

interface Turn {
  readonly start: number;
  readonly end: number;
  readonly speaker: number;
}

/** Who speaks when, by role: only roles that anybody has. */
export function lanesOf(voices: readonly Voice[], turns: readonly Turn[]): { role: Role; turns: readonly Turn[] }[] {
  const roleOf = new Map(voices.map(({ speaker, role }) => [speaker, role]));
  const byRole = Map.groupBy(turns, ({ speaker }) => roleOf.get(speaker) ?? 'unknown');
  return roles.flatMap((role) => {
    const own = byRole.get(role);
    return own === undefined ? [] : [{ role, turns: own }];
  });
}

/** Who says each line, where that is another one than in the line before; '' for the same, and for nobody known. */
export function whoOfLines(
  lines: readonly { readonly speaker?: number | null }[],
  names: ReadonlyMap<number, string>,
): string[] {
  let before: number | null | undefined;
  return lines.map(({ speaker }) => {
    const said = speaker == null || speaker === before ? '' : (names.get(speaker) ?? '');
    before = speaker;
    return said;
  });
}

interface TaughtLine {
  readonly start: number;
  readonly end: number;
  readonly to: number;
}

/** Lines that a person takes as said by other voices, as one change. */
export function taughtOf(lines: readonly TaughtLine[]): Change {
  const given = [...Map.groupBy(lines, ({ to }) => to)].map(([speaker, own]) => ({
    speaker,
    spans: own.map(({ start, end }) => ({ start, end })),
  }));
  return { kind: 'taught', given };
}

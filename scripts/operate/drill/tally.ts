import { styleText } from 'node:util';
import type { Victim } from './victims.ts';
import { victims } from './victims.ts';

/** What became of an upload that storage had answered. */
export interface Fate {
  readonly victim: Victim;
  readonly fate: 'completed' | 'failed' | 'lost';
  /** Analysed by two orchestrations, or with a question twice. */
  readonly twice: boolean;
  /** With another number of questions than undisturbed. */
  readonly wrong: boolean;
}

export interface Round {
  readonly victim: Victim;
  /** From the kill until all answered again. */
  readonly secondsDown: number;
}

const columns = [
  'killed',
  'rounds',
  'uploads',
  'completed',
  'failed',
  'lost',
  'twice',
  'wrong',
  'back after s (median, most)',
];

/** A row for each that was killed, and the sum. */
export function table(rounds: readonly Round[], fates: readonly Fate[]): string {
  const rows = [
    ...victims.map((victim) => row(victim, only(rounds, victim), only(fates, victim))),
    row('all', rounds, fates),
  ].filter(([, count]) => count !== '0');
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((each) => each[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}

const only = <T extends { readonly victim: Victim }>(all: readonly T[], victim: Victim) =>
  all.filter((each) => each.victim === victim);

function row(name: string, rounds: readonly Round[], fates: readonly Fate[]): string[] {
  const count = (is: (fate: Fate) => boolean) => String(fates.filter(is).length);
  const seconds = rounds.map(({ secondsDown }) => secondsDown).toSorted((a, b) => a - b);
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
  return [
    ...[name, String(rounds.length), String(fates.length)],
    ...(['completed', 'failed', 'lost'] as const).map((fate) => count((each) => each.fate === fate)),
    ...[count(({ twice }) => twice), count(({ wrong }) => wrong)],
    `${median.toFixed(1)}, ${(seconds.at(-1) ?? 0).toFixed(1)}`,
  ];
}

/** Whether nothing was lost, done twice, failed or came out otherwise. */
export function isClean(fates: readonly Fate[]): boolean {
  return fates.every(({ fate, twice, wrong }) => fate === 'completed' && !twice && !wrong);
}

export const verdict = (clean: boolean) =>
  clean
    ? styleText('green', 'Nothing was lost, and nothing done twice.')
    : styleText('red', 'Not what was acknowledged.');

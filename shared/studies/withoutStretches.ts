import type { Span } from '../lessons/transcript.ts';
import type { Coding, Settled, UnitCode } from './study.ts';

/** So much of a code's time lies where nothing is coded any more: then it is gone. */
const mostShared = 0.5;
const touchSeconds = 0.05;

/** What is left of codes when stretches of a lesson are taken out: none of what lies in them, and no words beside. */
function codesWithout<T extends UnitCode>(codes: readonly T[], taken: readonly Span[]): T[] {
  return codes.flatMap((code) => {
    const { startSeconds, endSeconds } = code;
    const within = taken.reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(end, endSeconds) - Math.max(start, startSeconds)),
      0,
    );
    if (within <= touchSeconds) return [code];
    if (within >= mostShared * (endSeconds - startSeconds)) return [];
    const { text: _text, ...rest } = code;
    // What is optional in every code may be left out of one.
    const left = rest as unknown as T;
    return ['note' in left ? { ...left, note: undefined } : left];
  });
}

/** @param taken stretches in order, none over another; seconds. @returns the same where nothing of it lies in them */
export function codingWithout(coding: Coding, taken: readonly Span[]): Coding {
  const codes = codesWithout(coding.codes, taken);
  return isSame(codes, coding.codes) ? coding : { ...coding, codes };
}

/** As `codingWithout`. */
export function settledWithout(settled: Settled, taken: readonly Span[]): Settled {
  const settlements = codesWithout(settled.settlements, taken);
  return isSame(settlements, settled.settlements) ? settled : { ...settled, settlements };
}

const isSame = (some: readonly unknown[], others: readonly unknown[]) =>
  some.length === others.length && some.every((one, at) => one === others[at]);

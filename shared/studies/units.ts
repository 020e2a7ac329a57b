import type { Span } from '../lessons/transcript.ts';
import type { UnitCode } from './study.ts';

/** A stretch of a lesson, and what each of those who spoke of it said. */
export interface Unit {
  /** As whoever spoke of it first has it. */
  readonly span: Span;
  /** By speaker: the place of their list. */
  readonly codes: ReadonlyMap<number, UnitCode>;
}

/** Two codes are of the same stretch when they share this much of the shorter one's time (questions/keepReviewed.ts). */
const leastShared = 0.5;

const spanOf = ({ startSeconds, endSeconds }: UnitCode): Span => ({ start: startSeconds, end: endSeconds });

/** The share of the shorter span's time that both have. */
export function shared(a: Span, b: Span): number {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return both / Math.min(a.end - a.start, b.end - b.start);
}

/** Which codes of several lists are of the same stretch, in order of time; of several that fit, the one that shares most. */
export function unitsOf(lists: readonly (readonly UnitCode[])[]): Unit[] {
  const units: { span: Span; codes: Map<number, UnitCode> }[] = [];
  for (const [place, codes] of lists.entries()) {
    const fits = codes.flatMap((code) =>
      units
        .map((unit) => ({ code, unit, share: shared(spanOf(code), unit.span) }))
        .filter(({ share }) => share >= leastShared),
    );
    const matched = new Set<UnitCode>();
    for (const { code, unit } of fits.toSorted((a, b) => b.share - a.share)) {
      if (matched.has(code) || unit.codes.has(place)) continue;
      unit.codes.set(place, code);
      matched.add(code);
    }
    for (const code of codes)
      if (!matched.has(code)) units.push({ span: spanOf(code), codes: new Map([[place, code]]) });
  }
  return units.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

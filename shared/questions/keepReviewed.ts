import type { CodedQuestion } from '../lessons/question.ts';
import type { Span } from '../lessons/transcript.ts';

/** Two questions are the same when they share this much of the shorter one's time: words may be heard otherwise. */
const leastShared = 0.5;

/** A question that a person spoke of, and where it was at one time or another. */
export interface Standing {
  readonly id: string;
  readonly spans: readonly Span[];
}

/**
 * Which questions of a new analysis to write beside those that people have reviewed in the same upload. What a person
 * reviewed stands for what is found again at its time. Ids count the questions (`q001`, `q002`, …) and move when one more
 * is found: a new question whose id a reviewed one has gets another, `q002-2`.
 */
export function besideReviewed(found: readonly CodedQuestion[], reviewed: readonly Standing[]): CodedQuestion[] {
  const standing = new Set(reviewed);
  const unreviewed = found.filter((question) => {
    const same = closest(question, [...standing]);
    if (same !== undefined) standing.delete(same);
    return same === undefined;
  });
  const held = new Set(reviewed.map(({ id }) => id));
  const taken = new Set([...held, ...found.map(({ id }) => id)]);
  return unreviewed.map((question) => {
    if (!held.has(question.id)) return question;
    const id = freeId(question.id, taken);
    taken.add(id);
    return { ...question, id };
  });
}

/** The one that is the same question as this, if any is: the one with which it shares most of its time. */
export function closest<Other extends Pick<Standing, 'spans'>>(
  question: Span,
  others: readonly Other[],
): Other | undefined {
  const [best] = others
    .map((other) => ({ other, shared: Math.max(...other.spans.map((span) => sharedTime(question, span))) }))
    .filter(({ shared }) => shared >= leastShared)
    .toSorted((a, b) => b.shared - a.shared);
  return best?.other;
}

/** The time that two spans share, as a share of the shorter one; 1 for one without length that lies in the other. */
export function sharedTime(a: Span, b: Span): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const shorter = Math.min(a.end - a.start, b.end - b.start);
  if (shorter <= 0) return shared >= 0 ? 1 : 0;
  return shared / shorter;
}

/** An id like this one that nothing has yet. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const candidate = `${id}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

import type { CodingResponse, UnitCode } from '../../shared/api/contract.ts';

type Found = CodingResponse['questions'][number];

/** A stretch to code: a question that was found, or one that the coder added; its code as far as there is one. */
export interface Item {
  /** Stays the same while its code and its borders change. */
  readonly key: string;
  /** Seconds; as the coder has them, where they moved the borders. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** As it was found; undefined for one that the coder added. */
  readonly found: Found | undefined;
  readonly code: UnitCode | undefined;
}

/** A code is a found question's when they share this much of the shorter one's time (shared/studies/units.ts). */
const leastShared = 0.5;

type Stretch = Pick<UnitCode, 'startSeconds' | 'endSeconds'>;

function share(a: Stretch, b: Stretch): number {
  const both = Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds);
  return both / Math.min(a.endSeconds - a.startSeconds, b.endSeconds - b.startSeconds);
}

/** What there is to code, in order of time. */
export function itemsOf(questions: readonly Found[], codes: readonly UnitCode[]): Item[] {
  const left = new Set(codes);
  const fits = questions.flatMap((found) => codes.map((code) => ({ found, code, share: share(found, code) })));
  const codeOf = new Map<Found, UnitCode>();
  for (const { found, code, share: much } of fits.toSorted((a, b) => b.share - a.share)) {
    if (much < leastShared || codeOf.has(found) || !left.delete(code)) continue;
    codeOf.set(found, code);
  }
  const items = questions.map((found): Item => {
    const code = codeOf.get(found);
    const { startSeconds, endSeconds } = code ?? found;
    return {
      key: `found ${found.startSeconds} ${found.endSeconds}`,
      ...{ start: startSeconds, end: endSeconds, text: found.text, found, code },
    };
  });
  const added = [...left].map((code): Item => {
    const { startSeconds: start, endSeconds: end, text = '' } = code;
    return { key: `added ${text} ${start}`, start, end, text, found: undefined, code };
  });
  return [...items, ...added].toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The codes with one put in place of another; undefined before: one more, undefined after: one less. */
export function withCode(
  codes: readonly UnitCode[],
  before: UnitCode | undefined,
  code: UnitCode | undefined,
): UnitCode[] {
  const others = codes.filter((one) => one !== before);
  return code === undefined ? others : [...others, code].toSorted((a, b) => a.startSeconds - b.startSeconds);
}

type Said = Pick<UnitCode, 'label'> & { readonly subtype?: UnitCode['subtype'] | undefined };

/** An item's code with another label; who asked stays, as that does not follow from it. */
export function labelled(item: Item, { label, subtype }: Said): UnitCode {
  const { start, end, text, code } = item;
  return {
    ...{ startSeconds: start, endSeconds: end, label },
    ...(text === '' ? {} : { text }),
    ...(subtype === undefined ? {} : { subtype }),
    ...(code?.askedBy === undefined ? {} : { askedBy: code.askedBy }),
  };
}

/** @returns undefined where who asked is not said any more, or the item has no code that could hold it */
export function askedBy(item: Item, who: UnitCode['askedBy'] | undefined): UnitCode | undefined {
  if (item.code === undefined) return undefined;
  const { askedBy: _before, ...rest } = item.code;
  return who === undefined ? rest : { ...rest, askedBy: who };
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

/**
 * An item's code with its borders moved.
 * @returns undefined where it would be shorter than 0.1 s, leave the lesson, or be of the found question no more
 */
export function moved(item: Item, first: number, last: number, durationSeconds: number): UnitCode | undefined {
  if (item.code === undefined) return undefined;
  const startSeconds = round(Math.max(0, item.start + first));
  const endSeconds = round(Math.min(durationSeconds, item.end + last));
  if (endSeconds - startSeconds < 0.1) return undefined;
  const code = { ...item.code, startSeconds, endSeconds };
  return item.found !== undefined && share(item.found, code) < leastShared ? undefined : code;
}

/** The next item without a code after a place, else the first one; -1 where all have one. */
export function nextUncoded(items: readonly Item[], after: number): number {
  const later = items.findIndex(({ code }, index) => index > after && code === undefined);
  return later >= 0 ? later : items.findIndex(({ code }) => code === undefined);
}

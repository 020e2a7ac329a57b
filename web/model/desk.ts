import { codeOf, type Question } from './code.ts';

type Review = NonNullable<Question['review']>;

/** A code and a note as somebody wants them to be kept; null is no review at all. */
export type Wanted = Pick<Review, 'label' | 'subtype' | 'note'> | null;

/** `conflict`: somebody else changed the question meanwhile, and the person has not yet chosen. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

/** A question on the reviewer's desk. */
export interface Entry {
  /** As the server last gave it. */
  readonly kept: Question;
  /** What is not kept yet; undefined when nothing is. */
  readonly wanted?: Wanted;
  readonly state: SaveState;
  /** Why it failed. */
  readonly problem?: string;
  /** As it is shown: what is wanted counts at once. */
  readonly shown: Question;
}

/** All questions of a lesson with what a person has changed and is not yet kept. Never changed in place. */
export interface Desk {
  /** In order of time. */
  readonly order: readonly string[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly undo: readonly { readonly id: string; readonly before: Wanted }[];
}

const undoable = 200;

export function openDesk(questions: readonly Question[]): Desk {
  const inOrder = questions.toSorted((a, b) => a.start - b.start);
  return {
    order: inOrder.map(({ id }) => id),
    entries: new Map(inOrder.map((kept) => [kept.id, { kept, state: 'saved' as const, shown: kept }])),
    undo: [],
  };
}

export const shownQuestions = ({ order, entries }: Desk): Question[] =>
  order.flatMap((id) => entries.get(id)?.shown ?? []);

/** A review without who and when, and without empty fields. */
export function wantedOf(review: Partial<Review> & Pick<Review, 'label'>): NonNullable<Wanted>;
export function wantedOf(review: Review | undefined): Wanted;
export function wantedOf(review: (Partial<Review> & Pick<Review, 'label'>) | undefined): Wanted {
  if (review === undefined) return null;
  const { label, subtype, note } = review;
  return { label, ...(subtype ? { subtype } : {}), ...(note ? { note } : {}) };
}

export const sameWanted = (a: Wanted, b: Wanted) =>
  a?.label === b?.label && a?.subtype === b?.subtype && (a?.note ?? '') === (b?.note ?? '');

function withEntry(desk: Desk, id: string, change: (entry: Entry) => Entry): Desk {
  const entry = desk.entries.get(id);
  if (entry === undefined) return desk;
  return { ...desk, entries: new Map(desk.entries).set(id, change(entry)) };
}

const kept = (question: Question): Entry => ({ kept: question, state: 'saved', shown: question });
/** What a change answers with has no evidence; it is still the machine's. */
const withEvidence = (question: Question, { evidence }: Question): Question =>
  question.evidence === undefined && evidence !== undefined ? { ...question, evidence } : question;

function asWanted(question: Question, wanted: Wanted, by: string, at: string): Question {
  const { review: _, ...rest } = question;
  return wanted === null ? rest : { ...rest, review: { ...wanted, by, at } };
}

/** Records what a person wants; it is shown at once and waits to be sent. */
export function want(desk: Desk, id: string, wanted: Wanted, by: string, at: string, remember = true): Desk {
  const entry = desk.entries.get(id);
  if (entry === undefined) return desk;
  const before = wantedOf(entry.shown.review);
  const changed = withEntry(desk, id, ({ kept, state }) => ({
    kept,
    wanted,
    state: state === 'saving' || state === 'conflict' ? state : 'waiting',
    shown: asWanted(kept, wanted, by, at),
  }));
  return remember ? { ...changed, undo: [...desk.undo, { id, before }].slice(-undoable) } : changed;
}

/** Takes the last change back. @returns what it was of, null when there is nothing left. */
export function undoLast(desk: Desk, by: string, at: string): { desk: Desk; id: string } | null {
  const last = desk.undo.at(-1);
  if (last === undefined) return null;
  const shorter = { ...desk, undo: desk.undo.slice(0, -1) };
  return { desk: want(shorter, last.id, last.before, by, at, false), id: last.id };
}

/** The next change to send, with the ETag that it is based on; null when none waits. */
export function nextToSend(desk: Desk): { id: string; wanted: Wanted; etag: string } | null {
  for (const [id, { state, wanted, kept }] of desk.entries) {
    if (state === 'waiting' && wanted !== undefined) return { id, wanted, etag: kept.etag };
  }
  return null;
}

export const sending = (desk: Desk, id: string): Desk =>
  withEntry(desk, id, ({ problem: _, ...entry }) => ({ ...entry, state: 'saving' }));

/** The server has kept `sent`. What the person has changed since waits for its turn. */
export function answered(desk: Desk, id: string, sent: Wanted, answer: Question): Desk {
  return withEntry(desk, id, ({ kept: before, wanted, shown }) => {
    const question = withEvidence(answer, before);
    if (wanted === undefined || sameWanted(wanted, sent)) return kept(question);
    return {
      kept: question,
      wanted,
      state: 'waiting',
      shown: asWanted(question, wanted, shown.review?.by ?? '', shown.review?.at ?? ''),
    };
  });
}

/** It did not get there: it waits again. */
export const delayed = (desk: Desk, id: string): Desk =>
  withEntry(desk, id, (entry) => ({ ...entry, state: 'waiting' }));

/** It was refused for good; it is still shown, and may be tried again. */
export const failed = (desk: Desk, id: string, problem: string): Desk =>
  withEntry(desk, id, (entry) => ({ ...entry, state: 'failed', problem }));

export function retried(desk: Desk): Desk {
  const again = [...desk.entries].filter(([, { state }]) => state === 'failed');
  return again.reduce((changed, [id]) => delayed(changed, id), desk);
}

/** Somebody else was faster. Where both want the same, there is nothing to choose. */
export function refused(desk: Desk, id: string, theirs: Question): Desk {
  return withEntry(desk, id, (entry) => {
    if (entry.wanted === undefined || sameWanted(entry.wanted, wantedOf(theirs.review))) return kept(theirs);
    // Nobody has reviewed it: the machine's result moved, not a person's.
    const state = theirs.review === undefined && entry.kept.review === undefined ? 'waiting' : 'conflict';
    return { ...entry, kept: theirs, state };
  });
}

/** The person's choice in a conflict: theirs, or what is wanted now, which is sent with their ETag. */
export function choose(desk: Desk, id: string, choice: 'theirs' | { mine: Wanted }, by: string, at: string): Desk {
  return withEntry(desk, id, (entry) => {
    if (choice === 'theirs') return kept(entry.kept);
    const { mine } = choice;
    return { kept: entry.kept, wanted: mine, state: 'waiting', shown: asWanted(entry.kept, mine, by, at) };
  });
}

export interface Pending {
  readonly unsent: number;
  readonly failed: number;
  readonly conflicts: readonly string[];
}

export function pendingOf(desk: Desk): Pending {
  const conflicts: string[] = [];
  let unsent = 0;
  let lost = 0;
  for (const [id, { state }] of desk.entries) {
    if (state === 'waiting' || state === 'saving') unsent += 1;
    if (state === 'failed') lost += 1;
    if (state === 'conflict') conflicts.push(id);
  }
  return { unsent, failed: lost, conflicts };
}

/** What O and C ask for: the code, the subtype as far as it fits, the note as it is. */
export function recoded(question: Question, label: Question['label']): NonNullable<Wanted> {
  const { note, subtype } = { note: question.review?.note, subtype: codeOf(question).subtype };
  const machine = question.label === label ? question.subtype : undefined;
  const stays = codeOf(question).label === label ? subtype : machine;
  return wantedOf({ label, ...(stays ? { subtype: stays } : {}), ...(note ? { note } : {}) });
}

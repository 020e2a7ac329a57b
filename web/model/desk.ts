import type { ReviewEventResponse } from '../../shared/api/contract.ts';
import { aboutOf, applied, type Before, type Change, isSaid, ofVoices } from './change.ts';
import { codeOf, type Question } from './code.ts';
import { type SeenVoice, seenIn, type Told, withRoles } from './toldVoices.ts';

/** `conflict`: somebody else changed the question meanwhile, and the person has not yet chosen. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

/** A change that is not kept yet; it is on the device until it is. */
export interface Waiting {
  /** The event's id: sent twice, it is one. */
  readonly id: string;
  readonly change: Change;
  readonly by: string;
  readonly at: string;
  /** The ETag of the question, or of the voices, as the person saw it; '' where it is about none. */
  readonly basis: string;
  /** The voices that it names, as the person saw them. */
  readonly seen?: readonly SeenVoice[];
  /** What it changes, as that was. */
  readonly before: Before;
  readonly state: Exclude<SaveState, 'saved'>;
  /** Why it failed. */
  readonly problem?: string;
}

/** All questions of a lesson with what a person has changed and is not yet kept. Never changed in place. */
export interface Desk {
  /** As the server last gave them. */
  readonly kept: ReadonlyMap<string, Question>;
  /** In the order in which they were made. */
  readonly waiting: readonly Waiting[];
  /** As they are shown: what is wanted counts at once. */
  readonly shown: ReadonlyMap<string, Question>;
  /** Of questions that are not saved. */
  readonly states: ReadonlyMap<string, SaveState>;
  readonly undo: readonly Undoable[];
  /** As the server last gave them; undefined until it has. */
  readonly voices: Told | undefined;
}

/** Something that a person did and can take back. */
export type Undoable = Pick<Waiting, 'id' | 'change' | 'before'>;

const undoable = 200;

type Content = Pick<Desk, 'kept' | 'waiting' | 'undo' | 'voices'>;

function deskOf({ kept, waiting, undo, voices }: Content): Desk {
  let shown: ReadonlyMap<string, Question> = kept;
  const states = new Map<string, SaveState>();
  for (const { change, by, at, before, state } of waiting) {
    shown = applied(shown, change, by, at, before);
    // Of several on one question, the one that needs a person is told.
    for (const id of aboutOf(change, before))
      if (states.get(id) !== 'conflict' && states.get(id) !== 'failed') states.set(id, state);
  }
  return { kept, waiting, undo, shown, states, voices };
}

/**
 * @param waiting what the device has kept of an earlier visit
 * @param done what this person has done before and can still take back, the oldest first
 */
export function openDesk(
  questions: readonly Question[],
  waiting: readonly Waiting[] = [],
  done: readonly Undoable[] = [],
): Desk {
  const kept = new Map(questions.map((question) => [question.id, question]));
  const again = waiting.map(({ problem: _, ...one }): Waiting => ({ ...one, state: 'waiting' }));
  const unsent = new Set(waiting.map(({ id }) => id));
  const undo = [
    ...done.filter(({ id }) => !unsent.has(id)),
    ...waiting.filter(({ change }) => change.kind !== 'undone'),
  ];
  return deskOf({ kept, waiting: again, undo: undo.slice(-undoable), voices: undefined });
}

/** The same desk with the questions as another analysis has left them; what waits stays. */
export function reread(desk: Desk, questions: readonly Question[]): Desk {
  return deskOf({ ...desk, kept: new Map(questions.map((question) => [question.id, question])) });
}

/** In order of time. */
export const shownQuestions = ({ shown }: Desk): Question[] =>
  [...shown.values()].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));

/** What a change is to be based on, and what it changes. */
function groundOf(desk: Desk, change: Change): Pick<Waiting, 'basis' | 'before' | 'seen'> {
  const [first] = aboutOf(change);
  if (first === ofVoices) {
    const voices = desk.waiting.reduce((seen, one) => withRoles(seen, one.change), desk.voices?.voices ?? []);
    return { basis: desk.voices?.etag ?? '', before: [[ofVoices, null]], seen: seenIn(change, voices) };
  }
  const everybody = change.kind === 'asked-by' && change.question === undefined;
  const ids = everybody ? [...desk.shown.keys()] : aboutOf(change);
  return {
    basis: first === undefined ? '' : (desk.kept.get(first)?.etag ?? ''),
    before: ids.map((id) => [id, desk.shown.get(id) ?? null]),
  };
}

/** Records what a person wants; it is shown at once and waits to be sent. */
export function want(desk: Desk, id: string, change: Change, by: string, at: string): Desk {
  const last = desk.waiting.at(-1);
  // Borders move in small steps: those that nobody has seen yet are one.
  const goesOn =
    change.kind === 'borders' &&
    last?.state === 'waiting' &&
    last.change.kind === 'borders' &&
    last.change.question === change.question;
  if (goesOn) return deskOf({ ...desk, waiting: desk.waiting.with(-1, { ...last, change, at }) });
  const ground = groundOf(desk, change);
  const one: Waiting = { id, change, by, at, ...ground, state: 'waiting' };
  return deskOf({
    ...desk,
    waiting: [...desk.waiting, one],
    undo: [...desk.undo, { id, change, before: ground.before }].slice(-undoable),
  });
}

/**
 * Takes the last change back: one that nobody has seen is forgotten, another is undone by an event of its own.
 * @returns what it was, null when there is nothing left
 */
export function undoLast(desk: Desk, id: string, by: string, at: string): { desk: Desk; undone: Change } | null {
  const last = desk.undo.at(-1);
  if (last === undefined) return null;
  const undo = desk.undo.slice(0, -1);
  const unsent = desk.waiting.find((one) => one.id === last.id);
  if (unsent !== undefined && unsent.state !== 'saving') {
    const waiting = desk.waiting.filter((one) => one !== unsent);
    return { desk: deskOf({ ...desk, waiting, undo }), undone: last.change };
  }
  const [first] = aboutOf(last.change);
  const basis = first === undefined ? '' : (desk.kept.get(first)?.etag ?? '');
  const change: Change = { kind: 'undone', event: last.id };
  const one: Waiting = { id, change, by, at, basis, before: last.before, state: 'waiting' };
  return { desk: deskOf({ ...desk, waiting: [...desk.waiting, one], undo }), undone: last.change };
}

const rests = (one: Waiting, on: Waiting) => {
  const ids = aboutOf(on.change, on.before);
  return aboutOf(one.change, one.before).some((id) => ids.includes(id));
};

/** The next change to send; null when none can be. One that rests on what a person has to settle waits for that. */
export function nextToSend({ waiting }: Desk): Waiting | null {
  const stuck: Waiting[] = [];
  for (const one of waiting) {
    if (one.state === 'waiting' && !stuck.some((other) => rests(one, other))) return one;
    if (one.state !== 'waiting') stuck.push(one);
  }
  return null;
}

const withState = (desk: Desk, id: string, change: Partial<Waiting>): Desk =>
  deskOf({ ...desk, waiting: desk.waiting.map((one) => (one.id === id ? { ...one, ...change } : one)) });

export const sending = (desk: Desk, id: string): Desk => withState(desk, id, { state: 'saving' });
/** It did not get there: it waits again. */
export const delayed = (desk: Desk, id: string): Desk => withState(desk, id, { state: 'waiting' });
/** It was refused for good; it is still shown, and may be tried again. */
export const failed = (desk: Desk, id: string, problem: string): Desk =>
  withState(desk, id, { state: 'failed', problem });

export function retried(desk: Desk): Desk {
  return deskOf({
    ...desk,
    waiting: desk.waiting.map(({ problem: _, ...one }) =>
      one.state === 'failed' ? { ...one, state: 'waiting' } : one,
    ),
  });
}

/** What was based on a question as it was, is based on it as it now is. */
const rebased = (waiting: readonly Waiting[], questions: readonly Question[]): Waiting[] =>
  waiting.map((one) => {
    const [first] = aboutOf(one.change, one.before);
    const question = questions.find(({ id }) => id === first);
    return question === undefined ? one : { ...one, basis: question.etag };
  });

/** What was based on the voices as they were, is based on them as they now are. */
const onVoices = (waiting: readonly Waiting[], etag: string): Waiting[] =>
  waiting.map((one) => (aboutOf(one.change, one.before).includes(ofVoices) ? { ...one, basis: etag } : one));

/** The voices as the server gives them. What waits stays based on what the person saw. */
export const withVoices = (desk: Desk, { etag, voices }: Told): Desk => deskOf({ ...desk, voices: { etag, voices } });

/** The server has kept a change. What the person has changed since is based on what it left. */
export function answered(desk: Desk, id: string, { event, questions, gone, voices: etag }: ReviewEventResponse): Desk {
  const kept = new Map(desk.kept);
  for (const question of questions) kept.set(question.id, question);
  for (const lost of gone) kept.delete(lost);
  const waiting = rebased(
    desk.waiting.filter((one) => one.id !== id),
    questions,
  );
  if (etag === undefined) return deskOf({ ...desk, kept, waiting });
  const voices = withRoles(desk.voices?.voices ?? [], event.change);
  return deskOf({ ...desk, kept, waiting: onVoices(waiting, etag), voices: { etag, voices } });
}

/**
 * Somebody else said something of the voices meanwhile. Where both say the same, or the other said nothing of the voices
 * whose role this is about, there is nothing to choose.
 */
export function refusedByVoices(desk: Desk, id: string, theirs: Told): Desk {
  const one = desk.waiting.find((waiting) => waiting.id === id);
  if (one === undefined) return desk;
  const now = withVoices(desk, theirs);
  if (one.change.kind !== 'voices') return withState(now, id, { state: 'conflict' });
  const there = seenIn(one.change, theirs.voices);
  if (isSame(there, seenIn(one.change, withRoles(theirs.voices, one.change)))) {
    const waiting = desk.waiting.filter((other) => other !== one);
    return deskOf({ ...now, waiting: onVoices(waiting, theirs.etag) });
  }
  if (!isSame(there, one.seen ?? [])) return withState(now, id, { state: 'conflict' });
  return delayed(deskOf({ ...now, waiting: onVoices(desk.waiting, theirs.etag) }), id);
}

const isSame = (some: readonly SeenVoice[], others: readonly SeenVoice[]) =>
  JSON.stringify(some) === JSON.stringify(others);

/** Whether people said the same of two states of a question; the machine may have changed its mind. */
const sameSaid = (a: Question, b: Question) =>
  a.text === b.text &&
  a.start === b.start &&
  a.end === b.end &&
  a.rejected === b.rejected &&
  a.askedBy === b.askedBy &&
  JSON.stringify(a.review) === JSON.stringify(b.review);

/** Somebody else was faster. Where both want the same, or only the machine has changed it, there is nothing to choose. */
export function refused(desk: Desk, id: string, theirs: Question): Desk {
  const one = desk.waiting.find((waiting) => waiting.id === id);
  if (one === undefined) return desk;
  const before = desk.kept.get(theirs.id);
  const kept = new Map(desk.kept).set(theirs.id, theirs);
  if (isSaid(one.change, theirs)) {
    const waiting = desk.waiting.filter((other) => other !== one);
    return deskOf({ ...desk, kept, waiting: rebased(waiting, [theirs]) });
  }
  // What the person saw is in the change itself: the page may have been opened anew since.
  const seen = one.before.find(([about]) => about === theirs.id)?.[1] ?? before;
  if (one.change.kind !== 'undone' && seen !== undefined && sameSaid(seen, theirs))
    return delayed(deskOf({ ...desk, kept, waiting: rebased(desk.waiting, [theirs]) }), id);
  return withState(deskOf({ ...desk, kept }), id, { state: 'conflict' });
}

/** The questions that conflicts are about, and the voices. */
export const conflictsOf = ({ waiting }: Desk): string[] => [
  ...new Set(waiting.flatMap((one) => (one.state === 'conflict' ? aboutOf(one.change, one.before).slice(0, 1) : []))),
];

/** The person's choice in a conflict: theirs, or what is wanted now, which is based on theirs then. */
export function choose(desk: Desk, questionId: string, choice: 'theirs' | 'mine'): Desk {
  const mine = (one: Waiting) => aboutOf(one.change, one.before).includes(questionId);
  const theirs = desk.kept.get(questionId);
  if (choice === 'mine' && questionId === ofVoices) {
    const waiting = desk.waiting.map((one): Waiting => (mine(one) ? { ...one, state: 'waiting' } : one));
    return deskOf({ ...desk, waiting: onVoices(waiting, desk.voices?.etag ?? '') });
  }
  if (choice === 'theirs' || theirs === undefined)
    return deskOf({ ...desk, waiting: desk.waiting.filter((one) => !mine(one)) });
  const waiting = desk.waiting.map((one): Waiting => (mine(one) ? { ...one, state: 'waiting' } : one));
  return deskOf({ ...desk, waiting: rebased(waiting, [theirs]) });
}

export interface Pending {
  readonly unsent: number;
  readonly failed: number;
  /** Ids of questions. */
  readonly conflicts: readonly string[];
}

export function pendingOf(desk: Desk): Pending {
  const inState = (...states: SaveState[]) => desk.waiting.filter(({ state }) => states.includes(state)).length;
  return { unsent: inState('waiting', 'saving'), failed: inState('failed'), conflicts: conflictsOf(desk) };
}

type Code = Extract<Change, { kind: 'code' }>;

/** What O and C ask for: the code, the subtype that fits it, the note as it is. */
export function recoded(question: Question, label: Question['label']): Code {
  const { label: shown, subtype: given } = codeOf(question);
  const machine = question.label === label ? question.subtype : question.otherSubtype;
  const subtype = shown === label ? given : machine;
  const note = question.review?.note;
  return { kind: 'code', question: question.id, label, ...(subtype ? { subtype } : {}), ...(note ? { note } : {}) };
}

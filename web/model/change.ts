import type { ReviewEventResponse } from '../../shared/api/contract.ts';
import type { Question } from './code.ts';

/** What a person changes, as the API takes it. */
export type Change = ReviewEventResponse['event']['change'];
export type AskedBy = NonNullable<Question['askedBy']>;

/** A question as it was before a change; null where there was none. */
export type Before = readonly (readonly [id: string, question: Question | null])[];

/** Stands for the voices of a lesson where a question's id would be; no question's has a tilde. */
export const ofVoices = '~voices';

/**
 * The ids of the questions that a change is about, the one that it is based on first, or the lesson's voices; none for
 * all, and for a line.
 */
export function aboutOf(change: Change, before: Before = []): string[] {
  switch (change.kind) {
    case 'joined':
      return [change.question, change.with];
    case 'split':
      return [change.question, change.into];
    case 'undone':
      return before.map(([id]) => id);
    case 'line':
    case 'cut':
      return [];
    case 'voices':
    case 'spoken':
    case 'voice-given':
    case 'taught':
      return [ofVoices];
    default:
      return change.question === undefined ? [] : [change.question];
  }
}

type Questions = Map<string, Question>;

/**
 * Does a change to questions as the server will do it, so that it is seen at once. What the server measures and codes
 * anew comes with its answer: until then a wait is unknown, and the code what it was.
 */
export function applied(
  questions: ReadonlyMap<string, Question>,
  change: Change,
  by: string,
  at: string,
  before: Before,
): Questions {
  const next: Questions = new Map(questions);
  if (change.kind === 'undone') {
    for (const [id, question] of before) {
      if (question === null) next.delete(id);
      else next.set(id, { ...question, etag: questions.get(id)?.etag ?? question.etag });
    }
    return next;
  }
  if (change.kind === 'added') {
    const { question: id, start, end, text } = change;
    next.set(id, { id, start, end, text, ...notCodedYet, origin: 'person' });
    return next;
  }
  if (change.kind === 'asked-by' && change.question === undefined) {
    for (const [id, question] of questions)
      if (question.askedByFrom !== 'person')
        next.set(id, { ...question, askedBy: change.askedBy, askedByFrom: 'person' });
    return next;
  }
  // What follows for questions from whose a voice is, the server's answer says.
  if (!('question' in change)) return next;
  const { question: id } = change;
  const present = id === undefined ? undefined : questions.get(id);
  if (id === undefined || present === undefined) return next;
  const set = (fields: Partial<Question>) => next.set(id, { ...present, ...fields });
  switch (change.kind) {
    case 'code': {
      const { label, subtype, note } = change;
      const { rejected: _, ...rest } = present;
      next.set(id, { ...rest, review: { label, ...(subtype && { subtype }), ...(note && { note }), by, at } });
      break;
    }
    case 'code-withdrawn': {
      const { review: _, ...rest } = present;
      next.set(id, rest);
      break;
    }
    case 'note': {
      const { note: _, ...code } = present.review ?? { label: present.label };
      set({ review: { ...code, by, at, ...(change.note === '' ? {} : { note: change.note }) } });
      break;
    }
    case 'rejected': {
      const { rejected: _, ...rest } = present;
      next.set(id, change.rejected ? { ...rest, rejected: true } : rest);
      break;
    }
    case 'borders':
      set({ start: change.start, end: change.end, ...unmeasured });
      break;
    case 'text':
      set({ text: change.text });
      break;
    case 'asked-by':
      set({ askedBy: change.askedBy, askedByFrom: 'person' });
      break;
    case 'joined': {
      const other = questions.get(change.with);
      if (other === undefined) break;
      const [first, second] = present.start <= other.start ? [present, other] : [other, present];
      const end = Math.max(present.end, other.end);
      set({ start: first.start, end, text: `${first.text} ${second.text}`, ...unmeasured });
      next.delete(change.with);
      break;
    }
    case 'split': {
      const { review: _, ...rest } = present;
      set({ end: change.at, text: change.texts[0], ...unmeasured });
      const second = { start: change.at, text: change.texts[1], ...unmeasured, origin: 'person' as const };
      next.set(change.into, { ...rest, id: change.into, ...second });
      break;
    }
  }
  return next;
}

const unmeasured = { waitTimeSeconds: null, next: 'speech' } as const;

const notCodedYet = {
  quoted: false,
  label: 'CEQ',
  confidence: 0.5,
  engine: '',
  modelVersion: '',
  ...unmeasured,
  etag: '',
} as const satisfies Partial<Question>;

/** Whether a question says already what a change would make it say. */
export function isSaid(change: Change, question: Question): boolean {
  switch (change.kind) {
    case 'code': {
      const { label, subtype, note } = question.review ?? {};
      return (
        label === change.label &&
        subtype === change.subtype &&
        (note ?? '') === (change.note ?? '') &&
        !question.rejected
      );
    }
    case 'code-withdrawn':
      return question.review === undefined;
    case 'note':
      return question.review !== undefined && (question.review.note ?? '') === change.note;
    case 'rejected':
      return (question.rejected ?? false) === change.rejected;
    case 'borders':
      return question.start === change.start && question.end === change.end;
    case 'text':
      return question.text === change.text;
    case 'asked-by':
      return question.askedByFrom === 'person' && question.askedBy === change.askedBy;
    default:
      return false;
  }
}

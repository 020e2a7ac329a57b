import { askedTier } from '../exports/eaf.ts';
import { countingCode } from '../exports/lessonExport.ts';
import type { ShownQuestion } from '../lessons/question.ts';
import type { Change } from '../lessons/reviewEvent.ts';
import { sharedTime } from '../questions/keepReviewed.ts';
import type { EafContent, EafQuestion } from './eaf.ts';

/** A change that a file asks for; `was` is what it changes as that is now. */
export interface Proposed {
  readonly change: Change;
  readonly was: string | null;
  readonly text: string;
  /** Seconds. */
  readonly start: number;
}

/** Two are the same question when they share this much of the shorter one's time, where no id says it. */
const leastShared = 0.5;

/**
 * What an edited file changes, in an order in which it can be done. What the file has as it would be written now is not
 * changed, so a file that was not touched changes nothing.
 * @param questions as they are now, rejected ones among them
 * @param newId makes ids of questions
 */
export function eafChanges(file: EafContent, questions: readonly ShownQuestion[], newId: () => string): Proposed[] {
  const present = questions.filter(({ rejected }) => rejected !== true);
  const written = new Map(askedTier(questions).map((one) => [present[one.of]?.id ?? '', one]));
  const byId = new Map(questions.map((question) => [question.id, question]));
  const matched = new Set(file.questions.flatMap(({ id }) => (id !== undefined && byId.has(id) ? [id] : [])));
  const changes: Proposed[] = [];
  for (const one of file.questions) {
    const known = one.id === undefined ? undefined : byId.get(one.id);
    const question = known ?? sameTime(one, questions, matched);
    if (question === undefined) changes.push(...added(one, newId()));
    else {
      matched.add(question.id);
      changes.push(...changed(one, question, written.get(question.id)));
    }
  }
  for (const question of present)
    if (!matched.has(question.id))
      changes.push(proposed({ kind: 'rejected', question: question.id, rejected: true }, question, 'a question'));
  return changes;
}

const spanOf = ({ start, end }: { readonly start: number; readonly end: number }) => ({
  start: start / 1000,
  end: end / 1000,
});

function sameTime(one: EafQuestion, questions: readonly ShownQuestion[], taken: ReadonlySet<string>) {
  const span = spanOf(one);
  return questions
    .filter(({ id }) => !taken.has(id))
    .map((question) => ({ question, shared: sharedTime(question, span) }))
    .filter(({ shared }) => shared >= leastShared)
    .toSorted((a, b) => b.shared - a.shared)[0]?.question;
}

const proposed = (
  change: Change,
  { text, start }: Pick<ShownQuestion, 'text' | 'start'>,
  was: string | null,
): Proposed => ({
  ...{ change, was, text, start },
});

function added(one: EafQuestion, question: string): Proposed[] {
  const of = { text: one.text, ...spanOf(one) };
  const { label, subtype, askedBy } = one;
  const code = { kind: 'code', question, ...(label && { label }), ...(subtype && { subtype }) } as const;
  return [
    proposed({ kind: 'added', question, ...of }, of, null),
    ...(label === undefined ? [] : [proposed({ ...code, label }, of, null)]),
    ...(askedBy === undefined || askedBy === 'unknown'
      ? []
      : [proposed({ kind: 'asked-by', question, askedBy }, of, null)]),
  ];
}

function changed(
  one: EafQuestion,
  question: ShownQuestion,
  written: { readonly start: number; readonly end: number; readonly value: string } | undefined,
): Proposed[] {
  const { id } = question;
  const changes: Proposed[] = [];
  const propose = (change: Change, was: string) => changes.push(proposed(change, question, was));
  if (question.rejected) propose({ kind: 'rejected', question: id, rejected: false }, 'no question');
  const is = written ?? {
    start: Math.round(question.start * 1000),
    end: Math.round(question.end * 1000),
    value: question.text,
  };
  if (one.start !== is.start || one.end !== is.end)
    propose({ kind: 'borders', question: id, ...spanOf(one) }, `${question.start} to ${question.end} s`);
  // What was taken away with its names masked never puts the mask in their place.
  if (one.text !== is.value && one.text !== '' && !/\[name \d+\]/u.test(one.text))
    propose({ kind: 'text', question: id, text: one.text }, question.text);
  const now = countingCode(question);
  if (one.label !== undefined && (one.label !== now.label || one.subtype !== now.subtype))
    propose(
      { kind: 'code', question: id, label: one.label, ...(one.subtype && { subtype: one.subtype }) },
      [now.label, now.subtype].filter(Boolean).join(' '),
    );
  if (one.askedBy !== undefined && one.askedBy !== (question.askedBy ?? 'unknown'))
    propose({ kind: 'asked-by', question: id, askedBy: one.askedBy }, question.askedBy ?? 'unknown');
  return changes;
}

import type { ReviewEventResponse } from '../../shared/api/contract.ts';
import type { Question } from './code.ts';
import type { Undoable, Waiting } from './desk.ts';

type Event = ReviewEventResponse['event'];

/**
 * What a person has done in earlier visits and can still take back, the oldest first.
 * @param events in their order, of everybody
 * @param waiting what is not sent yet: an undoing among it counts
 */
export function doneBy(
  by: string,
  events: readonly Event[],
  questions: readonly Question[],
  waiting: readonly Waiting[],
): Undoable[] {
  const undone = new Set(
    [...events, ...waiting].flatMap(({ change }) => (change.kind === 'undone' ? [change.event] : [])),
  );
  const present = new Map(questions.map((question) => [question.id, question]));
  return events
    .filter((event) => event.by === by && event.change.kind !== 'undone' && !undone.has(event.id))
    .map(({ id, change, before }) => ({
      id,
      change,
      before: Object.entries(before.questions ?? {}).map(([about, was]): [string, Question | null] => [
        about,
        was === null ? null : asItWas(present.get(about), was, change.kind),
      ]),
    }));
}

type Was = NonNullable<NonNullable<Event['before']['questions']>[string]>;

/** An event keeps the fields that it changed; one that it added is not among them. */
function asItWas(now: Question | undefined, was: Was, kind: Event['change']['kind']): Question | null {
  // A question that is none of its own any more comes back with the server's answer.
  if (now === undefined) return null;
  const { review, rejected, ...rest } = now;
  const coded = kind === 'code' || kind === 'code-withdrawn' || kind === 'note';
  return {
    ...rest,
    ...(review === undefined || coded ? {} : { review }),
    ...(rejected === undefined || kind === 'rejected' ? {} : { rejected }),
    // Of a question that there was, an event keeps what it changed, each with its value.
    ...(was as Partial<Question> as Question),
  };
}

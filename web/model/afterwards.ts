import { codeOf, counts, type Label, type Question } from './code.ts';

/** Who was heard after a question: `unheard` spoke and was not understood, `unknown` is somebody of whom nobody said who. */
export type Follower = 'child' | 'educator' | 'adult' | 'unheard' | 'nobody' | 'unknown';
export const followers: readonly Follower[] = ['child', 'educator', 'adult', 'nobody', 'unheard', 'unknown'];

/** The next speech and the next question are one where they begin within this of each other. Seconds. */
const slack = 0.3;

/**
 * Who came after a question. A question that follows at once says it by who asked it, if a person has said so; else what
 * the machine has made of the voices.
 */
export function followerOf(question: Question, next: Question | undefined): Follower | undefined {
  if (question.waitTimeSeconds === null) return undefined;
  if (question.next === 'silence') return 'nobody';
  if (question.next === 'unheard') return 'unheard';
  const spoken = question.end + question.waitTimeSeconds;
  const follows = next !== undefined && Math.abs(next.start - spoken) <= slack && next.askedByFrom === 'person';
  const askedBy = follows ? next.askedBy : undefined;
  if (askedBy === 'child' || askedBy === 'educator' || askedBy === 'adult') return askedBy;
  return question.nextBy ?? 'unknown';
}

/**
 * How often who came after open and after closed questions; of those whose wait is known.
 * @param questions in order of time
 */
export function afterwards(questions: readonly Question[]): ReadonlyMap<Follower, Readonly<Record<Label, number>>> {
  const found = new Map(followers.map((follower) => [follower, { OEQ: 0, CEQ: 0 }]));
  // A child's question counts in no figure, and is what came after one that does.
  const heard = questions.filter(({ rejected }) => rejected !== true);
  heard.forEach((question, at) => {
    const follower = counts(question) ? followerOf(question, heard[at + 1]) : undefined;
    const row = follower === undefined ? undefined : found.get(follower);
    if (row !== undefined) row[codeOf(question).label] += 1;
  });
  return found;
}

const most = 5;

/** The questions with the longest known waits, longest first; at most five, none without a wait. */
export function longestWaits(questions: readonly Question[]): readonly Question[] {
  return questions
    .filter((question) => counts(question) && (question.waitTimeSeconds ?? 0) > 0)
    .sort((a, b) => (b.waitTimeSeconds ?? 0) - (a.waitTimeSeconds ?? 0) || a.start - b.start)
    .slice(0, most);
}

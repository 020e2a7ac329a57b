import { codeOf, counts, isDoubtful, type Label, type Question } from './code.ts';

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
  if (question.next === 'unheard') return question.nextBy ?? 'unheard';
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

/** The questions after which it is known who came, nobody among them, and the shares that a child and she herself came. */
export interface Followed {
  readonly known: number;
  readonly child: number | null;
  readonly educator: number | null;
}

/** Of the questions that count, and whose follower is known: as the server counts them. */
export function followed(questions: readonly Question[]): Followed {
  const counted = [...afterwards(questions)].map(([follower, { OEQ, CEQ }]) => [follower, OEQ + CEQ] as const);
  const of = (...those: readonly Follower[]) =>
    counted.reduce((sum, [follower, count]) => sum + (those.includes(follower) ? count : 0), 0);
  const known = of('child', 'educator', 'adult', 'nobody');
  const share = (follower: Follower) => (known === 0 ? null : of(follower) / known);
  return { known, child: share('child'), educator: share('educator') };
}

/** What children asked, as far as anybody says so. */
export const childrensQuestions = (questions: readonly Question[]): readonly Question[] =>
  questions.filter((question) => question.rejected !== true && !isDoubtful(question) && question.askedBy === 'child');

const most = 5;

/** The questions with the longest known waits, longest first; at most five, none without a wait. */
export function longestWaits(questions: readonly Question[]): readonly Question[] {
  return questions
    .filter((question) => counts(question) && (question.waitTimeSeconds ?? 0) > 0)
    .sort((a, b) => (b.waitTimeSeconds ?? 0) - (a.waitTimeSeconds ?? 0) || a.start - b.start)
    .slice(0, most);
}

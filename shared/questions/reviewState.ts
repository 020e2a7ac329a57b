import type { CodedQuestion } from '../lessons/question.ts';
import { type Change, type Made, questionsOf, type ReviewEvent } from '../lessons/reviewEvent.ts';
import type { Span } from '../lessons/transcript.ts';
import { type FoundVoices, type SaidVoices, saidVoices } from '../speakers/saidVoices.ts';
import { besideReviewed, closest, type Standing } from './keepReviewed.ts';
import { followedByAsker, spokenBy } from './spokenBy.ts';

export type LineChange = Extract<Change, { kind: 'line' | 'cut' }>;

/** A lesson's review as it now is. */
export interface ReviewState {
  /** In order of time, those that were rejected among them. */
  readonly questions: readonly CodedQuestion[];
  /** Corrections of the transcript's lines, the newest last. */
  readonly lines: readonly LineChange[];
  /** Whose voice is whose, and who says what, as people have said. */
  readonly speakers: SaidVoices;
  /** Events that were not undone, in their order. */
  readonly effective: readonly ReviewEvent[];
  /** Ids of questions that stand as an event has them, whatever an analysis finds. */
  readonly standing: ReadonlySet<string>;
}

/**
 * What a lesson's questions are when everything that people said of them is done to what the machine found.
 * A question that anybody spoke of stands as it was then found, and takes the place of what another analysis finds at
 * its time.
 * @param found of the newest analysis, in any order
 * @param events of the same revision, in any order
 * @param heard the voices of the newest analysis; without them nothing follows from whose they are
 */
export function reviewState(
  found: readonly CodedQuestion[],
  events: readonly ReviewEvent[],
  heard?: FoundVoices,
): ReviewState {
  // By time before number: events that were restored from a backup may have got later numbers.
  const inOrder = events.toSorted((a, b) => (a.at === b.at ? a.sequence - b.sequence : a.at < b.at ? -1 : 1));
  const undone = new Set(inOrder.flatMap(({ change }) => (change.kind === 'undone' ? [change.event] : [])));
  const effective = inOrder.filter(({ id, change }) => change.kind !== 'undone' && !undone.has(id));
  const spokenOf = new Set(effective.flatMap(({ change }) => questionsOf(change)));
  const questions = new Map<string, CodedQuestion>();
  for (const event of inOrder)
    for (const question of event.found ?? []) if (spokenOf.has(question.id)) questions.set(question.id, question);
  const places = new Map<string, Span[]>([...questions].map(([id, { start, end }]) => [id, [{ start, end }]]));
  for (const event of effective) {
    for (const changed of applied(event, questions)) {
      if (changed.question === null) questions.delete(changed.id);
      else {
        const { start, end } = changed.question;
        questions.set(changed.id, changed.question);
        places.set(changed.id, [...(places.get(changed.id) ?? []), { start, end }]);
      }
    }
  }
  const taken: Standing[] = [...places].map(([id, spans]) => ({ id, spans }));
  const standing = [...questions.values()].map((question) => heardSince(question, found));
  const all = [...standing, ...besideReviewed(found, taken)];
  const everybody = effective.findLast(({ change }) => change.kind === 'asked-by' && change.question === undefined);
  const speakers = saidVoices(heard ?? { analysis: '', voices: [] }, effective);
  const inTime = all
    .map((question) => spokenBy(question, speakers))
    .map((question) => (everybody === undefined ? question : askedByAll(question, everybody)))
    .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  return {
    questions: inTime.map((question, at) => followedByAsker(question, inTime[at + 1])),
    lines: effective.flatMap(({ change }) => (change.kind === 'line' || change.kind === 'cut' ? [change] : [])),
    speakers,
    effective,
    standing: new Set(places.keys()),
  };
}

/**
 * Who speaks is told after the questions: a question that somebody spoke of before then has it from what was found since.
 * Where it was told, or a person said it, that stands.
 */
function heardSince(question: CodedQuestion, found: readonly CodedQuestion[]): CodedQuestion {
  if (question.speaker !== undefined || question.nextSpeaker !== undefined || question.askedByFrom !== undefined)
    return question;
  const same = closest(
    question,
    found.flatMap((one) => (one.speaker === undefined && one.nextSpeaker === undefined ? [] : { one, spans: [one] })),
  )?.one;
  if (same === undefined) return question;
  const { speaker, askedBy, askedByFrom, nextSpeaker, nextBy } = same;
  const isSameWait = question.end === same.end && question.waitTimeSeconds === same.waitTimeSeconds;
  return { ...question, speaker, askedBy, askedByFrom, ...(isSameWait ? { nextSpeaker, nextBy } : {}) };
}

interface Changed {
  readonly id: string;
  /** Null where it is no question of its own any more. */
  readonly question: CodedQuestion | null;
}

/** What an event makes of the questions; nothing of one that is not there. */
function applied({ change, by, at, made }: ReviewEvent, questions: ReadonlyMap<string, CodedQuestion>): Changed[] {
  if (!('question' in change) || change.question === undefined) return [];
  const { question: id } = change;
  const anew = madeAnew(made?.[id]);
  if (change.kind === 'added') {
    const { start, end, text } = change;
    const own = made?.[id];
    return own === undefined
      ? []
      : [{ id, question: { id, start, end, text, quoted: false, ...own, origin: 'person' } }];
  }
  const present = questions.get(id);
  if (present === undefined) return [];
  const as = (next: Partial<CodedQuestion>): Changed => ({ id, question: { ...present, ...next } });
  switch (change.kind) {
    case 'code': {
      const { label, subtype, note } = change;
      const review = { label, ...(subtype && { subtype }), by, at, ...(note && { note }) };
      return [as({ review, rejected: undefined })];
    }
    case 'code-withdrawn':
      return [as({ review: undefined })];
    case 'note': {
      // The machine's subtype stands where a review gives none.
      const { note: _, ...code } = present.review ?? { label: present.label };
      return [as({ review: { ...code, by, at, ...(change.note === '' ? {} : { note: change.note }) } })];
    }
    case 'rejected':
      return [as({ rejected: change.rejected ? true : undefined })];
    case 'borders':
      return [as({ start: change.start, end: change.end, ...otherWait, ...anew })];
    case 'text':
      return [as({ text: change.text, ...anew, ...rewritten, doubtful: undefined, mayAnswer: undefined })];
    case 'asked-by':
      return [as({ askedBy: change.askedBy, askedByFrom: 'person' })];
    case 'joined': {
      const other = questions.get(change.with);
      if (other === undefined) return [];
      return [
        as({ ...joinedOf(present, other), ...otherWait, ...anew, ...rewritten }),
        { id: change.with, question: null },
      ];
    }
    case 'split': {
      const { at: border, texts, into } = change;
      const own = made?.[into];
      if (own === undefined) return [];
      const { review: _review, ...rest } = present;
      const second = {
        ...rest,
        id: into,
        start: border,
        text: texts[1],
        ...madeAnew(own),
        ...rewritten,
        origin: 'person' as const,
      };
      return [as({ end: border, text: texts[0], ...otherWait, ...anew, ...rewritten }), { id: into, question: second }];
    }
  }
}

/** What was made anew takes the place of all that it is about. */
const madeAnew = (made: Made | undefined): Partial<CodedQuestion> =>
  made === undefined ? {} : { siteSubtype: undefined, ...made };

// Who broke the silence broke another one.
const otherWait = { nextBy: undefined, nextSpeaker: undefined };

// What spoke for the code spoke of other words.
const rewritten = { evidence: undefined };

/** Where two questions together are, and what they say, the earlier first. */
export function joinedOf(a: CodedQuestion, b: CodedQuestion): Pick<CodedQuestion, 'start' | 'end' | 'text'> {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return { start: first.start, end: Math.max(a.end, b.end), text: `${first.text} ${second.text}` };
}

/** What is said of the whole lesson holds where nobody speaks of the question singly. */
function askedByAll(question: CodedQuestion, { change }: ReviewEvent): CodedQuestion {
  if (change.kind !== 'asked-by' || question.askedByFrom === 'person') return question;
  return { ...question, askedBy: change.askedBy, askedByFrom: 'person' };
}

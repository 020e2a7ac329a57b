import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { tryToKeep } from '../backup/keepReviews.ts';
import { keepEvents } from '../backup/reviewBackup.ts';
import { TransientError } from '../errors.ts';
import type { Codebook } from '../lessons/codebook.ts';
import type { LessonResult } from '../lessons/lesson.ts';
import { type Change, questionsOf, type ReviewEvent, reviewLimits } from '../lessons/reviewEvent.ts';
import { newEvent } from '../questions/newEvent.ts';
import { type ReviewState, reviewState } from '../questions/reviewState.ts';
import { refreshMetrics } from '../results/measured.ts';
import type { Place } from '../results/questions.ts';
import { appendEvent, readReviewing, voicesOf } from '../results/reviewing.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import { isOfVoices } from '../speakers/saidVoices.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { chosenEngine } from '../wiring/codingSessions.ts';
import type { Rights } from './access.ts';
import { briefly } from './briefly.ts';
import type { QuestionResponse, ReviewEventResponse, ReviewEventsTaken } from './contract.ts';
import { assertHere, completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';
import { asShown, questionEtag } from './questionView.ts';
import { shownEvent } from './reviewEventsView.ts';
import { speakersEtag } from './speakersEtag.ts';
import { heardTranscript } from './takeAway.ts';

/** What a person says, and on what ground. */
export interface Said {
  /** Made by whoever asks: the same event sent twice is one. */
  readonly id?: string;
  readonly by: string;
  readonly change: Change;
  /** The ETag of the question as the person saw it; undefined means whatever it is now. */
  readonly basis: string | undefined;
}

const stale = (what: string) =>
  new Problem(412, 'changed-meanwhile', 'Somebody was faster', `${what} Read it again, then send your change.`);
const unknownQuestion = (detail: string) => new Problem(404, 'unknown-question', 'No such question', detail);

/**
 * Records what a person says of a lesson, and brings the lesson's metrics up to it.
 * @param onStale told when the metrics could not follow; what was said is saved all the same, and the next event mends them
 * @throws Problem 400, 404, 409 'review-full' or 'id-taken', 412 'changed-meanwhile'
 */
export async function review(
  lessonId: string,
  rights: Rights,
  said: Said,
  onStale: (error: TransientError) => void,
): Promise<ReviewEventResponse> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const { event, before, after, isNew } = await recorded(place, result, said);
  if (isNew) await measure(place, result.revision, onStale);
  return answerOf(event, before, after, codebookOf(config(), place.siteId));
}

/**
 * Records several things in their order, and measures once. One that cannot be made keeps no other from being made.
 * @throws Problem 404 for the lesson; TransientError where what was recorded so far stays, and can be sent again
 */
export async function reviewMany(
  lessonId: string,
  rights: Rights,
  said: readonly (Omit<Said, 'id'> & { readonly id: string })[],
  onStale: (error: TransientError) => void,
): Promise<ReviewEventsTaken> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const refused: ReviewEventsTaken['refused'] = [];
  for (const one of said) {
    try {
      await recorded(place, result, one);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ id: one.id, code: error.code, why: error.message });
    }
  }
  await measure(place, result.revision, onStale);
  return { taken: said.length - refused.length, refused };
}

async function recorded(place: Place, result: LessonResult, said: Said): Promise<Done> {
  const done = await whileBeaten(() => tryToSay(place, result, { ...said, id: said.id ?? randomUUID() }));
  if (done === beaten) throw new TransientError('database-unavailable', 'Others reviewed the lesson again and again.');
  const { event, before, isNew } = done;
  await assertHere(place);
  if (!isNew) return done;
  const { change } = event;
  if (change.kind === 'code') {
    const machine = before.questions.find((question) => question.id === change.question);
    record(metrics.reviews, 1, { agrees: machine?.label === change.label });
  }
  await briefly(tryToKeep(place.lessonId, () => keepEvents({ ...place, revision: result.revision }, [event])));
  return done;
}

async function measure(place: Place, revision: string, onStale: (error: TransientError) => void): Promise<void> {
  try {
    await refreshMetrics(place, revision, () => readTranscript({ lessonId: place.lessonId, revision }));
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    onStale(error);
  }
}

interface Done {
  readonly event: ReviewEvent;
  readonly before: ReviewState;
  readonly after: ReviewState;
  readonly isNew: boolean;
}

async function tryToSay(
  place: Place,
  result: LessonResult,
  { id, by, change, basis }: Said & { readonly id: string },
): Promise<Done | typeof beaten> {
  const { found, events, state } = await readReviewing(place, result.revision, result);
  const same = events.find((event) => event.id === id);
  if (same !== undefined) {
    if (!isDeepStrictEqual(same.change, change))
      throw new Problem(409, 'id-taken', 'Another event has this id', 'Make a new id for each event.');
    const before = reviewState(
      found,
      events.filter((event) => event.sequence < same.sequence),
      voicesOf(result),
    );
    return { event: same, before, after: state, isNew: false };
  }
  if (events.length >= reviewLimits.events)
    throw new Problem(409, 'review-full', 'The review is full', 'The lesson has as many corrections as can be kept.');
  assertUnchanged(change, state, events, basis);
  // No earlier than the last one: clocks of two instances differ, and the order of events is that of their times.
  const last = events.at(-1)?.at ?? '';
  const now = new Date().toISOString();
  const codebook = codebookOf(config(), place.siteId);
  const heard = voicesOf(result);
  const lesson = { found, events, state, durationSeconds: result.durationSeconds, heard, codebook };
  const key = { lessonId: place.lessonId, revision: result.revision };
  const said = { id, by, change, at: now > last ? now : last };
  const event = await newEvent(said, lesson, () => heardTranscript(key), chosenEngine());
  if ('why' in event) {
    if (event.kind === 'stale') throw stale(event.why);
    if (event.kind === 'unknown') throw unknownQuestion(event.why);
    throw new Problem(400, 'invalid-request', 'The request is not valid', `change: ${event.why}.`);
  }
  if (!(await appendEvent(place, result.revision, event))) return beaten;
  return { event, before: state, after: reviewState(found, [...events, event], heard), isNew: true };
}

function assertUnchanged(
  change: Change,
  { questions, speakers }: ReviewState,
  events: readonly ReviewEvent[],
  basis: string | undefined,
): void {
  if (basis === undefined) return;
  if (isOfVoices(change)) {
    if (speakersEtag(speakers) !== basis) throw stale('What is said of the voices has changed.');
    return;
  }
  const about = change.kind === 'undone' ? events.find((event) => event.id === change.event)?.change : change;
  const [id] = about === undefined ? [] : questionsOf(about);
  const question = questions.find((one) => one.id === id);
  if (question !== undefined && questionEtag(question) !== basis) throw stale('The question has changed.');
}

function answerOf(
  event: ReviewEvent,
  before: ReviewState,
  after: ReviewState,
  codebook: Codebook,
): ReviewEventResponse {
  const was = new Map(before.questions.map((question) => [question.id, question]));
  const is = new Set(after.questions.map(({ id }) => id));
  return {
    event: shownEvent(codebook, event),
    questions: after.questions
      .filter((question) => !isDeepStrictEqual(question, was.get(question.id)))
      .map((question) => asShown(question, codebook, { evidence: true })),
    gone: [...was.keys()].filter((id) => !is.has(id)),
    ...(after.speakers.voices.length === 0 ? {} : { voices: speakersEtag(after.speakers) }),
  };
}

/** The question that an answer is about. @throws Problem 404 when it is gone. */
export async function questionAfter(lessonId: string, rights: Rights, questionId: string): Promise<QuestionResponse> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const { state } = await readReviewing(place, result.revision, result);
  const question = state.questions.find(({ id }) => id === questionId);
  if (question === undefined) throw unknownQuestion('The lesson has no question with this id.');
  return asShown(question, codebookOf(config(), place.siteId), { evidence: false });
}

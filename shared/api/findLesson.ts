import { isWithin } from '../lessons/reach.ts';
import { findLesson, findLessonAnywhere, type StoredLesson } from '../results/lessons.ts';
import type { Place } from '../results/questions.ts';
import { readDeparture } from '../storage/moves.ts';
import { blindRefusal, Refusal, type Rights, refusal } from './access.ts';
import { endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';
import { whereItWent } from './whereItWent.ts';

const unknownLesson = [
  404,
  'unknown-lesson',
  'No such lesson',
  'No lesson has this id: it was deleted, or there never was one.',
] as const;

/** The lesson has another id since it is at another site; the answer leads there. */
export class Moved extends Problem {
  readonly lessonId: string;

  constructor(lessonId: string) {
    super(308, 'moved', 'The lesson was moved', `It is at another site, and its id is ${lessonId}.`);
    this.lessonId = lessonId;
  }

  /** As an answer with this address in it. */
  leadingTo(location: string): Problem {
    return new Problem(this.status, this.code, this.title, this.message, undefined, location);
  }
}

// A move takes seconds, of a long video minutes.
const soonSeconds = 5;

/** Nothing of a lesson is changed while it is moved: it would be lost. What waits for a connection waits for this, too. */
export const isMoving = () =>
  new Problem(503, 'moving', 'The lesson is moved', 'It is on its way to another site. Try again soon.', soonSeconds);

/** The same while a voice is taken out of it. */
const isRemoving = () =>
  new Problem(
    503,
    'removing',
    'A voice is removed',
    'A voice is being taken out of the lesson. Try again soon.',
    soonSeconds,
  );

/**
 * The lesson that a path names, for whoever may have it.
 * @throws Refusal 404 for an unknown lesson, and for one that they may not know of; 403 for what they may not do with it.
 * Moved where it has another id now, and they may see it there; Problem 503 for a change while it is moved.
 */
export async function lessonAt(id: string, { name, reach, sees, blind }: Rights): Promise<StoredLesson> {
  const found = await findLessonAnywhere(id);
  const went = found === null ? await whereItWent(id) : null;
  if (went === 'moving') throw isMoving();
  if (went !== null && isWithin(sees, went.lesson)) throw new Moved(went.lesson.id);
  if (found === null || !isWithin(sees, found.lesson)) {
    const why = found === null ? 'No such lesson' : 'The lesson is neither at their sites nor their own';
    // Both are written down, so that neither the answer nor its time tells them apart.
    throw sees.sites === 'all' ? new Problem(...unknownLesson) : new Refusal(unknownLesson, why);
  }
  if (!isWithin({ ...reach, except: [] }, found.lesson)) throw refusal('This at this site', name);
  const study = blind?.get(id);
  if (study !== undefined && !isWithin(reach, found.lesson)) throw blindRefusal(id, study);
  if (found.lesson.moving !== undefined && name !== 'lessonMove' && endpointOf(name).audit === 'changed')
    throw isMoving();
  if (found.lesson.removing !== undefined && name !== 'voiceRemoval' && endpointOf(name).audit === 'changed')
    throw isRemoving();
  return found;
}

/**
 * Asked after something was written of a lesson: what was written while the lesson was moved may be left behind, so that
 * nobody is told that it is kept. Sent again it is written once, wherever the lesson is then.
 * @throws Problem 503 where the lesson is moved, or was
 */
export async function assertHere({ siteId, lessonId }: Place): Promise<void> {
  const found = await findLesson(siteId, lessonId);
  if (found === null ? (await readDeparture(lessonId)) !== null : found.lesson.moving !== undefined) throw isMoving();
  if (found?.lesson.removing !== undefined) throw isRemoving();
}

/** The lesson and the revision whose results are shown. @throws as `lessonAt`; Problem 404 as long as there is no result. */
export async function completedLessonAt(id: string, rights: Rights) {
  const { lesson } = await lessonAt(id, rights);
  if (lesson.result === undefined) {
    const detail = lesson.failure
      ? `The analysis failed: ${lesson.failure.message}`
      : 'The analysis is not done yet; ask again when its status is "completed".';
    throw new Problem(404, 'no-result', 'The lesson has no result', detail);
  }
  return { lesson, result: lesson.result, place: { siteId: lesson.siteId, lessonId: lesson.id } };
}

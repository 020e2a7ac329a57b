import { tryToKeep } from '../backup/keepReviews.ts';
import { keepDetails } from '../backup/reviewBackup.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { endsSooner } from '../lessons/retention.ts';
import { titleOf } from '../lessons/title.ts';
import { changeLesson } from '../results/lessons.ts';
import { config } from '../settings/config.ts';
import { tagRetention } from '../stages/tagRetention.ts';
import { dropVoices } from '../storage/voices.ts';
import { mayEnd, refusal } from './access.ts';
import { briefly } from './briefly.ts';
import type { Caller } from './caller.ts';
import type { DetailsChange } from './contract.ts';
import { isMoving } from './findLesson.ts';
import { isBasedOn } from './lessonView.ts';
import { Problem } from './problem.ts';

/**
 * Changes what people say of a lesson. That it is deleted, or sooner, is said by those who may delete it.
 * @param basis the ETag of what the person saw; undefined means whatever it is now
 * @throws Refusal, Problem 412 'changed-meanwhile', 404 when it was deleted meanwhile
 */
export async function changeDetails(
  place: { siteId: string; lessonId: string },
  change: DetailsChange,
  basis: string | undefined,
  caller: Caller,
): Promise<void> {
  const changed = await changeLesson(place.siteId, place.lessonId, (lesson, etag) => {
    if (lesson === null || etag === undefined) return null;
    if (lesson.moving !== undefined) throw isMoving();
    if (!isBasedOn(basis, etag)) {
      throw new Problem(
        412,
        'changed-meanwhile',
        'Somebody was faster',
        'The lesson has changed since you read it. Read it again, then send your change.',
      );
    }
    const next = withDetails(lesson, change);
    const sooner = endsSooner(lesson, next, config().RETENTION_DAYS);
    if (sooner.length > 0 && !mayEnd(caller, lesson))
      throw refusal(`Changing ${sooner.join(' and ')} so`, 'lessonDeletion');
    return { ...next, updatedAt: new Date().toISOString() };
  });
  if (changed?.consent === 'withheld') await dropVoices(place.lessonId);
  if (changed === null) throw new Problem(404, 'unknown-lesson', 'No such lesson', 'The lesson was deleted.');
  await briefly(Promise.all([tagRetention(changed), tryToKeep(place.lessonId, () => keepDetails(changed))]));
}

/** A lesson with the change in it: what is absent stays, null clears. */
export function withDetails(lesson: Lesson, change: DetailsChange): Lesson {
  const { title, educator, educatorAccount, sharedWith, consent, retainUntil, hold, recordedOn } = change;
  return {
    ...lesson,
    ...(title === undefined ? {} : { title: title ?? titleOf(lesson.fileName) }),
    ...(educator === undefined ? {} : { educator: educator ?? undefined }),
    ...(educatorAccount === undefined ? {} : { educatorAccount: educatorAccount ?? undefined }),
    ...(sharedWith === undefined ? {} : { sharedWith: sharedWith ?? undefined }),
    ...(consent === undefined ? {} : { consent }),
    ...(retainUntil === undefined ? {} : { retainUntil: retainUntil ?? undefined }),
    ...(hold === undefined ? {} : { hold }),
    ...(recordedOn === undefined ? {} : { recordedOn: recordedOn ?? undefined }),
  };
}

import { randomUUID } from 'node:crypto';
import { readEaf } from '../imports/eaf.ts';
import { eafChanges } from '../imports/eafChanges.ts';
import { Unreadable } from '../imports/unreadable.ts';
import { readReviewing } from '../results/reviewing.ts';
import type { ElanResponse } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

/**
 * What an edited ELAN file would change of a lesson.
 * @throws Problem 400 'unreadable-file', 'another-lesson'; 404 as `completedLessonAt`
 */
export async function elanChanges(lessonId: string, eaf: string): Promise<ElanResponse> {
  const { result, place } = await completedLessonAt(lessonId);
  const { state } = await readReviewing(place, result.revision);
  const file = read(eaf);
  if (file.lessonId !== undefined && file.lessonId !== lessonId)
    throw new Problem(400, 'another-lesson', 'Another lesson', 'The file was taken away from another lesson.');
  return {
    changes: eafChanges(file, state.questions, () => randomUUID()).map((one) => ({ id: randomUUID(), ...one })),
  };
}

function read(eaf: string) {
  try {
    return readEaf(eaf);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Problem(400, 'unreadable-file', 'The file cannot be read', error.message);
  }
}

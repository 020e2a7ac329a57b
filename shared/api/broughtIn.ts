import { randomUUID } from 'node:crypto';
import { countingCode } from '../exports/lessonExport.ts';
import { readEaf } from '../imports/eaf.ts';
import { eafChanges } from '../imports/eafChanges.ts';
import { readHandCoding } from '../imports/handCoding.ts';
import { Unreadable } from '../imports/unreadable.ts';
import { isOf, shownBy } from '../lessons/codebook.ts';
import { readReviewing } from '../results/reviewing.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import type { Rights } from './access.ts';
import type { ElanResponse, HandCodingResponse } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

/**
 * What an edited ELAN file would change of a lesson.
 * @throws Problem 400 'unreadable-file', 'another-lesson'; 404 as `completedLessonAt`
 */
export async function elanChanges(lessonId: string, rights: Rights, eaf: string): Promise<ElanResponse> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const { state } = await readReviewing(place, result.revision, result);
  const codebook = codebookOf(config(), place.siteId);
  const questions = state.questions.map((question) => shownBy(codebook, question));
  // What a person gave by an earlier codebook stands, and is in the file.
  const given = new Set(questions.map(countingCode).map(({ label, subtype }) => `${label} ${subtype}`));
  const file = reading(() =>
    readEaf(eaf, (label, subtype) => isOf(codebook, label, subtype) || given.has(`${label} ${subtype}`)),
  );
  if (file.lessonId !== undefined && file.lessonId !== lessonId)
    throw new Problem(400, 'another-lesson', 'Another lesson', 'The file was taken away from another lesson.');
  return {
    changes: eafChanges(file, questions, () => randomUUID()).map((one) => ({ id: randomUUID(), ...one })),
  };
}

/**
 * A table of coding by hand, matched to a lesson's questions.
 * @throws Problem 400 'unreadable-file'; 404 as `completedLessonAt`
 */
export async function handCoding(lessonId: string, rights: Rights, csv: string): Promise<HandCodingResponse> {
  const { result, place } = await completedLessonAt(lessonId, rights);
  const { state } = await readReviewing(place, result.revision, result);
  const questions = state.questions.filter(({ rejected }) => rejected !== true);
  const codes = reading(() =>
    readHandCoding(csv, questions, result.durationSeconds, codebookOf(config(), place.siteId)),
  );
  const matched = new Set(codes.map(({ question }) => question));
  return { codes, onlyMachine: questions.map(({ id }) => id).filter((id) => !matched.has(id)) };
}

/** @throws Problem 400 'unreadable-file' that names the lines that are wrong */
export function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Problem(400, 'unreadable-file', 'The file cannot be read', error.message);
  }
}

import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { tryToKeep } from '../backup/keepReviews.ts';
import { keepStudy } from '../backup/studyBackup.ts';
import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { isWithin } from '../lessons/reach.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { codingsOf, createStudy, listStudies, readStudy } from '../results/studies.ts';
import { assign } from '../studies/assign.ts';
import { plainCoder } from '../studies/coderKey.ts';
import type { Study, StudyPlan } from '../studies/study.ts';
import type { Rights } from './access.ts';
import { briefly } from './briefly.ts';
import { type Caller, nameOf } from './caller.ts';
import type { StudyResponse, studiesResponseSchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

export const unknownStudy = () => new Problem(404, 'unknown-study', 'No such study', 'No study has this id.');
export const closedStudy = () =>
  new Problem(409, 'study-closed', 'The study is closed', 'Nothing is coded or settled in it any more.');

/** @throws Problem 404 where there is no such study, or one of its lessons is not the caller's to see */
export async function studyAt(id: string, rights: Rights): Promise<{ study: Study; lessons: Map<string, Lesson> }> {
  const study = await readStudy(id);
  if (study === null) throw unknownStudy();
  const { lessons, all } = await lessonsOf(study, rights);
  if (!all) throw unknownStudy();
  return { study, lessons };
}

/** The lessons of a study that are left and are the caller's to have, by id; and whether that is all that are left. */
async function lessonsOf({ lessons }: Pick<Study, 'lessons'>, { reach }: Rights) {
  const found = (await inParallel(8, lessons, findLessonAnywhere)).flatMap((stored) => stored?.lesson ?? []);
  const may = found.filter((lesson) => isWithin(reach, lesson));
  return { lessons: new Map(may.map((lesson) => [lesson.id, lesson])), all: may.length === found.length };
}

/**
 * Whether somebody is known by a coder's name: who is signed in by name or account id.
 * @param given where nobody signs in
 */
export function isCoder(coder: string, { name, id }: Caller, given: string | undefined): boolean {
  const names = name === null ? [given] : [name, id];
  return names.some((one) => one != null && plainCoder(one) === plainCoder(coder));
}

/** Whether a caller may close and delete a study: who began it, and admins over all sites. */
export function mayEndStudy({ by, byAccount }: Study, { name, id, roles }: Caller): boolean {
  if (name === null || roles.includes('admin')) return true;
  return byAccount === undefined ? by === name : byAccount === id;
}

/** Begins a study of lessons that have a result. @throws Problem 404 for a lesson that has none. */
export async function beginStudy(
  plan: StudyPlan,
  caller: Caller,
  given: string | undefined,
  rights: Rights,
): Promise<StudyResponse> {
  await inParallel(8, plan.lessons, (lessonId) => completedLessonAt(lessonId, rights));
  const id = randomBytes(12).toString('hex');
  const began = { by: nameOf(caller, given), ...(caller.id === null ? {} : { byAccount: caller.id }) };
  const study: Study = { ...plan, id, assignments: assign(plan), ...began, at: new Date().toISOString() };
  await createStudy(study);
  await briefly(tryToKeep('', () => keepStudy(study)));
  return studyView(study.id, rights, caller);
}

/** The studies of whose lessons the caller may have all, and those in which they code. */
export async function studiesView(rights: Rights, caller: Caller): Promise<z.infer<typeof studiesResponseSchema>> {
  const all = await listStudies();
  const may = await inParallel(2, all, async (study) =>
    rights.reach.sites === 'all' ||
    study.coders.some((coder) => isCoder(coder, caller, undefined)) ||
    (await lessonsOf(study, rights)).all
      ? [study]
      : [],
  );
  return {
    studies: may
      .flat()
      .map(({ id, name, lessons, coders, at, by, closedAt }) => ({ id, name, lessons, coders, at, by, closedAt })),
  };
}

/**
 * A study: who codes what, and who has done it; no codes. Of a study with lessons that are not theirs, a coder sees
 * those that are.
 * @throws Problem 404
 */
export async function studyView(id: string, rights: Rights, caller: Caller): Promise<StudyResponse> {
  const study = await readStudy(id);
  if (study === null) throw unknownStudy();
  const { lessons, all } = await lessonsOf(study, rights);
  if (!all && !study.coders.some((coder) => isCoder(coder, caller, undefined))) throw unknownStudy();
  const done = (await codingsOf(id)).filter((coding) => coding.done);
  const assignments = study.assignments
    .filter(({ lessonId }) => all || lessons.has(lessonId))
    .map(({ lessonId, coders }) => ({
      lessonId,
      title: lessons.get(lessonId)?.title ?? null,
      coders: coders.map((coder) => ({
        coder,
        done: done.some((coding) => coding.lessonId === lessonId && coding.coder === coder),
      })),
    }));
  const { byAccount: _, ...shown } = study;
  return {
    ...shown,
    lessons: assignments.map(({ lessonId }) => lessonId),
    assignments,
    whole: all,
    mayEnd: all && mayEndStudy(study, caller),
  };
}

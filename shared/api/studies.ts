import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { tryToKeep } from '../backup/keepReviews.ts';
import { keepCoding, keepSettled, keepStudy } from '../backup/studyBackup.ts';
import { inParallel } from '../inParallel.ts';
import { plainETag } from '../lessons/identity.ts';
import { isWithin } from '../lessons/reach.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { listQuestions } from '../results/questions.ts';
import {
  codingsOf,
  createStudy,
  deleteCodings,
  listStudies,
  readCoding,
  readSettled,
  readStudy,
  settledOf,
  unwritten,
  writeCoding,
  writeSettled,
} from '../results/studies.ts';
import { alphas, type CodedLesson, codedUnits, pairAgreements } from '../studies/agreement.ts';
import { assign } from '../studies/assign.ts';
import { codesCsv } from '../studies/codesCsv.ts';
import { methodsText } from '../studies/methodsText.ts';
import { type Coding, type Study, type StudyPlan, studyLimits, type UnitCode } from '../studies/study.ts';
import { shared } from '../studies/units.ts';
import type { Rights } from './access.ts';
import { briefly } from './briefly.ts';
import type { Caller } from './caller.ts';
import type {
  agreementResponseSchema,
  codingRequestSchema,
  codingResponseSchema,
  settlementRequestSchema,
  studiesResponseSchema,
  studyResponseSchema,
} from './contract.ts';
import { assertHere, completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

type StudyResponse = z.infer<typeof studyResponseSchema>;

const stale = () =>
  new Problem(412, 'changed-meanwhile', 'Somebody was faster', 'It has changed. Read it again, then send yours.');

const unknownStudy = () => new Problem(404, 'unknown-study', 'No such study', 'No study has this id.');

/** A study, and the titles of the lessons that are left. @throws Problem 404 also where one lesson is not the caller's to see */
async function studyAt(id: string, rights: Rights): Promise<{ study: Study; titles: Map<string, string> }> {
  const study = await readStudy(id);
  const titles = study === null ? null : await titlesOf(study, rights);
  if (study === null || titles === null) throw unknownStudy();
  return { study, titles };
}

/** Begins a study of lessons that have a result. @throws Problem 404 for a lesson that has none. */
export async function beginStudy(plan: StudyPlan, by: string, rights: Rights): Promise<StudyResponse> {
  await inParallel(8, plan.lessons, (lessonId) => completedLessonAt(lessonId, rights));
  const id = randomBytes(12).toString('hex');
  const study: Study = { ...plan, id, assignments: assign(plan), by, at: new Date().toISOString() };
  await createStudy(study);
  await briefly(tryToKeep('', () => keepStudy(study)));
  return studyView(study.id, rights);
}

/** The studies of whose lessons the caller may have all. */
export async function studiesView(rights: Rights): Promise<z.infer<typeof studiesResponseSchema>> {
  const all = await listStudies();
  const may = await inParallel(2, all, async (study) =>
    rights.reach.sites === 'all' || (await titlesOf(study, rights)) !== null ? [study] : [],
  );
  const shown = may.flat();
  return { studies: shown.map(({ id, name, lessons, coders, at, by }) => ({ id, name, lessons, coders, at, by })) };
}

/** A study: who codes what, and who has done it; no codes. @throws Problem 404 */
export async function studyView(id: string, rights: Rights): Promise<StudyResponse> {
  const { study, titles } = await studyAt(id, rights);
  const done = (await codingsOf(id)).filter((coding) => coding.done);
  const assignments = study.assignments.map(({ lessonId, coders }) => ({
    lessonId,
    title: titles.get(lessonId) ?? null,
    coders: coders.map((coder) => ({
      coder,
      done: done.some((coding) => coding.lessonId === lessonId && coding.coder === coder),
    })),
  }));
  return { ...study, assignments };
}

/** The titles by lesson, without those that were deleted; null where any is not the caller's to have. */
async function titlesOf({ lessons }: Pick<Study, 'lessons'>, { reach }: Rights): Promise<Map<string, string> | null> {
  const found = (await inParallel(8, lessons, findLessonAnywhere)).flatMap((stored) => stored?.lesson ?? []);
  return found.every((lesson) => isWithin(reach, lesson)) ? new Map(found.map(({ id, title }) => [id, title])) : null;
}

/**
 * Whose codes a caller may read and write: of who is signed in their own alone, by name or account id.
 * @param given where nobody signs in
 * @throws Problem 403 for whom the study did not give this lesson
 */
function coderOf({ assignments }: Study, lessonId: string, caller: Caller, given: string | undefined): string {
  const names = (caller.name === null ? [given] : [caller.name, caller.id]).map((name) => name?.toLowerCase());
  const coders = assignments.find((assignment) => assignment.lessonId === lessonId)?.coders ?? [];
  const coder = coders.find((one) => names.includes(one.toLowerCase()));
  if (coder === undefined)
    throw new Problem(403, 'not-your-lesson', 'Not yours to code', 'The study gives this lesson to other people.');
  return coder;
}

export interface Asking {
  readonly studyId: string;
  readonly lessonId: string;
  readonly caller: Caller;
  readonly rights: Rights;
  readonly by: string | undefined;
}

/**
 * A lesson to code: the questions as they were found, the caller's own codes, and nothing that anybody else said.
 * @throws Problem 403, 404
 */
export async function codingView({
  studyId,
  lessonId,
  caller,
  rights,
  by,
}: Asking): Promise<z.infer<typeof codingResponseSchema>> {
  const study = await readStudy(studyId);
  if (study === null) throw unknownStudy();
  const coder = coderOf(study, lessonId, caller, by);
  const { lesson, result, place } = await completedLessonAt(lessonId, rights);
  const [found, stored] = await Promise.all([
    listQuestions(place, result.revision),
    readCoding({ studyId, lessonId, coder }),
  ]);
  return {
    studyId,
    lessonId,
    title: lesson.title,
    durationSeconds: result.durationSeconds,
    coder,
    showMachine: study.showMachine,
    questions: found.map(({ question: { start, end, text, label, subtype } }) => ({
      startSeconds: start,
      endSeconds: end,
      text,
      ...(study.showMachine && { machine: { label, subtype } }),
    })),
    codes: [...(stored?.value.codes ?? [])],
    done: stored?.value.done ?? false,
    etag: plainETag(stored?.etag ?? unwritten),
  };
}

/**
 * Keeps the caller's codes of a lesson in place of those they gave before.
 * @param basis the ETag that they are based on; undefined: whatever there is
 * @throws Problem 400, 403, 404, 409 when the coding is done already, 412
 */
export async function code(
  asking: Asking,
  { codes, done }: z.infer<typeof codingRequestSchema>,
  basis: string | undefined,
): Promise<z.infer<typeof codingResponseSchema>> {
  const { studyId, lessonId } = asking;
  const { coder, questions, durationSeconds } = await codingView(asking);
  const stored = await readCoding({ studyId, lessonId, coder });
  if (stored?.value.done)
    throw new Problem(
      409,
      'coding-done',
      'The coding is done',
      'What was handed in stays as it is. Settle differences.',
    );
  if (basis !== undefined && basis !== plainETag(stored?.etag ?? unwritten)) throw stale();
  if (codes.some(({ endSeconds }) => endSeconds > durationSeconds + 1))
    throw new Problem(400, 'invalid-request', 'The request is not valid', 'codes: one ends after the lesson.');
  const left = questions.filter((question) => !codes.some((given) => shared(spanOf(given), spanOf(question)) >= 0.5));
  if (done && left.length > 0)
    throw new Problem(400, 'not-all-coded', 'Not all is coded', `${left.length} questions have no code yet.`);
  const coding: Coding = { studyId, lessonId, coder, codes, done, from: 'studio', at: new Date().toISOString() };
  await keep(coding, stored?.etag ?? unwritten);
  return codingView(asking);
}

const spanOf = ({ startSeconds, endSeconds }: Pick<UnitCode, 'startSeconds' | 'endSeconds'>) => ({
  start: startSeconds,
  end: endSeconds,
});

async function keep(coding: Coding, basedOn: string): Promise<void> {
  if ((await writeCoding(coding, basedOn)) === null) throw stale();
  // Whoever deleted the lesson meanwhile has looked for codings before this one was written.
  const lesson = (await findLessonAnywhere(coding.lessonId))?.lesson;
  if (lesson === undefined) await deleteCodings(coding.lessonId);
  if (lesson === undefined || lesson.moving !== undefined)
    await assertHere({ siteId: lesson?.siteId ?? '', lessonId: coding.lessonId });
  if (lesson !== undefined) await briefly(tryToKeep(coding.lessonId, () => keepCoding(coding)));
}

/** The lessons that all who were to have handed in: of no other are anybody's codes shown to anybody else. */
async function codedLessons(study: Study) {
  const [codings, settled] = await Promise.all([codingsOf(study.id), settledOf(study.id)]);
  const done = codings.filter((coding) => coding.done);
  return study.assignments.flatMap(({ lessonId, coders }): (CodedLesson & { readonly etag: string })[] => {
    const ofLesson = done.filter((coding) => coding.lessonId === lessonId);
    if (!coders.every((coder) => ofLesson.some((coding) => coding.coder === coder))) return [];
    const stored = settled.get(lessonId);
    const etag = plainETag(stored?.etag ?? unwritten);
    return [{ lessonId, codings: ofLesson, settlements: stored?.value.settlements ?? [], etag }];
  });
}

/** How coders agree, and what there is to settle. @throws Problem 404 */
export async function agreementView(studyId: string, rights: Rights): Promise<z.infer<typeof agreementResponseSchema>> {
  const { study, titles } = await studyAt(studyId, rights);
  const lessons = await codedLessons(study);
  return {
    study: { id: study.id, name: study.name, coders: study.coders },
    lessons: lessons.map(({ lessonId, etag }) => ({ lessonId, title: titles.get(lessonId) ?? null, etag })),
    assigned: study.assignments.length,
    pairs: pairAgreements(lessons),
    alphas: alphas(lessons),
    disagreements: lessons
      .flatMap(codedUnits)
      .filter(({ differs }) => differs.length > 0)
      .map(({ final, ...unit }) => unit),
  };
}

/**
 * Keeps what was settled of a stretch that coders differ in; it counts, and all codes stay.
 * @throws Problem 404, 409 when the lesson is not done or holds as many as can be kept, 412
 */
export async function settle(
  { studyId, lessonId, rights }: Pick<Asking, 'studyId' | 'lessonId' | 'rights'>,
  { code, note }: Pick<z.infer<typeof settlementRequestSchema>, 'code' | 'note'>,
  by: string,
  basis: string | undefined,
): Promise<z.infer<typeof agreementResponseSchema>> {
  const { study } = await studyAt(studyId, rights);
  if (!(await codedLessons(study)).some((lesson) => lesson.lessonId === lessonId))
    throw new Problem(409, 'not-coded', 'The lesson is not coded yet', 'Settle when all who code it have handed in.');
  const stored = await readSettled({ studyId, lessonId });
  if (basis !== undefined && basis !== plainETag(stored?.etag ?? unwritten)) throw stale();
  const before = stored?.value.settlements ?? [];
  if (before.length >= studyLimits.settled)
    throw new Problem(409, 'settled-full', 'No more can be kept', 'The lesson has as many settlements as can be kept.');
  const at = new Date().toISOString();
  const settled = { studyId, lessonId, at, settlements: [...before, { ...code, by, at, ...(note && { note }) }] };
  if ((await writeSettled(settled, stored?.etag ?? unwritten)) === null) throw stale();
  const lesson = (await findLessonAnywhere(lessonId))?.lesson;
  await assertHere({ siteId: lesson?.siteId ?? '', lessonId });
  await briefly(tryToKeep(lessonId, () => keepSettled(settled)));
  return agreementView(studyId, rights);
}

/** A study to take away: the text of a methods section, or all codes as a table. @throws Problem 404 */
export async function studyExport(
  studyId: string,
  rights: Rights,
  format: 'txt' | 'csv',
): Promise<{ name: string; text: string }> {
  const { study, titles } = await studyAt(studyId, rights);
  const lessons = await codedLessons(study);
  const units = lessons.flatMap(codedUnits);
  if (format === 'txt')
    return { name: study.name, text: methodsText(study, pairAgreements(lessons), alphas(lessons), units) };
  return { name: study.name, text: codesCsv(units, (lessonId) => titles.get(lessonId) ?? '') };
}

import type { z } from 'zod';
import { tryToKeep } from '../backup/keepReviews.ts';
import { keepSettled } from '../backup/studyBackup.ts';
import { TransientError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { plainETag } from '../lessons/identity.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { codingsOf, readCoding, readSettled, settledOf, unwritten, writeSettled } from '../results/studies.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import { alphas, type CodedLesson, codedUnits, pairAgreements } from '../studies/agreement.ts';
import { type Coding, type Settled, type Study, studyLimits } from '../studies/study.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import type { Rights } from './access.ts';
import { briefly } from './briefly.ts';
import { codebookView } from './codebookView.ts';
import type { AgreementResponse, settlementRequestSchema } from './contract.ts';
import { assertHere, completedLessonAt } from './findLesson.ts';
import { assertFitting } from './fittingCodes.ts';
import { Problem } from './problem.ts';
import { closedStudy, studyAt } from './studies.ts';

/**
 * The lessons that all who were to have handed in: of no other are anybody's codes shown to anybody else.
 * @param known those that are left, by id
 */
export async function codedLessons(
  study: Study,
  known: ReadonlyMap<string, Lesson>,
): Promise<(CodedLesson & { readonly etag: string })[]> {
  const [codings, settled] = await Promise.all([codingsOf(study.id), settledOf(study.id)]);
  return study.assignments.flatMap(({ lessonId, coders }) => {
    const ofLesson = handedIn(
      coders,
      codings.filter((coding) => coding.lessonId === lessonId),
    );
    if (ofLesson === null) return [];
    const stored = settled.get(lessonId);
    const etag = plainETag(stored?.etag ?? unwritten);
    const codebook = codebookOf(config(), known.get(lessonId)?.siteId ?? '');
    return [{ lessonId, codings: ofLesson, settlements: stored?.value.settlements ?? [], codebook, etag }];
  });
}

/** What all who code a lesson have handed in; null as long as anybody has not. */
function handedIn(coders: readonly string[], codings: readonly Coding[]): Coding[] | null {
  const done = codings.filter((coding) => coding.done);
  return coders.every((coder) => done.some((coding) => coding.coder === coder)) ? done : null;
}

const openIn = (lesson: Omit<CodedLesson, 'codebook'>) =>
  codedUnits(lesson).filter(({ differs, settled }) => differs.length > 0 && settled === undefined).length;

/** Writes down how much there is to settle of a lesson, once all have handed it in: when nothing is, nobody codes it blind. */
export async function countOpen({ id: studyId, assignments }: Study, lessonId: string): Promise<void> {
  const coders = assignments.find((assignment) => assignment.lessonId === lessonId)?.coders ?? [];
  const stored = await inParallel(4, coders, (coder) => readCoding({ studyId, lessonId, coder }));
  const codings = handedIn(
    coders,
    stored.flatMap((one) => one?.value ?? []),
  );
  if (codings === null) return;
  const settled = await whileBeaten(async () => {
    const before = await readSettled({ studyId, lessonId });
    const settlements = before?.value.settlements ?? [];
    const open = openIn({ lessonId, codings, settlements });
    const next: Settled = { studyId, lessonId, settlements, open, at: new Date().toISOString() };
    return (await writeSettled(next, before?.etag ?? unwritten)) === null ? beaten : next;
  });
  if (settled === beaten)
    throw new TransientError('database-unavailable', 'The study is being changed by many at once.');
  await briefly(tryToKeep(lessonId, () => keepSettled(settled)));
}

/** How coders agree, and what there is to settle. @throws Problem 404 */
export async function agreementView(studyId: string, rights: Rights): Promise<AgreementResponse> {
  const { study, lessons: known } = await studyAt(studyId, rights);
  const lessons = await codedLessons(study, known);
  const { id, name, coders, closedAt } = study;
  const sites = [...new Set(lessons.flatMap(({ lessonId }) => known.get(lessonId)?.siteId ?? []))];
  return {
    study: { id, name, coders, closedAt },
    lessons: lessons.map(({ lessonId, etag }) => {
      const { siteId = '', title = null } = known.get(lessonId) ?? {};
      return { lessonId, siteId, title, etag };
    }),
    codebooks: Object.fromEntries(sites.map((site) => [site, codebookView(site)])),
    assigned: study.assignments.length,
    pairs: pairAgreements(lessons),
    alphas: alphas(lessons),
    disagreements: lessons
      .flatMap(codedUnits)
      .filter(({ differs }) => differs.length > 0)
      .map(({ final, ...unit }) => unit),
  };
}

interface Settling {
  readonly studyId: string;
  readonly lessonId: string;
  readonly rights: Rights;
}

/**
 * Keeps what was settled of a stretch that coders differ in; it counts, and all codes stay.
 * @throws Problem 404, 409 when the lesson is not done, the study closed, or it holds as many as can be kept; 412
 */
export async function settle(
  { studyId, lessonId, rights }: Settling,
  { code, note }: Pick<z.infer<typeof settlementRequestSchema>, 'code' | 'note'>,
  by: string,
  basis: string | undefined,
): Promise<AgreementResponse> {
  const { study, lessons } = await studyAt(studyId, rights);
  if (study.closedAt !== undefined) throw closedStudy();
  const lesson = (await codedLessons(study, lessons)).find((one) => one.lessonId === lessonId);
  if (lesson === undefined)
    throw new Problem(409, 'not-coded', 'The lesson is not coded yet', 'Settle when all who code it have handed in.');
  const stale = () =>
    new Problem(412, 'changed-meanwhile', 'Somebody was faster', 'It has changed. Read it again, then send yours.');
  const { siteId } = (await completedLessonAt(lessonId, rights)).lesson;
  const given = lesson.codings.flatMap(({ codes }) => codes);
  assertFitting(codebookOf(config(), siteId), [code], given);
  const stored = await readSettled({ studyId, lessonId });
  if (basis !== undefined && basis !== plainETag(stored?.etag ?? unwritten)) throw stale();
  const before = stored?.value.settlements ?? [];
  if (before.length >= studyLimits.settled)
    throw new Problem(409, 'settled-full', 'No more can be kept', 'The lesson has as many settlements as can be kept.');
  const at = new Date().toISOString();
  const settlements = [...before, { ...code, by, at, ...(note && { note }) }];
  const settled: Settled = { studyId, lessonId, at, settlements, open: openIn({ ...lesson, settlements }) };
  if ((await writeSettled(settled, stored?.etag ?? unwritten)) === null) throw stale();
  const held = (await findLessonAnywhere(lessonId))?.lesson;
  await assertHere({ siteId: held?.siteId ?? '', lessonId });
  await briefly(tryToKeep(lessonId, () => keepSettled(settled)));
  return agreementView(studyId, rights);
}

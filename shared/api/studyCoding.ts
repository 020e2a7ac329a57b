import { tryToKeep } from '../backup/keepReviews.ts';
import { deleteStudyBackup, keepCoding } from '../backup/studyBackup.ts';
import { shownBy } from '../lessons/codebook.ts';
import { plainETag } from '../lessons/identity.ts';
import { findLessonAnywhere } from '../results/lessons.ts';
import { listQuestions } from '../results/questions.ts';
import { deleteCodings, deleteStudy, readCoding, readStudy, unwritten, writeCoding } from '../results/studies.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import type { Coding, Study, UnitCode } from '../studies/study.ts';
import { shared } from '../studies/units.ts';
import type { Rights } from './access.ts';
import { briefly } from './briefly.ts';
import type { Caller } from './caller.ts';
import { codebookView } from './codebookView.ts';
import type { CodingRequest, CodingResponse } from './contract.ts';
import { assertHere, completedLessonAt } from './findLesson.ts';
import { assertFitting } from './fittingCodes.ts';
import { Problem } from './problem.ts';
import { closedStudy, isCoder, unknownStudy } from './studies.ts';
import { countOpen } from './studyAgreement.ts';

export const stale = () =>
  new Problem(412, 'changed-meanwhile', 'Somebody was faster', 'It has changed. Read it again, then send yours.');

export interface Asking {
  readonly studyId: string;
  readonly lessonId: string;
  readonly caller: Caller;
  readonly rights: Rights;
  readonly by: string | undefined;
}

/**
 * Whose codes a caller may read and write: of who is signed in their own alone, by name or account id.
 * @param given where nobody signs in
 * @throws Problem 403 for whom the study did not give this lesson
 */
function coderOf({ assignments }: Study, lessonId: string, caller: Caller, given: string | undefined): string {
  const coders = assignments.find((assignment) => assignment.lessonId === lessonId)?.coders ?? [];
  const coder = coders.find((one) => isCoder(one, caller, given));
  if (coder === undefined)
    throw new Problem(403, 'not-your-lesson', 'Not yours to code', 'The study gives this lesson to other people.');
  return coder;
}

/**
 * A lesson to code: the questions as they were found, the caller's own codes, and nothing that anybody else said.
 * @throws Problem 403, 404
 */
export async function codingView({ studyId, lessonId, caller, rights, by }: Asking): Promise<CodingResponse> {
  const study = await readStudy(studyId);
  if (study === null) throw unknownStudy();
  const { lesson, result, place } = await completedLessonAt(lessonId, rights);
  const coder = coderOf(study, lessonId, caller, by);
  const [found, stored] = await Promise.all([
    listQuestions(place, result.revision),
    readCoding({ studyId, lessonId, coder }),
  ]);
  const codebook = codebookOf(config(), lesson.siteId);
  return {
    studyId,
    lessonId,
    title: lesson.title,
    durationSeconds: result.durationSeconds,
    coder,
    showMachine: study.showMachine,
    codebook: codebookView(lesson.siteId),
    questions: found.map(({ question: { start, end, text, label, subtype, siteSubtype } }) => ({
      startSeconds: start,
      endSeconds: end,
      text,
      ...(study.showMachine && { machine: shownBy(codebook, { label, subtype, siteSubtype }) }),
    })),
    codes: [...(stored?.value.codes ?? [])],
    done: stored?.value.done ?? false,
    closed: study.closedAt !== undefined,
    etag: plainETag(stored?.etag ?? unwritten),
  };
}

/**
 * Keeps the caller's codes of a lesson in place of those they gave before.
 * @param basis the ETag that they are based on; undefined: whatever there is
 * @throws Problem 400, 403, 404, 409 when the coding is done already or the study closed, 412
 */
export async function code(
  asking: Asking,
  { codes, done = false }: CodingRequest,
  basis: string | undefined,
): Promise<CodingResponse> {
  const { studyId, lessonId } = asking;
  const { coder, codebook, questions, durationSeconds, closed } = await codingView(asking);
  if (closed) throw closedStudy();
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
  assertFitting(codebook, codes, stored?.value.codes);
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

/** Writes what somebody coded, and its copy. @throws Problem 404 when the study was deleted meanwhile, 412 */
export async function keep(coding: Coding, basedOn: string): Promise<void> {
  const { studyId, lessonId } = coding;
  if ((await writeCoding(coding, basedOn)) === null) throw stale();
  // Whoever deleted the lesson or the study meanwhile has looked for codings before this one was written.
  const lesson = (await findLessonAnywhere(lessonId))?.lesson;
  if (lesson === undefined) await deleteCodings(lessonId);
  if (lesson === undefined || lesson.moving !== undefined) await assertHere({ siteId: lesson?.siteId ?? '', lessonId });
  if (lesson !== undefined) await briefly(tryToKeep(lessonId, () => keepCoding(coding)));
  const study = await readStudy(studyId);
  if (study === null) {
    await deleteStudyBackup({ id: studyId, lessons: [lessonId] });
    await deleteStudy(studyId);
    throw unknownStudy();
  }
  if (coding.done) await countOpen(study, lessonId);
}

import { readHandCoding } from '../imports/handCoding.ts';
import { listQuestions } from '../results/questions.ts';
import { readCoding, readStudy, unwritten } from '../results/studies.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import { plainCoder } from '../studies/coderKey.ts';
import type { Study } from '../studies/study.ts';
import { Refusal } from './access.ts';
import { reading } from './broughtIn.ts';
import type { Caller } from './caller.ts';
import { codebookView } from './codebookView.ts';
import type { StudyHandCodingRequest, StudyHandCodingResponse } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';
import { closedStudy, isCoder, mayEndStudy, unknownStudy } from './studies.ts';
import { type Asking, keep } from './studyCoding.ts';

/**
 * A table of earlier coding by hand as what one coder of a study says of a lesson: how it matches, and, where `take` is
 * true, kept as handed in. It is shown to who is that coder, or began the study and codes the lesson themselves no more.
 * @throws Problem 400 'unreadable-file', 'not-a-coder'; 403; 404; 409 when the coder has begun, or the study is closed
 */
export async function bringInCoding(
  { studyId, lessonId, caller, rights, by }: Asking,
  { csv, coder: named, take = false }: StudyHandCodingRequest,
): Promise<StudyHandCodingResponse> {
  const study = await readStudy(studyId);
  if (study === null) throw unknownStudy();
  const { result, place } = await completedLessonAt(lessonId, rights);
  const coders = study.assignments.find((assignment) => assignment.lessonId === lessonId)?.coders ?? [];
  const coder = coders.find((one) => plainCoder(one) === plainCoder(named));
  if (coder === undefined)
    throw new Problem(400, 'not-a-coder', 'Not a coder', 'The study does not give this lesson to that coder.');
  await assertMayBring(study, lessonId, coder, coders, caller, by);
  if (study.closedAt !== undefined) throw closedStudy();
  const found = (await listQuestions(place, result.revision)).map(({ question }) => question);
  const codes = reading(() => readHandCoding(csv, found, result.durationSeconds, codebookOf(config(), place.siteId)));
  const matched = new Set(codes.map(({ question }) => question));
  if (take) {
    if ((await readCoding({ studyId, lessonId, coder })) !== null)
      throw new Problem(409, 'coding-begun', 'The coder has begun', 'What this coder coded here is not written over.');
    const kept = codes.map(({ question: _, ...code }) => code);
    const at = new Date().toISOString();
    await keep({ studyId, lessonId, coder, codes: kept, done: true, from: 'import', at }, unwritten);
  }
  return {
    coder,
    codebook: codebookView(place.siteId),
    codes: codes.map(({ question, ...code }) => ({ ...code, matched: question !== undefined })),
    missing: found
      .filter(({ id }) => !matched.has(id))
      .map(({ start, end, text }) => ({ startSeconds: start, endSeconds: end, text })),
    taken: take,
  };
}

async function assertMayBring(
  study: Study,
  lessonId: string,
  coder: string,
  coders: readonly string[],
  caller: Caller,
  by: string | undefined,
): Promise<void> {
  if (isCoder(coder, caller, by)) return;
  const own = coders.find((one) => isCoder(one, caller, by));
  const blind =
    own !== undefined && (await readCoding({ studyId: study.id, lessonId, coder: own }))?.value.done !== true;
  if (mayEndStudy(study, caller) && !blind) return;
  const detail = blind
    ? 'Hand in your own codes of this lesson first: until then you see nobody else’s.'
    : 'A table is brought in by the coder whose codes it holds, or by whoever began the study.';
  throw new Refusal([403, 'not-your-codes', 'Not your codes', detail], 'The codes are another coder’s');
}

import { tryToKeep } from '../backup/keepReviews.ts';
import { deleteStudyBackup, keepStudy } from '../backup/studyBackup.ts';
import * as results from '../results/studies.ts';
import type { Study } from '../studies/study.ts';
import { Refusal, type Rights } from './access.ts';
import { briefly } from './briefly.ts';
import type { Caller } from './caller.ts';
import type { StudyDeletion, StudyResponse } from './contract.ts';
import { mayEndStudy, studyAt, studyView, unknownStudy } from './studies.ts';

function assertMayEnd(study: Study, caller: Caller): void {
  if (mayEndStudy(study, caller)) return;
  const detail = 'A study is closed and deleted by whoever began it, or by an admin over all sites.';
  throw new Refusal([403, 'not-permitted', 'Not permitted', detail], 'They did not begin the study');
}

/** Closes a study for good: nothing is coded or settled after it. @throws Problem 404, Refusal */
export async function closeStudy(studyId: string, rights: Rights, caller: Caller): Promise<StudyResponse> {
  assertMayEnd((await studyAt(studyId, rights)).study, caller);
  const closed = await results.closeStudy(studyId, new Date());
  if (closed === null) throw unknownStudy();
  await briefly(tryToKeep('', () => keepStudy(closed)));
  return studyView(studyId, rights, caller);
}

/**
 * Deletes a study with all that was coded and settled in it, copies first, so that one that fails half-way can be asked
 * for again. Lessons, and what people corrected of them, stay; so does the line of the audit log.
 * @throws Problem 404, Refusal
 */
export async function deleteStudy(studyId: string, rights: Rights, caller: Caller): Promise<StudyDeletion> {
  const { study } = await studyAt(studyId, rights);
  assertMayEnd(study, caller);
  await deleteStudyBackup(study);
  return { studyId, codings: await results.deleteStudy(studyId) };
}

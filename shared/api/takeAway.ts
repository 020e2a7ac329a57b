import type { z } from 'zod';
import { type LessonExport, lessonExport } from '../exports/lessonExport.ts';
import { inTurns } from '../inTurns.ts';
import type { blobPaths } from '../lessons/blobPaths.ts';
import type { Lesson } from '../lessons/lesson.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { maskerFor, maskLesson, maskQuestion, maskTranscript } from '../names/maskLesson.ts';
import { correctedTranscript } from '../questions/correctedLines.ts';
import type { Place } from '../results/questions.ts';
import { readReviewing } from '../results/reviewing.ts';
import { readRoster } from '../results/roster.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import type { Rights } from './access.ts';
import type { namesQuerySchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

type Revision = Parameters<typeof blobPaths.prefix>[0];
type NamesQuery = z.output<typeof namesQuerySchema>;

/** A revision's transcript as it was heard. @throws Problem 404 when it was deleted. */
export async function heardTranscript(key: Revision): Promise<Transcript> {
  const transcript = await readTranscript(key);
  if (transcript === null)
    throw new Problem(404, 'no-transcript', 'No transcript', 'The transcript was deleted. Analyse the lesson again.');
  return transcript;
}

/**
 * Everything that a file to take away is made from.
 * @throws Problem 404 as `completedLessonAt` and `transcriptOf`
 */
export async function takeAway(id: string, rights: Rights, { names }: NamesQuery): Promise<LessonExport> {
  const { lesson, result } = await completedLessonAt(id, rights);
  const taken = await takenOf(lesson, result);
  return names === 'masked' ? maskLesson(taken, (await readRoster(lesson.siteId)).names) : taken;
}

/** A lesson with its names. @throws Problem 404 'no-transcript' */
export async function takenOf(lesson: Lesson, result: NonNullable<Lesson['result']>): Promise<LessonExport> {
  const place = { siteId: lesson.siteId, lessonId: lesson.id };
  const [{ state }, heard] = await Promise.all([
    readReviewing(place, result.revision),
    heardTranscript({ lessonId: lesson.id, revision: result.revision }),
  ]);
  return lessonExport(
    lesson,
    result,
    state.questions,
    correctedTranscript(heard, state.lines),
    result.speakers?.voices,
  );
}

/** A lesson's transcript as people have corrected it. @throws Problem 404 when it was deleted. */
export async function transcriptOf({ siteId, ...key }: Pick<Place, 'siteId'> & Revision): Promise<Transcript> {
  const place = { siteId, lessonId: key.lessonId };
  const [{ state }, heard] = await Promise.all([readReviewing(place, key.revision), heardTranscript(key)]);
  return correctedTranscript(heard, state.lines);
}

/** A lesson's transcript with its names masked. @throws Problem 404 as `transcriptOf` */
export async function maskedTranscript({ siteId, educator, ...key }: MaskedLesson): Promise<Transcript> {
  const transcript = await transcriptOf({ siteId, ...key });
  return maskTranscript(await maskerFor(transcript, await namesOf(siteId, educator)), transcript);
}

/** Questions of a lesson with their names masked as in its transcript. @throws Problem 404 as `transcriptOf` */
export async function maskedQuestions<Q extends CodedQuestion>(
  { siteId, educator, ...key }: MaskedLesson,
  questions: readonly Q[],
): Promise<Q[]> {
  const masker = await maskerFor(await transcriptOf({ siteId, ...key }), await namesOf(siteId, educator));
  return inTurns(questions, (question) => maskQuestion(masker, question));
}

type MaskedLesson = Revision & Pick<Lesson, 'siteId' | 'educator'>;

async function namesOf(siteId: string, educator: string | undefined): Promise<string[]> {
  const { names } = await readRoster(siteId);
  return educator === undefined ? [...names] : [...names, educator];
}

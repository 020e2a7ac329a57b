import type { z } from 'zod';
import { type LessonExport, lessonExport } from '../exports/lessonExport.ts';
import { inTurns } from '../inTurns.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Lesson } from '../lessons/lesson.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import { type Transcript, transcriptSchema } from '../lessons/transcript.ts';
import { maskerFor, maskLesson, maskQuestion, maskTranscript } from '../names/maskLesson.ts';
import { listQuestions } from '../results/questions.ts';
import { readRoster } from '../results/roster.ts';
import { readText } from '../storage/blobs.ts';
import type { namesQuerySchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

type Revision = Parameters<typeof blobPaths.prefix>[0];
type NamesQuery = z.output<typeof namesQuerySchema>;

/** A revision's transcript. @throws Problem 404 when it was deleted. */
export async function transcriptOf(key: Revision): Promise<Transcript> {
  const text = await readText('transcripts', blobPaths.transcript(key, 'json'));
  if (text === null)
    throw new Problem(404, 'no-transcript', 'No transcript', 'The transcript was deleted. Analyse the lesson again.');
  return transcriptSchema.parse(JSON.parse(text));
}

/**
 * Everything that a file to take away is made from.
 * @throws Problem 404 as `completedLessonAt` and `transcriptOf`
 */
export async function takeAway(id: string, { names }: NamesQuery): Promise<LessonExport> {
  const { lesson, result, place } = await completedLessonAt(id);
  const [questions, transcript] = await Promise.all([
    listQuestions(place, result.revision),
    transcriptOf({ lessonId: lesson.id, revision: result.revision }),
  ]);
  const plain = questions.map(({ question }) => question);
  const taken = lessonExport(lesson, result, plain, transcript);
  return names === 'masked' ? maskLesson(taken, (await readRoster(lesson.siteId)).names) : taken;
}

/** A lesson's transcript with its names masked. @throws Problem 404 as `transcriptOf` */
export async function maskedTranscript({ siteId, educator, ...key }: MaskedLesson): Promise<Transcript> {
  const transcript = await transcriptOf(key);
  return maskTranscript(await maskerFor(transcript, await namesOf(siteId, educator)), transcript);
}

/** Questions of a lesson with their names masked as in its transcript. @throws Problem 404 as `transcriptOf` */
export async function maskedQuestions<Q extends CodedQuestion>(
  { siteId, educator, ...key }: MaskedLesson,
  questions: readonly Q[],
): Promise<Q[]> {
  const masker = await maskerFor(await transcriptOf(key), await namesOf(siteId, educator));
  return inTurns(questions, (question) => maskQuestion(masker, question));
}

type MaskedLesson = Revision & Pick<Lesson, 'siteId' | 'educator'>;

async function namesOf(siteId: string, educator: string | undefined): Promise<string[]> {
  const { names } = await readRoster(siteId);
  return educator === undefined ? [...names] : [...names, educator];
}

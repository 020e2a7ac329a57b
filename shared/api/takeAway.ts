import type { z } from 'zod';
import { type LessonExport, lessonExport } from '../exports/lessonExport.ts';
import { inTurns } from '../inTurns.ts';
import type { blobPaths } from '../lessons/blobPaths.ts';
import type { Lesson, LessonResult } from '../lessons/lesson.ts';
import type { ShownQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import type { NameMasker } from '../names/masker.ts';
import { maskDetails, maskerFor, maskLesson, maskQuestion, maskTranscript } from '../names/maskLesson.ts';
import { correctedTranscript } from '../questions/correctedLines.ts';
import { readReviewing } from '../results/reviewing.ts';
import { readRoster } from '../results/roster.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import type { SaidVoices } from '../speakers/saidVoices.ts';
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
    readReviewing(place, result.revision, result),
    heardTranscript({ lessonId: lesson.id, revision: result.revision }),
  ]);
  return lessonExport(
    lesson,
    result,
    state.questions,
    correctedTranscript(heard, state.lines, state.speakers.said),
    state.speakers.voices,
    codebookOf(config(), lesson.siteId),
  );
}

/** A lesson's transcript as people have corrected it. @throws Problem 404 when it was deleted. */
export async function transcriptOf(shown: ShownResult): Promise<Transcript> {
  return (await spokenTranscript(shown)).transcript;
}

/** The same, with whose voices speak in it. @throws Problem 404 when it was deleted. */
export async function spokenTranscript({
  siteId,
  lessonId,
  result,
}: ShownResult): Promise<{ transcript: Transcript; speakers: SaidVoices }> {
  const { revision } = result;
  const [{ state }, heard] = await Promise.all([
    readReviewing({ siteId, lessonId }, revision, result),
    heardTranscript({ lessonId, revision }),
  ]);
  const { lines, speakers } = state;
  return { transcript: correctedTranscript(heard, lines, speakers.said), speakers };
}

/** A lesson's transcript with its names masked. @throws Problem 404 as `transcriptOf` */
export async function maskedTranscript(shown: ShownResult): Promise<Transcript> {
  return masked(shown, await transcriptOf(shown));
}

/** A transcript of a lesson with the lesson's names masked. */
export async function masked({ siteId, educator }: ShownResult, transcript: Transcript): Promise<Transcript> {
  return maskTranscript(await maskerFor(transcript, await namesOf(siteId, educator), siteId), transcript);
}

/** Questions of a lesson and what is said of it, with names masked as in its transcript. @throws Problem 404 as `transcriptOf` */
export async function maskedQuestions<Q extends ShownQuestion>(
  lesson: LessonExport['lesson'],
  shown: ShownResult,
  questions: readonly Q[],
): Promise<{ questions: Q[]; lesson: { title: string; siteId: string; educator?: string } }> {
  const masker = await maskerFor(await transcriptOf(shown), await namesOf(shown.siteId, shown.educator), shown.siteId);
  const { title, siteId, educator } = maskDetails(masker, lesson);
  return {
    questions: await inTurns(questions, (question) => maskQuestion(masker, question)),
    lesson: { title, siteId, ...(educator === undefined ? {} : { educator }) },
  };
}

const noWords: Transcript = { language: '', durationSeconds: 0, engine: '', model: '', segments: [], voice: [] };

/** What masks a lesson's names: learned from its transcript where there is one, else known by the roster and as they look. */
export async function maskerOf({ id: lessonId, siteId, educator, result }: Lesson): Promise<NameMasker> {
  const names = await namesOf(siteId, educator);
  const words = result === undefined ? noWords : await wordsOf({ siteId, lessonId, result });
  return maskerFor(words, names, siteId);
}

async function wordsOf(shown: ShownResult): Promise<Transcript> {
  try {
    return await transcriptOf(shown);
  } catch (error) {
    if (error instanceof Problem && error.code === 'no-transcript') return noWords;
    throw error;
  }
}

/** A lesson, by what of it is read here, and its result that is shown. */
interface ShownResult {
  readonly siteId: string;
  readonly lessonId: string;
  readonly educator?: string | undefined;
  readonly result: Pick<LessonResult, 'revision' | 'completedAt' | 'speakers'>;
}

async function namesOf(siteId: string, educator: string | undefined): Promise<string[]> {
  const { names } = await readRoster(siteId);
  return educator === undefined ? [...names] : [...names, educator];
}

import { type LessonExport, lessonExport } from '../exports/lessonExport.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { type Transcript, transcriptSchema } from '../lessons/transcript.ts';
import { listQuestions } from '../results/questions.ts';
import { readText } from '../storage/blobs.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

type Revision = Parameters<typeof blobPaths.prefix>[0];

/** A revision's transcript. @throws Problem 404 when it was deleted. */
export async function transcriptOf(key: Revision): Promise<Transcript> {
  const text = await readText('transcripts', blobPaths.transcript(key, 'json'));
  if (text === null)
    throw new Problem(404, 'no-transcript', 'No transcript', 'The transcript was deleted. Analyse the lesson again.');
  return transcriptSchema.parse(JSON.parse(text));
}

/** Everything that a file to take away is made from. @throws Problem 400, 404 as `completedLessonAt`, and `transcriptOf`. */
export async function takeAway(id: string | undefined): Promise<LessonExport> {
  const { lesson, result, place } = await completedLessonAt(id);
  const [questions, transcript] = await Promise.all([
    listQuestions(place, result.revision),
    transcriptOf({ lessonId: lesson.id, revision: result.revision }),
  ]);
  return lessonExport(
    lesson,
    result,
    questions.map(({ question }) => question),
    transcript,
  );
}

import { blobPaths } from '../lessons/blobPaths.ts';
import type { LessonKey } from '../lessons/identity.ts';
import { analysisSchema, type LessonResult } from '../lessons/lesson.ts';
import { changeLesson, findLesson } from '../results/lessons.ts';
import type { Place } from '../results/questions.ts';
import { withoutSpeakers } from '../speakers/withoutSpeakers.ts';
import { readText } from '../storage/blobs.ts';
import { parseJson, writeJson } from '../storage/json.ts';
import { readTranscript } from '../storage/readTranscript.ts';

/**
 * Says of a lesson whose voices were still to be told apart that they could not be: everybody in it is unknown. One that is
 * analysed again, that was told meanwhile, or that shows another upload's result is left alone. The lesson itself comes
 * last, so that whoever is interrupted finds it again.
 * @returns whether it was still pending
 */
export async function leaveUntold(recording: Place & Pick<LessonKey, 'revision'>): Promise<boolean> {
  const { siteId, lessonId, revision } = recording;
  const isPending = (result: LessonResult | undefined) =>
    result?.revision === revision && result.speakers?.state === 'pending';
  const failed: LessonResult['speakers'] = { state: 'failed', voices: [] };
  const found = (await findLesson(siteId, lessonId))?.lesson;
  if (found === undefined || found.status === 'running' || !isPending(found.result)) return false;
  const transcript = await readTranscript(recording);
  if (transcript !== null)
    await writeJson('transcripts', blobPaths.transcript(recording, 'json'), {
      ...withoutSpeakers(transcript),
      speakers: { state: 'failed', turns: [] },
    });
  const path = blobPaths.analysis(recording);
  const text = await readText('transcripts', path);
  if (text !== null) {
    const analysis = parseJson(text, analysisSchema, `transcripts/${path}`);
    if (isPending(analysis.result))
      await writeJson('transcripts', path, { ...analysis, result: { ...analysis.result, speakers: failed } });
  }
  const left = await changeLesson(siteId, lessonId, (present) => {
    if (present?.result === undefined || present.status === 'running' || !isPending(present.result)) return null;
    return { ...present, updatedAt: new Date().toISOString(), result: { ...present.result, speakers: failed } };
  });
  return left !== null;
}

import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Analysis, Lesson, LessonResult, Source } from '../lessons/lesson.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { lessonMetrics } from '../questions/metrics.ts';
import { changeLesson } from '../results/lessons.ts';
import { deleteQuestions, saveQuestions } from '../results/questions.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { speechUsageSchema } from './assembleTranscript.ts';
import { assertNewest } from './beginLesson.ts';
import { codedSchema } from './codeQuestions.ts';

/**
 * Writes analysis.json, then the questions, then the lesson that points at them: whoever reads the lesson
 * finds everything that it speaks of. A lesson that moved on to a newer upload is left alone.
 * @throws PermanentError 'superseded' or 'video-gone'.
 */
export async function saveAnalysis(source: Source): Promise<void> {
  await assertNewest(source);
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  const coded = await readJson('work', blobPaths.codedQuestions(source), codedSchema);
  const speech = await readJson('work', blobPaths.speechUsage(source), speechUsageSchema);
  const result: LessonResult = {
    revision: source.revision,
    completedAt: new Date().toISOString(),
    durationSeconds: transcript.durationSeconds,
    language: transcript.language,
    speechEngine: transcript.engine,
    speechModel: transcript.model,
    codingEngine: coded.engine,
    codingModelVersion: coded.modelVersion,
    metrics: lessonMetrics(coded.questions, transcript),
    coding: coded.report,
    cost: { currency: 'USD', money: sum(speech.money, coded.cost.money), speech, coding: coded.cost },
  };
  const analysis: Analysis = { schemaVersion: 1, source, result, questions: coded.questions };
  await writeJson('transcripts', blobPaths.analysis(source), analysis);
  await recordAnalysis(analysis);
}

// What is not known makes a sum that is not known.
const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** Writes the documents of an analysis; the way back from analysis.json to Cosmos DB as well. */
async function recordAnalysis({ source, result, questions }: Analysis): Promise<void> {
  await saveQuestions(source, source.revision, questions);
  const saved = await changeLesson(source.siteId, source.lessonId, (present): Lesson | null => {
    if (present === null || present.revision !== source.revision) return null;
    return { ...present, status: 'completed', updatedAt: result.completedAt, failure: undefined, result };
  });
  if (saved === null) throw new PermanentError('superseded', 'A newer upload replaced this one.');
  await deleteQuestions(source, { revision: source.revision });
}

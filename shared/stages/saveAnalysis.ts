import type { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Cost } from '../lessons/coding.ts';
import { type Analysis, analysisSchema, type Lesson, type LessonResult, type Source } from '../lessons/lesson.ts';
import { transcriptSchema } from '../lessons/transcript.ts';
import { probeSchema } from '../media/probe.ts';
import { besideReviewed } from '../questions/keepReviewed.ts';
import { lessonMetrics } from '../questions/metrics.ts';
import { changeLesson } from '../results/lessons.ts';
import { refreshMetrics } from '../results/measured.ts';
import { deleteQuestions, listQuestions, saveQuestions } from '../results/questions.ts';
import { hearingOf, nobodyHeard } from '../speech/hearing.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { readTranscript } from '../storage/readTranscript.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { speechUsageSchema } from './assembleTranscript.ts';
import { assertNewest } from './beginLesson.ts';
import { codedSchema } from './codeQuestions.ts';
import { audioManifestSchema } from './extractAudio.ts';

/**
 * Writes analysis.json, then the questions, then the lesson that points at them: whoever reads the lesson
 * finds everything that it speaks of. A lesson that moved on to a newer upload is left alone.
 * @param again voices were told apart since it was saved: it was completed then, and is counted no second time.
 * @throws PermanentError 'superseded' or 'video-gone'.
 */
export async function saveAnalysis(source: Source, again = false): Promise<void> {
  await assertNewest(source);
  const transcript = await readJson('transcripts', blobPaths.transcript(source, 'json'), transcriptSchema);
  const codedAt = again ? blobPaths.recodedQuestions(source) : blobPaths.codedQuestions(source);
  const coded = await readJson('work', codedAt, codedSchema);
  const speech = await readJson('work', blobPaths.speechUsage(source), speechUsageSchema);
  const { sound } = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const { recordedOn } = await readJson('work', blobPaths.probe(source), probeSchema);
  const result: LessonResult = {
    revision: source.revision,
    completedAt: again ? await completedAt(source) : new Date().toISOString(),
    durationSeconds: transcript.durationSeconds,
    ...(recordedOn === undefined ? {} : { recordedOn }),
    language: transcript.language,
    speechEngine: transcript.engine,
    speechModel: transcript.model,
    voiceFrom: transcript.voiceFrom,
    speakers: coded.speakers,
    sound,
    hearing: hearingOf(transcript),
    nobodyHeard: nobodyHeard(transcript, sound),
    codingEngine: coded.engine,
    codingModelVersion: coded.modelVersion,
    metrics: lessonMetrics(coded.questions, transcript, coded.speakers.voices),
    reviewedCount: 0,
    coding: coded.report,
    cost: costOf(speech, coded),
  };
  const questions = coded.questions.map(({ shadow: _shadow, ...question }) => question);
  const analysis: Analysis = { schemaVersion: 1, source, result, questions };
  await writeJson('transcripts', blobPaths.analysis(source), analysis);
  await recordAnalysis({ ...analysis, questions: coded.questions });
  if (again) return;
  record(metrics.lessonsCompleted, 1, {});
  const seconds = (Date.parse(result.completedAt) - Date.parse(source.uploadedAt)) / 1000;
  // An old upload that is analysed again says nothing of how long people wait.
  if (seconds < 86_400) record(metrics.lessonDuration, Math.max(0, seconds), {});
}

/** When it was first saved. */
async function completedAt(source: Source): Promise<string> {
  const { result } = await readJson('transcripts', blobPaths.analysis(source), analysisSchema);
  return result.completedAt;
}

function costOf(speech: Cost['speech'], { cost: coding, shadowCost: shadow }: z.infer<typeof codedSchema>): Cost {
  const parts = [speech.money, coding.money, shadow?.money ?? (shadow === undefined ? 0 : null)];
  // What is not known makes a sum that is not known.
  const money = parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  return { currency: 'USD', money, speech, coding, ...(shadow === undefined ? {} : { shadow }) };
}

/** Writes the documents of an analysis; the way back from analysis.json to Cosmos DB as well. */
async function recordAnalysis({ source, result, questions }: Analysis): Promise<void> {
  const present = (await listQuestions(source, source.revision)).map(({ question }) => question);
  const written = besideReviewed(
    questions,
    present.filter(({ review }) => review !== undefined).map(({ id, start, end }) => ({ id, spans: [{ start, end }] })),
  );
  await saveQuestions(source, source.revision, written);
  const saved = await changeLesson(source.siteId, source.lessonId, (present): Lesson | null => {
    if (present === null || present.revision !== source.revision) return null;
    return { ...present, status: 'completed', updatedAt: new Date().toISOString(), failure: undefined, result };
  });
  if (saved === null) throw new PermanentError('superseded', 'A newer upload replaced this one.');
  const found = new Set(written.map(({ id }) => id));
  await deleteQuestions(source, { kind: 'notFoundAgain', revision: source.revision, found });
  await deleteQuestions(source, { kind: 'ofOtherRevisions', than: source.revision });
  // Analysed again, a lesson may have reviews already; they count.
  await refreshMetrics(source, source.revision, () => readTranscript(source));
}

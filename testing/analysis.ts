import { lessonOf, revisionOf } from '../shared/lessons/identity.ts';
import type { Analysis, LessonResult } from '../shared/lessons/lesson.ts';
import type { CodedQuestion } from '../shared/lessons/question.ts';
import { lessonMetrics } from '../shared/questions/metrics.ts';

/** A question as an analysis has it; the talk is made up. */
export function questionOf(id: string): CodedQuestion {
  const start = Number(id.slice(1)) * 10;
  return {
    id,
    start,
    end: start + 1,
    text: 'Why did it sink?',
    quoted: false,
    label: 'OEQ',
    subtype: 'explain',
    confidence: 0.9,
    engine: 'local',
    modelVersion: '1',
    waitTimeSeconds: 2,
    next: 'speech',
  };
}

/** A whole analysis of an upload, with as many questions as asked for. */
export function analysisOf(blobName: string, result: Partial<LessonResult> = {}, questionCount = 2): Analysis {
  const etag = `"${blobName}"`;
  const revision = revisionOf(etag);
  const questions = Array.from({ length: questionCount }, (_, index) =>
    questionOf(`q${String(index + 1).padStart(3, '0')}`),
  );
  const durationSeconds = 10 * questionCount + 20;
  return {
    schemaVersion: 1,
    source: {
      ...lessonOf(blobName),
      blobName,
      revision,
      etag,
      sizeBytes: 1000,
      uploadedAt: '2026-03-01T09:00:00.000Z',
    },
    result: {
      revision,
      completedAt: '2026-03-01T10:00:00.000Z',
      durationSeconds,
      language: 'en',
      speechEngine: 'fake',
      speechModel: 'fake',
      codingEngine: 'local',
      codingModelVersion: '1',
      metrics: lessonMetrics(questions, { durationSeconds, voice: [], segments: [] }),
      reviewedCount: 0,
      ...result,
    },
    questions,
  };
}

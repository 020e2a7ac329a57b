import { CosmosClient } from '@azure/cosmos';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import type { Transcript } from '../../shared/lessons/transcript.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { toSrt, toVtt } from '../../shared/speech/subtitles.ts';
import type { TestCloud } from '../../testing/cloud.ts';

/** Puts a completed lesson's documents and transcript where the pipeline would have put them. */
export async function seedLesson(
  cloud: TestCloud,
  about: Pick<Lesson, 'id' | 'siteId' | 'fileName' | 'title'> & { readonly educator?: string },
  questions: readonly CodedQuestion[],
  transcript: Transcript,
): Promise<void> {
  const revision = '0123456789abcdef';
  const at = '2026-03-04T09:10:00.000Z';
  const lesson: Lesson = {
    ...about,
    blobName: `${about.siteId}/${about.fileName}`,
    revision,
    status: 'completed',
    sizeBytes: 1000,
    uploadedAt: '2026-03-04T09:00:00.000Z',
    updatedAt: at,
    consent: 'given',
    result: {
      revision,
      completedAt: at,
      durationSeconds: transcript.durationSeconds,
      language: transcript.language,
      speechEngine: transcript.engine,
      speechModel: transcript.model,
      codingEngine: 'local',
      codingModelVersion: '1',
      metrics: lessonMetrics(questions, transcript),
      reviewedCount: questions.filter(({ review }) => review !== undefined).length,
    },
  };
  const client = new CosmosClient(cloud.stack.endpoints.cosmos ?? '');
  const database = client.database('askwell');
  await database.container('lessons').items.create(lesson);
  for (const question of questions) {
    const document = { ...question, siteId: lesson.siteId, lessonId: lesson.id, revision };
    await database.container('questions').items.create({ ...document, id: `${revision}-${question.id}` });
  }
  client.dispose();
  const texts = {
    json: JSON.stringify(transcript),
    vtt: toVtt(transcript.segments),
    srt: toSrt(transcript.segments),
  } as const;
  for (const format of ['json', 'vtt', 'srt'] as const) {
    await cloud.blobs
      .getContainerClient('transcripts')
      .getBlockBlobClient(blobPaths.transcript({ lessonId: lesson.id, revision }, format))
      .upload(texts[format], Buffer.byteLength(texts[format]));
  }
}

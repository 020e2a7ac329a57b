import { readFile } from 'node:fs/promises';
import { lessonOf } from '../../shared/lessons/identity.ts';
import type { Lesson, LessonResult } from '../../shared/lessons/lesson.ts';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import type { Segment, Transcript } from '../../shared/lessons/transcript.ts';
import type { TestCloud } from '../cloud.ts';
import { useSettings } from '../settings.ts';

export interface Seeded {
  readonly lessonId: string;
  readonly siteId: string;
}

export interface Seed {
  readonly blobName: string;
  readonly questions: readonly CodedQuestion[];
  readonly durationSeconds: number;
  readonly segments?: readonly Segment[];
  /** What the transcript has besides, such as who speaks when. */
  readonly transcript?: Partial<Transcript>;
  /** The file that plays; null for none. */
  readonly video?: string | null;
  readonly change?: Partial<Lesson>;
  readonly result?: Partial<LessonResult>;
}

/** Writes a lesson that was analysed as the pipeline leaves it: documents, transcript, waveform, video. */
export async function seedLesson(cloud: TestCloud, seed: Seed): Promise<Seeded> {
  useSettings(cloud.stack.settings);
  const { changeLesson } = await import('../../shared/results/lessons.ts');
  const { saveQuestions } = await import('../../shared/results/questions.ts');
  const { lessonMetrics } = await import('../../shared/questions/metrics.ts');
  const { blobPaths } = await import('../../shared/lessons/blobPaths.ts');
  const { writeText } = await import('../../shared/storage/blobs.ts');
  const { toSrt, toVtt } = await import('../../shared/speech/subtitles.ts');
  const { lessonId, siteId, fileName } = lessonOf(seed.blobName);
  // The local database tells documents apart by their ids alone, and these begin with the revision.
  const revision = lessonId.slice(0, 16);
  const { questions, durationSeconds } = seed;
  const segments = (seed.segments ?? questions).map(({ start, end, text }) => ({ start, end, text }));
  const voice = segments.map(({ start, end }) => ({ start, end }));
  const key = { lessonId, revision };
  const made = { language: 'en', durationSeconds, engine: 'seeded', model: 'seeded', segments, voice };
  const transcript = { ...made, ...seed.transcript };
  await writeText('transcripts', blobPaths.transcript(key, 'json'), JSON.stringify(transcript), 'application/json');
  await writeText('transcripts', blobPaths.transcript(key, 'vtt'), toVtt(segments), 'text/vtt');
  await writeText('transcripts', blobPaths.transcript(key, 'srt'), toSrt(segments), 'application/x-subrip');
  const peaks = Array.from({ length: Math.round(durationSeconds * 5) }, (_, index) => {
    const at = index / 5;
    const spoken = voice.some(({ start, end }) => at >= start && at <= end);
    return spoken ? 35 + ((index * 37) % 60) : (index * 7) % 9;
  });
  const waveform = { durationSeconds, peaksPerSecond: 5, peaks };
  await writeText('transcripts', blobPaths.waveform(key), JSON.stringify(waveform), 'application/json');
  const video = seed.video === undefined ? 'samples/lesson.mp4' : seed.video;
  if (video !== null) {
    await cloud.blobs
      .getContainerClient('media')
      .getBlockBlobClient(blobPaths.video(key))
      .uploadData(await readFile(video), { blobHTTPHeaders: { blobContentType: 'video/mp4' } });
  }
  await saveQuestions({ siteId, lessonId }, revision, questions);
  const now = '2026-11-20T09:00:00.000Z';
  await changeLesson(siteId, lessonId, () => ({
    id: lessonId,
    siteId,
    fileName,
    blobName: seed.blobName,
    revision,
    status: 'completed',
    sizeBytes: 1000,
    uploadedAt: now,
    updatedAt: now,
    title: fileName.replace(/\.\w+$/, ''),
    consent: 'given',
    picture:
      video === null
        ? { kind: 'none', reason: 'sound only' }
        : { kind: 'ready', video: blobPaths.video(key), original: false, poster: null },
    result: {
      revision,
      completedAt: now,
      durationSeconds,
      language: 'en',
      speechEngine: 'seeded',
      speechModel: 'seeded',
      codingEngine: 'local',
      codingModelVersion: '1',
      reviewedCount: questions.filter(({ review }) => review !== undefined).length,
      metrics: lessonMetrics(questions, { durationSeconds, voice, segments }),
      ...seed.result,
    },
    ...seed.change,
  }));
  return { lessonId, siteId };
}

const asked = [
  ['What do you think will happen to the stone?', 'OEQ', 'predict'],
  ['Is it heavy?', 'CEQ', 'yes-no'],
  ['How did you make the boat stay up?', 'OEQ', 'explain'],
  ['What is this called?', 'CEQ', 'specific-answer'],
  ['Is it soft or hard?', 'CEQ', 'choice'],
] as const;

/** A question every `seconds`, of all kinds in turn. */
export function askedEvery(seconds: number, count: number): CodedQuestion[] {
  return Array.from({ length: count }, (_, index) => {
    const [text, label, subtype] = asked[index % asked.length] ?? asked[0];
    const start = 1 + index * seconds;
    return {
      id: `q${String(index + 1).padStart(3, '0')}`,
      start,
      end: start + 1.8,
      text,
      quoted: false,
      label,
      subtype,
      confidence: 0.55 + ((index * 7) % 45) / 100,
      engine: 'local',
      modelVersion: '1',
      waitTimeSeconds: index % 9 === 8 ? null : ((index * 13) % 50) / 10,
      next: index % 9 === 8 ? 'end' : 'speech',
    };
  });
}

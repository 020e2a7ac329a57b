import type { UploadedBlob } from '../shared/lessons/admission.ts';
import type { Lesson, Source } from '../shared/lessons/lesson.ts';
import type { Stores } from '../shared/wiring/stores.ts';

/** Stores in memory: a seam, for stages that are tested without storage, database and queue. */
export interface MemoryStores extends Stores {
  /** By blob name. */
  readonly uploads: Map<string, UploadedBlob>;
  /** By id. */
  readonly lessons: Map<string, Lesson>;
  /** Jobs that were asked for, oldest first. */
  readonly jobs: Source[];
  /** Index tags by blob name. */
  readonly tags: Map<string, Readonly<Record<string, string>>>;
  /** What was deleted, in this order. */
  readonly deleted: string[];
}

export function memoryStores(uploads: readonly UploadedBlob[] = [], lessons: readonly Lesson[] = []): MemoryStores {
  const kept: Omit<MemoryStores, keyof Stores> = {
    uploads: new Map(uploads.map((upload) => [upload.blobName, upload])),
    lessons: new Map(lessons.map((lesson) => [lesson.id, lesson])),
    jobs: [],
    tags: new Map(),
    deleted: [],
  };
  return {
    ...kept,
    findUpload: async (blobName) => kept.uploads.get(blobName) ?? null,
    async tagUpload(blobName, tags) {
      kept.tags.set(blobName, tags);
      return kept.uploads.has(blobName);
    },
    async deleteUpload(blobName) {
      kept.deleted.push('video');
      return kept.uploads.delete(blobName) ? 1 : 0;
    },
    async deletePrefix(container, prefix) {
      kept.deleted.push(`${container}/${prefix}`);
      return 1;
    },
    async dropVoices(lessonId) {
      kept.deleted.push(`voices/${lessonId}/`);
      return 1;
    },
    async changeLesson(_siteId, lessonId, change) {
      const next = await change(kept.lessons.get(lessonId) ?? null, undefined);
      if (next !== null) kept.lessons.set(lessonId, next);
      return next;
    },
    async deleteLessonDocument(_siteId, lessonId) {
      kept.deleted.push('lesson');
      return kept.lessons.delete(lessonId);
    },
    async deleteQuestions() {
      kept.deleted.push('questions');
      return { questions: 2, corrections: 3 };
    },
    async deleteCodings() {
      kept.deleted.push('codings');
      return 4;
    },
    async forgetMoves() {
      return [];
    },
    async sendLessonJob(source) {
      kept.jobs.push(source);
    },
  };
}

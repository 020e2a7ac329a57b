import { type LessonResponse, listLessons } from '../api/lessons.ts';

/** A lesson as a point of a course. */
export interface Point {
  readonly id: string;
  readonly title: string;
  readonly educator: string | undefined;
  readonly uploadedAt: string;
  readonly questions: number;
  readonly share: number | null;
  readonly openWait: number | null;
  readonly closedWait: number | null;
  readonly reviewedCount: number;
  readonly reviewed: 'none' | 'some' | 'all';
}

export interface Course {
  /** In order of time. */
  readonly points: readonly Point[];
  /** There are older ones that were left out. */
  readonly more: boolean;
}

const pageSize = 200;
/** As many as a chart can show one beside the other. */
const most = 600;

/** All lessons with a result, of a site and a time if those are given, the oldest first. */
export async function readCourse(
  query: { site?: string; from?: string; to?: string },
  signal: AbortSignal,
): Promise<Course> {
  const lessons: LessonResponse[] = [];
  let continuation: string | undefined;
  do {
    const answer = await listLessons(
      { ...query, sort: 'uploadedAt', order: 'desc', limit: pageSize, ...(continuation ? { continuation } : {}) },
      undefined,
      signal,
    );
    lessons.push(...(answer?.body.lessons ?? []));
    continuation = answer?.body.continuation;
  } while (continuation !== undefined && lessons.length < most);
  return { points: lessons.flatMap(pointOf).reverse(), more: continuation !== undefined };
}

/** None for a lesson without a result. */
export function pointOf({ id, title, educator, uploadedAt, result }: LessonResponse): Point[] {
  if (result === undefined) return [];
  const { metrics, reviewedCount } = result;
  const { questionCount } = metrics;
  return [
    {
      id,
      title,
      educator,
      uploadedAt,
      questions: questionCount,
      share: metrics.openShare,
      openWait: metrics.waitAfterOpenSeconds.median,
      closedWait: metrics.waitAfterClosedSeconds.median,
      reviewedCount,
      reviewed: reviewedCount === 0 ? 'none' : reviewedCount >= questionCount ? 'all' : 'some',
    },
  ];
}

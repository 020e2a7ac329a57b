import { type LessonResponse, listLessons } from '../api/lessons.ts';
import { recordedOnOf } from '../library/day.ts';
import { inOrder } from './days.ts';

type LessonMetrics = NonNullable<LessonResponse['result']>['metrics'];

/** A lesson as a point of a course. */
export interface Point {
  readonly id: string;
  readonly title: string;
  readonly educator: string | undefined;
  readonly siteId: string;
  readonly uploadedAt: string;
  /** What a person says, else the recording itself; undefined where that is not known. */
  readonly recordedOn: string | undefined;
  /** The day by which it is ordered: `recordedOn`, else that of the upload (UTC). */
  readonly day: string;
  readonly questions: number;
  readonly share: number | null;
  readonly openWait: number | null;
  readonly closedWait: number | null;
  /** Shares of the recording, and of the questions whose follower is known; null where voices were not told apart. */
  readonly educatorTalk: number | null;
  readonly childrenTalk: number | null;
  readonly childAnswered: number | null;
  readonly answerWait: number | null;
  /** The figures of each language, by ISO 639-1. */
  readonly languages: LessonMetrics['byLanguage'];
  readonly reviewedCount: number;
  readonly reviewed: 'none' | 'some' | 'all';
}

export interface Course {
  /** In order of their days, and on one day in that of their uploads. */
  readonly points: readonly Point[];
  /** There are some that were uploaded earlier, and left out. */
  readonly more: boolean;
}

const pageSize = 200;
/** As many as a chart can show one beside the other. */
const most = 600;

/** All lessons with a result, of a site and of days if those are given, in order. */
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
  return { points: inOrder(lessons.flatMap(pointOf)), more: continuation !== undefined };
}

/** None for a lesson without a result. */
export function pointOf(lesson: LessonResponse): Point[] {
  const { id, title, educator, siteId, uploadedAt, result } = lesson;
  if (result === undefined) return [];
  const { metrics, reviewedCount } = result;
  const { questionCount } = metrics;
  const recordedOn = recordedOnOf(lesson);
  return [
    {
      id,
      title,
      educator,
      siteId,
      uploadedAt,
      recordedOn,
      day: recordedOn ?? uploadedAt.slice(0, 10),
      questions: questionCount,
      share: metrics.openShare,
      openWait: metrics.waitAfterOpenSeconds.median,
      closedWait: metrics.waitAfterClosedSeconds.median,
      educatorTalk: metrics.talk?.educator.share ?? null,
      childrenTalk: metrics.talk?.children.share ?? null,
      childAnswered: metrics.childAnsweredShare,
      answerWait: metrics.waitAfterAnswerSeconds.median,
      languages: metrics.byLanguage,
      reviewedCount,
      reviewed: reviewedCount === 0 ? 'none' : reviewedCount >= questionCount ? 'all' : 'some',
    },
  ];
}

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { z } from 'zod';
import { plainETag } from '../lessons/identity.ts';
import type { Lesson, LessonResult } from '../lessons/lesson.ts';
import { maskDetails } from '../names/maskLesson.ts';
import type { StoredLesson } from '../results/lessons.ts';
import { readUrl } from '../storage/access.ts';
import { mayCallOn, seesContent } from './access.ts';
import type { Caller } from './caller.ts';
import { answerUnlessKnown, etagOf } from './conditional.ts';
import type { LessonResponse, namesQuerySchema, progressSchema } from './contract.ts';
import { maskerOf } from './takeAway.ts';

type Names = z.output<typeof namesQuerySchema>['names'];
export type Progress = z.infer<typeof progressSchema>;

/** A lesson as the API shows it: with its progress and an address of its poster, where the caller may see those. */
export async function lessonView(
  lesson: Lesson,
  caller: Caller,
  progress: Progress | undefined,
): Promise<LessonResponse> {
  const content = seesContent(sighted(caller), lesson);
  const poster = content ? await posterUrl(lesson) : undefined;
  return {
    ...(content ? withoutBlind(withAccounts(lesson, caller), caller) : withoutContent(lesson)),
    ...(progress === undefined ? {} : { progress }),
    ...(poster === undefined ? {} : { posterUrl: poster }),
  };
}

/** The same with its names masked as in its transcript, and without accounts and what people call voices. */
export async function maskedView(view: LessonResponse, lesson: Lesson): Promise<LessonResponse> {
  const { educatorAccount: _, sharedWith: __, educator, result, ...rest } = view;
  const { siteId, title, fileName, educator: masked } = maskDetails(await maskerOf(lesson), lesson);
  return {
    ...rest,
    ...{ siteId, title, fileName, blobName: `${siteId}/${fileName}` },
    ...(educator === undefined ? {} : { educator: masked }),
    ...(result && { result: withoutLabels(result) }),
  };
}

function withoutLabels(result: LessonResult): LessonResult {
  const { speakers } = result;
  return speakers === undefined
    ? result
    : { ...result, speakers: { ...speakers, voices: speakers.voices.map(({ label: _, ...voice }) => voice) } };
}

/** As if they coded in no study: what is said of a lesson besides its codes does not depend on that. */
export const sighted = ({ blind: _, ...caller }: Caller): Caller => caller;

// Figures are of codes, too.
function withoutBlind(lesson: LessonResponse, { blind }: Caller): LessonResponse {
  const codedBlindIn = blind?.get(lesson.id);
  if (codedBlindIn === undefined) return lesson;
  const { result: _, ...rest } = lesson;
  return { ...rest, codedBlindIn };
}

// Who may have it is shown to those who decide that.
function withAccounts({ educatorAccount, sharedWith, ...lesson }: Lesson, caller: Caller): LessonResponse {
  return mayCallOn(caller, 'lessonDetails', { ...lesson, educatorAccount, sharedWith })
    ? { ...lesson, educatorAccount, sharedWith }
    : lesson;
}

// That the lesson is there and how far it is; what a lesson has besides is not shown until it stands here. When it was
// last changed would say when people reviewed it: what is said is when its state last was another.
function withoutContent({
  id,
  siteId,
  fileName,
  blobName,
  revision,
  status,
  sizeBytes,
  uploadedAt,
  title,
  consent,
  retainUntil,
  hold,
  recordedOn,
  failure,
  result,
}: Lesson): LessonResponse {
  const updatedAt = (status === 'completed' ? result?.completedAt : undefined) ?? uploadedAt;
  const shown = { id, siteId, fileName, blobName, revision, status, sizeBytes, uploadedAt, updatedAt, title, consent };
  return { ...shown, retainUntil, hold, recordedOn, failure };
}

/** The address of a lesson's poster, undefined where there is none. */
export async function posterUrl({ picture }: Lesson): Promise<string | undefined> {
  if (picture?.kind !== 'ready' || picture.poster === null) return undefined;
  return (await readUrl('media', picture.poster, 'image/jpeg')).url;
}

/**
 * One lesson, or 304. Its ETag has two parts: the document's, which a change is based on, and a hash of what is shown,
 * since progress and addresses change without the document. Who may change nothing gets the second alone, for the
 * first would tell whenever somebody reviews.
 */
export async function answerLesson(
  request: HttpRequest,
  caller: Caller,
  { lesson, etag }: StoredLesson,
  progress: Progress | undefined,
  names: Names = 'shown',
): Promise<HttpResponseInit> {
  const whole = await lessonView(lesson, caller, progress);
  const view = names === 'masked' ? await maskedView(whole, lesson) : whole;
  const shown = etagOf(view);
  return answerUnlessKnown(request, view, seesContent(sighted(caller), lesson) ? `${plainETag(etag)}.${shown}` : shown);
}

/** Whether a change that is based on this ETag of a lesson may be made to the document that has `etag`. */
export function isBasedOn(basis: string | undefined, etag: string): boolean {
  return basis === undefined || basis.split('.')[0] === plainETag(etag);
}

import df, { type DurableClient, type OrchestrationContext, type Task } from 'durable-functions';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { revisionsOf } from '../../shared/stages/deleteLesson.ts';
import { call } from '../durable/call.ts';
import { sweepSchema } from '../durable/sweep.ts';
import { sweepLesson } from './activities/sweepLesson.ts';

// An activity runs for ten minutes at most: after eleven, nothing of a terminated analysis writes any more.
const waitMilliseconds = 11 * 60_000;

df.app.orchestration('sweepDeleted', function* (context: OrchestrationContext): Generator<Task, void, unknown> {
  const { at, ...place } = sweepSchema.parse(context.df.getInput());
  yield context.df.createTimer(new Date(at));
  yield* call(context, sweepLesson, place);
});

/** Has what a deleted lesson's analysis may still write deleted, too. @returns when. */
export async function startSweep(client: DurableClient, lesson: Lesson): Promise<Date> {
  const at = new Date(Date.now() + waitMilliseconds);
  const input = { siteId: lesson.siteId, lessonId: lesson.id, revisions: revisionsOf(lesson), at: at.toISOString() };
  await client.startNew('sweepDeleted', { input });
  return at;
}

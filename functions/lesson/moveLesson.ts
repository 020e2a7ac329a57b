import df, { type OrchestrationContext, type Task } from 'durable-functions';
import type { Activity } from '../durable/activity.ts';
import { call, failureOf } from '../durable/call.ts';
import {
  commitMove,
  copyResults,
  copyVideo,
  endMove,
  moveInputSchema,
  tellMoved,
  undoMove,
} from './activities/moving.ts';

const copyingMilliseconds = 2000;
// What is begun and cannot be taken back is tried until it is done: every ten minutes for three days.
const patienceMilliseconds = 600_000;
const mostTries = 432;

// The way of a lesson to another site. Up to commitMove it is where it was, and can be left there; from then on it is
// at the other site, and what is left at the old one goes.
df.app.orchestration('moveLesson', function* (context: OrchestrationContext): Generator<Task, string, unknown> {
  const input = moveInputSchema.parse(context.df.getInput());
  try {
    while (!(yield* call(context, copyVideo, input))) yield timer(context, copyingMilliseconds);
    yield* call(context, copyResults, input);
    yield* call(context, commitMove, input);
  } catch (error) {
    context.log(`move.failed ${failureOf(error).code}`);
    yield* surely(context, undoMove, input);
    // Once it has departed nothing is undone: then it goes on from there.
    if (!(yield* hasDeparted(context, input))) return 'undone';
  }
  const moved = yield* surely(context, endMove, input);
  yield* surely(context, tellMoved, moved);
  return 'moved';
});

function* hasDeparted(context: OrchestrationContext, input: { to: string }): Generator<Task, boolean, unknown> {
  try {
    yield* call(context, commitMove, input);
    return true;
  } catch (error) {
    context.log(`move.undone ${failureOf(error).code}`);
    return false;
  }
}

function* surely<Input, Output>(
  context: OrchestrationContext,
  activity: Activity<Input, Output>,
  input: Input,
): Generator<Task, Output, unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return yield* call(context, activity, input);
    } catch (error) {
      if (tries >= mostTries) throw error;
      yield timer(context, patienceMilliseconds);
    }
  }
}

const timer = (context: OrchestrationContext, milliseconds: number) =>
  context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + milliseconds));

import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { call, failureOf } from '../durable/call.ts';
import { surely, timer } from '../durable/surely.ts';
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

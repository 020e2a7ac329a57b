import type { OrchestrationContext, Task } from 'durable-functions';
import type { Activity } from './activity.ts';
import { call, failureOf } from './call.ts';

// What is begun and cannot be taken back is tried for about three days: each minute, and what its activity takes to be
// for good every ten.
const attempts = 4000;
const patienceMilliseconds = 600_000;
const mostTries = 432;

/**
 * Calls an activity that has to succeed, again and again.
 * @throws what the last of three days' tries threw; at once where the lesson was replaced or deleted
 */
export function* surely<Input, Output>(
  context: OrchestrationContext,
  activity: Activity<Input, Output>,
  input: Input,
): Generator<Task, Output, unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return yield* call(context, activity, input, attempts);
    } catch (error) {
      // What is not there any more will not come back.
      if (tries >= mostTries || failureOf(error).code === 'superseded') throw error;
      yield timer(context, patienceMilliseconds);
    }
  }
}

/** A timer that ends so many milliseconds from now. */
export const timer = (context: OrchestrationContext, milliseconds: number) =>
  context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + milliseconds));

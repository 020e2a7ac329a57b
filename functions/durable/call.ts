import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { z } from 'zod';
import type { Failure } from '../../shared/lessons/lesson.ts';
import type { Activity } from './activity.ts';
import { policies } from './policies.ts';

/** The end of a lesson's analysis for a reason; thrown inside orchestrators only. */
export class LessonFailure extends Error {
  override readonly name = 'LessonFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}

/** Reads the failure out of whatever an orchestrator caught; the code is in brackets (see activity.ts). */
export function failureOf(error: unknown): Failure {
  if (error instanceof LessonFailure) return error.failure;
  const text = error instanceof Error ? error.message : String(error);
  const coded = /\[([a-z-]+)\] ([^\n]*)/.exec(text);
  const stage = /Activity function '(\w+)' failed/.exec(text)?.[1];
  if (coded?.[1] !== undefined && coded[2] !== undefined) return { code: coded[1], message: coded[2].trim(), stage };
  return { code: 'internal', message: 'The analysis stopped for a reason that Askwell does not know. See the logs.' };
}

const carriedSchema = z.object({ traceParent: z.string().optional().catch(undefined) }).catch({});

/** An input with the trace that the orchestration belongs to. Orchestrators only pass it on: they run again and again. */
export function inTrace<Input>(
  context: OrchestrationContext,
  input: Input,
): Input & { traceParent?: string | undefined } {
  return { ...input, ...carriedSchema.parse(context.df.getInput()) };
}

/** Starts an activity under its policy; yield the task, then read it with `resultOf`. */
function start<Input, Output>(
  context: OrchestrationContext,
  activity: Activity<Input, Output>,
  input: Input,
  attempts: number,
): Task {
  const { first, longest } = policies[activity.name];
  const retry = new df.RetryOptions(first * 1000, attempts);
  retry.backoffCoefficient = 2;
  retry.maxRetryIntervalInMilliseconds = longest * 1000;
  return context.df.callActivityWithRetry(activity.name, retry, inTrace(context, input));
}

function resultOf<Input, Output>(activity: Activity<Input, Output>, raw: unknown): Output {
  const outcome = activity.result.parse(raw);
  if (outcome.kind === 'failed') throw new LessonFailure({ ...outcome.failure, stage: activity.name });
  return outcome.value;
}

/**
 * Calls an activity and waits for its result.
 * @param attempts instead of its policy's.
 * @throws LessonFailure, or the task's error when all tries failed.
 */
export function* call<Input, Output>(
  context: OrchestrationContext,
  activity: Activity<Input, Output>,
  input: Input,
  attempts: number = policies[activity.name].attempts,
): Generator<Task, Output, unknown> {
  return resultOf(activity, yield start(context, activity, input, attempts));
}

/**
 * Has a task begin now that is awaited later: yield it again, alone, for its result. Without this it would only begin
 * then, as the SDK asks the host for nothing but what is yielded; here it is, beside a timer that ends at once.
 */
export function* beginBeside(context: OrchestrationContext, task: Task): Generator<Task, void, unknown> {
  yield context.df.Task.any([task, context.df.createTimer(context.df.currentUtcDateTime)]);
}

interface FanOut {
  readonly parallel: number;
  /** Instead of the policy's. */
  readonly attempts?: number;
  readonly onDone?: (done: number) => void;
}

/**
 * Calls an activity for each input, `parallel` at a time, and waits for all.
 * Results come in the order of the inputs; `onDone` is told how many are done.
 *
 * One group after the other, and not the next as soon as one is done: a task that stands in a second Task.any
 * is scheduled a second time, and done again and again. What takes long and unequally long goes through lanes
 * (transcribeChunks).
 */
export function* callEach<Input, Output>(
  context: OrchestrationContext,
  activity: Activity<Input, Output>,
  inputs: readonly Input[],
  { parallel, attempts = policies[activity.name].attempts, onDone }: FanOut,
): Generator<Task, Output[], unknown> {
  const results: Output[] = [];
  for (let from = 0; from < inputs.length; from += parallel) {
    const group = inputs.slice(from, from + parallel);
    const raw = z
      .array(z.unknown())
      .parse(yield context.df.Task.all(group.map((input) => start(context, activity, input, attempts))));
    results.push(...raw.map((result) => resultOf(activity, result)));
    onDone?.(results.length);
  }
  return results;
}

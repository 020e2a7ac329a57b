import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { z } from 'zod';
import { type Failure, sourceSchema } from '../../shared/lessons/lesson.ts';
import { call, callEach, failureOf } from '../durable/call.ts';
import { embedVoices } from './activities/embedVoices.ts';
import { hearVoices } from './activities/hearVoices.ts';
import { identifySpeakers } from './activities/identifySpeakers.ts';

const inputSchema = z.object({
  source: sourceSchema,
  chunkCount: z.int().nonnegative(),
  parallel: z.int().positive(),
  speakers: z.boolean().optional(),
});

/** One chunk that cannot be heard is one; after a second failure the service is taken to be away. */
const mostFailures = 2;

df.app.orchestration('hearLesson', function* (context: OrchestrationContext): Generator<Task, Failure | null, unknown> {
  return yield* hear(context, inputSchema.parse(context.df.getInput()));
});

/**
 * Where anybody speaks, chunk by chunk, beside the words, and then whose voice it is. What cannot be heard is left to
 * loudness, who cannot be told apart is unknown, and neither fails a lesson.
 * @param remake what was heard already stays.
 * @returns why it could not be heard; null when it was.
 */
export function* hear(
  context: OrchestrationContext,
  { source, chunkCount, parallel, speakers }: z.infer<typeof inputSchema>,
  remake?: true,
): Generator<Task, Failure | null, unknown> {
  const failure = yield* eachChunk(context, hearVoices, { source, chunkCount, parallel, remake });
  if (!speakers) return failure;
  const untold = yield* tellSpeakers(context, { source, chunkCount, parallel }, remake);
  return failure ?? untold;
}

/**
 * Whose voice it is: chunk by chunk, and then across all of them. Where that cannot be told everybody is unknown, and the
 * lesson is as good as without.
 * @returns why it could not be told; null when it was.
 */
export function* tellSpeakers(
  context: OrchestrationContext,
  { source, chunkCount, parallel }: Omit<z.infer<typeof inputSchema>, 'speakers'>,
  remake?: true,
): Generator<Task, Failure | null, unknown> {
  // Analyses of the versions before go on with their steps, of which the last one computes all embeddings.
  const isFormer = context.df.version === '1.0' || context.df.version === '1.1';
  const failure = isFormer
    ? null
    : yield* eachChunk(context, embedVoices, { source, chunkCount, parallel, remake: undefined });
  try {
    yield* call(context, identifySpeakers, { ...source, remake });
    return failure;
  } catch (error) {
    return failureOf(error);
  }
}

/** Has something done to each chunk, `parallel` at a time. @returns why it could not be done to one; null when it was */
function* eachChunk(
  context: OrchestrationContext,
  activity: typeof hearVoices | typeof embedVoices,
  {
    source,
    chunkCount,
    parallel,
    remake,
  }: Omit<z.infer<typeof inputSchema>, 'speakers'> & { remake: true | undefined },
): Generator<Task, Failure | null, unknown> {
  const failures: Failure[] = [];
  for (let from = 0; from < chunkCount && failures.length < mostFailures; from += parallel) {
    const group = Array.from({ length: Math.min(parallel, chunkCount - from) }, (_, at) => from + at);
    try {
      const chunks = group.map((index) => ({ source, index, remake }));
      yield* callEach<z.input<typeof activity.input>, null>(context, activity, chunks, { parallel });
    } catch (error) {
      failures.push(failureOf(error));
    }
  }
  return failures[0] ?? null;
}

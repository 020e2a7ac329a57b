import df, { type OrchestrationContext, type Task } from 'durable-functions';
import { z } from 'zod';
import { type Failure, sourceSchema } from '../../shared/lessons/lesson.ts';
import { call, failureOf } from '../durable/call.ts';
import { endClaims } from './activities/endClaims.ts';
import { transcribeChunk } from './activities/transcribeChunk.ts';

const inputSchema = z.object({ source: sourceSchema, lane: z.int().nonnegative(), attempts: z.int().positive() });

// One chunk after the other, the next one as soon as one is done; beside it go the other lanes of the lesson.
df.app.orchestration('transcribeLane', function* (context: OrchestrationContext): Generator<
  Task,
  Failure | null,
  unknown
> {
  const { source, lane, attempts } = inputSchema.parse(context.df.getInput());
  try {
    let index: number | null = lane;
    for (let step = 0; index !== null; step += 1)
      index = yield* call(context, transcribeChunk, { source, lane, step }, attempts);
    return null;
  } catch (error) {
    yield* call(context, endClaims, source);
    return failureOf(error);
  }
});

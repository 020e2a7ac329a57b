import type { OrchestrationContext, Task } from 'durable-functions';
import { z } from 'zod';
import { laneJobId } from '../../shared/lessons/identity.ts';
import { failureSchema, type Source } from '../../shared/lessons/lesson.ts';
import { callEach, inTrace, LessonFailure } from '../durable/call.ts';
import { transcribeChunk } from './activities/transcribeChunk.ts';

interface Chunks {
  readonly chunkCount: number;
  readonly parallel: number;
  readonly attempts: number;
  /** What was transcribed already stays: little is left, and no lane is begun again under the name that it had. */
  readonly remake: true | undefined;
}

/**
 * Has each chunk of a lesson transcribed, `parallel` at any time. More chunks than that go through lanes, since an
 * orchestration cannot wait for whichever of its tasks ends first and then for the next: see callEach.
 * @throws LessonFailure when a chunk cannot be transcribed; every lane has ended by then.
 */
export function* transcribeChunks(
  context: OrchestrationContext,
  source: Source,
  { chunkCount, parallel, attempts, remake }: Chunks,
): Generator<Task, void, unknown> {
  if (chunkCount <= parallel || remake) {
    const chunks = Array.from({ length: chunkCount }, (_, index) => ({ source, index, remake }));
    yield* callEach(context, transcribeChunk, chunks, { parallel, attempts });
    return;
  }
  const lanes = Array.from({ length: parallel }, (_, lane) => {
    const input = inTrace(context, { source, lane, attempts });
    return context.df.callSubOrchestrator('transcribeLane', input, laneJobId(source, lane));
  });
  const ends = z.array(failureSchema.nullable()).parse(yield context.df.Task.all(lanes));
  const failure = ends.find((end) => end !== null);
  if (failure !== undefined) throw new LessonFailure(failure);
}

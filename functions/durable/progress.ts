import type { DurableClient, OrchestrationContext } from 'durable-functions';
import { progressSchema } from '../../shared/api/contract.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { countTranscribed } from '../../shared/stages/countTranscribed.ts';
import type { Progress } from './ending.ts';
import { statusOf } from './startOnce.ts';

/** Shows where a lesson is, as the orchestration's custom status. */
export function showProgress(context: OrchestrationContext, stage: Progress['stage'], done = 0, total = 1): void {
  context.df.setCustomStatus({ stage, done, total } satisfies Progress);
}

/**
 * Where the analysis of a lesson's newest upload is; undefined where there is none, or none any more. How many chunks are
 * transcribed is counted where they lie: lanes do not tell the analysis of each.
 */
export async function progressOf(
  client: DurableClient,
  lesson: Pick<Lesson, 'id' | 'revision'>,
): Promise<Progress | undefined> {
  if (lesson.revision === '') return undefined;
  const job = jobId({ lessonId: lesson.id, revision: lesson.revision });
  const progress = progressSchema.safeParse((await statusOf(client, job))?.customStatus).data;
  if (progress?.stage !== 'speech') return progress;
  const done = await countTranscribed({ lessonId: lesson.id, revision: lesson.revision });
  return { ...progress, done: Math.min(done, progress.total) };
}

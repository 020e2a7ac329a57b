import type { OrchestrationContext } from 'durable-functions';
import type { Progress } from './ending.ts';

/** Shows where a lesson is, as the orchestration's custom status. */
export function showProgress(context: OrchestrationContext, stage: Progress['stage'], done = 0, total = 1): void {
  context.df.setCustomStatus({ stage, done, total } satisfies Progress);
}

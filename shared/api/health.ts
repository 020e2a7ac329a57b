import { z } from 'zod';
import { localEngine } from '../questions/localEngine.ts';
import { documents } from '../results/database.ts';
import { container } from '../storage/blobs.ts';

const partSchema = z.enum(['ok', 'down']);
export const healthSchema = z.object({
  status: partSchema,
  parts: z.object({ storage: partSchema, database: partSchema }),
  codingModel: z.string(),
});

// Longer than a slow answer, shorter than a load balancer's patience.
const patienceMilliseconds = 5000;

async function reachable(call: (signal: AbortSignal) => Promise<unknown>): Promise<'ok' | 'down'> {
  try {
    await call(AbortSignal.timeout(patienceMilliseconds));
    return 'ok';
  } catch {
    // That it does not answer is the finding; why, its own logs say.
    return 'down';
  }
}

/** Whether what the API needs answers now. Says nothing that a stranger should not know. */
export async function checkHealth(): Promise<z.infer<typeof healthSchema>> {
  const [storage, database] = await Promise.all([
    reachable(async (abortSignal) => (await container('videos')).getProperties({ abortSignal })),
    reachable(async (abortSignal) => (await documents('lessons')).read({ abortSignal })),
  ]);
  const status = storage === 'ok' && database === 'ok' ? 'ok' : 'down';
  return { status, parts: { storage, database }, codingModel: localEngine().modelVersion };
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import type { Provenance } from '../exports/many/provenance.ts';
import { localModels } from '../questions/localEngine.ts';
import { config, languagesOf } from '../settings/config.ts';

/** What makes the figures now. No address and no key is in it. */
export async function provenance(): Promise<Provenance> {
  const settings = config();
  return {
    askwell: manifest.version,
    coding: {
      engine: settings.CODING_ENGINE,
      largeModel: settings.CODING_ENGINE === 'local' ? null : (settings.CODING_MODEL ?? 'of PROVIDERS'),
      localModels: localModels(settings.SPANISH_WEIGHTS).map((model) => ({
        language: 'language' in model ? model.language : 'en',
        version: model.version,
        sha256: createHash('sha256').update(JSON.stringify(model)).digest('hex'),
      })),
    },
    speech: {
      model: settings.SPEECH_MODEL,
      language: languagesOf(settings).join(','),
      weights: await weightsOf(settings.SPEECH_SERVICE_URL),
    },
    settings: {
      SPEECH_ENGINE: settings.SPEECH_ENGINE ?? null,
      SPEECH_CHUNK_SECONDS: settings.SPEECH_CHUNK_SECONDS,
      CODING_BATCH: settings.CODING_BATCH,
    },
    thresholds: { CODING_THRESHOLD: settings.CODING_THRESHOLD, waitSeconds: 3 },
  };
}

const healthSchema = z.object({ weights: z.record(z.string(), z.string()) });
const patienceMilliseconds = 3000;

/** What our speech service says of its weights. An export does not wait for a service that rests. */
async function weightsOf(url: string | undefined): Promise<Record<string, string> | null> {
  if (url === undefined) return null;
  try {
    const answer = await fetch(new URL('/health', url), {
      signal: AbortSignal.timeout(patienceMilliseconds),
      redirect: 'error',
    });
    const health = healthSchema.safeParse(await answer.json());
    return health.success && Object.keys(health.data.weights).length > 0 ? health.data.weights : null;
  } catch {
    // The file then says null, which is what is known.
    return null;
  }
}

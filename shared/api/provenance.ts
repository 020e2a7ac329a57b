import { createHash } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import type { Provenance } from '../exports/many/provenance.ts';
import { localModels } from '../questions/localEngine.ts';
import { config } from '../settings/config.ts';

/** What makes the figures now. No address and no key is in it. */
export function provenance(): Provenance {
  const settings = config();
  return {
    askwell: manifest.version,
    coding: {
      engine: settings.CODING_ENGINE,
      largeModel: settings.CODING_ENGINE === 'local' ? null : (settings.CODING_MODEL ?? 'of PROVIDERS'),
      localModels: localModels.map((model) => ({
        language: 'language' in model ? model.language : 'en',
        version: model.version,
        sha256: createHash('sha256').update(JSON.stringify(model)).digest('hex'),
      })),
    },
    speech: { model: settings.SPEECH_MODEL, language: settings.SPEECH_LANGUAGE },
    settings: {
      SPEECH_ENGINE: settings.SPEECH_ENGINE ?? null,
      SPEECH_CHUNK_SECONDS: settings.SPEECH_CHUNK_SECONDS,
      CODING_BATCH: settings.CODING_BATCH,
    },
    thresholds: { CODING_THRESHOLD: settings.CODING_THRESHOLD, waitSeconds: 3 },
  };
}

import { ProviderPool } from '../../shared/providers/pool.ts';
import { transcribe } from '../../shared/speech/transcribe.ts';
import { type Truth, trueSegments } from './lesson.ts';
import { moved, type Recogniser } from './pipeline.ts';

const timeoutSeconds = 600;

/** Writes every word that was said: what is wrong after it, our own steps have done. */
export function perfect(truth: Truth): Recogniser {
  const segments = trueSegments(truth);
  return async ({ start, end }) =>
    segments
      .filter((segment) => segment.start < end && segment.end > start)
      .map((segment) => moved(segment, -start))
      .map((segment) => ({ ...segment, start: Math.max(0, segment.start) }));
}

/** Our speech service, as the app asks it, without a ledger. */
export function whisper(serviceUrl: string): Recogniser {
  const use = {
    kind: 'compatible',
    baseUrl: `${serviceUrl}/v1`,
    name: 'rooms',
    service: 'speech',
    model: 'whisper-1',
    engine: 'rooms',
    timeoutSeconds,
    temperature: null,
    limits: {},
  } as const;
  const pool = new ProviderPool('speech', [use], { ledger: { mayCall: async () => true, record: async () => null } });
  return async ({ file, start, end }, signal) => {
    const { segments } = await transcribe(
      pool,
      { file, language: 'en', lengthSeconds: async () => end - start },
      signal,
    );
    return segments;
  };
}

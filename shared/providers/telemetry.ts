import { SpanKind } from '@opentelemetry/api';
import { BrokenCircuitError } from 'cockatiel';
import type { Usage } from '../settings/prices.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { annotate, inSpan } from '../telemetry/trace.ts';
import type { Refusal } from './exhausted.ts';
import { ProviderFailure } from './failure.ts';

const names = ({ name: provider, service }: ProviderUse) => ({ provider, service });

/** Runs one call of a provider inside a span, and counts it by how it ended. */
export async function tellCall<T>(use: ProviderUse, call: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const tell = (outcome: string) => {
    record(metrics.calls, 1, { ...names(use), outcome });
    record(metrics.callDuration, (performance.now() - began) / 1000, { ...names(use), outcome });
  };
  const attributes = { 'askwell.provider': use.name, 'askwell.model': use.model };
  return inSpan(`provider ${use.service}`, { kind: SpanKind.CLIENT, attributes, nameError: outcomeOf }, async () => {
    try {
      const value = await call();
      tell('ok');
      return value;
    } catch (error) {
      tell(outcomeOf(error));
      throw error;
    }
  });
}

// Neither the provider's doing nor a rest: the caller's own signal, or a fault of ours.
function outcomeOf(error: unknown): string {
  if (error instanceof ProviderFailure) return error.kind;
  return error instanceof BrokenCircuitError ? 'skipped-resting' : 'stopped';
}

/** Counts a provider that was not asked. */
export function tellSkipped({ use, kind }: Refusal): void {
  record(metrics.calls, 1, { ...names(use), outcome: `skipped-${kind}` });
}

/** Says what a call used. @param money US dollars, null when the price is not known. */
export function tellUse(
  use: ProviderUse,
  { audioSeconds, inputTokens, outputTokens }: Usage,
  money: number | null,
): void {
  if (audioSeconds > 0) record(metrics.audio, audioSeconds, { provider: use.name });
  if (money !== null && money > 0) record(metrics.cost, money, names(use));
  annotate({
    'askwell.audio.seconds': audioSeconds,
    'askwell.tokens.input': inputTokens,
    'askwell.tokens.output': outputTokens,
    ...(money === null ? {} : { 'askwell.cost.usd': money }),
  });
}

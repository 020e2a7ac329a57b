import { z } from 'zod';
import type { ProviderUse } from './providerUse.ts';

const money = z.number().nonnegative();

/** US dollars for a million tokens, and for a minute of sound. What is left out is not known, which is not the same as free. */
const priceSchema = z.strictObject({
  input: money.optional().describe('a million tokens of the question'),
  output: money.optional().describe('a million tokens of the answer'),
  audioMinute: money.optional(),
});
export type Price = z.infer<typeof priceSchema>;

/** The setting PRICES: "provider/model", or "provider/*" for all of a provider's models. */
export const pricesSchema = z.record(
  z.string().regex(/^[\w.-]+\/.+$/, 'write provider/model or provider/*'),
  priceSchema,
);
export type Prices = z.infer<typeof pricesSchema>;

/**
 * OpenAI's list prices in November 2026 (https://openai.com/api/pricing), for OpenAI and Azure OpenAI's global
 * deployments. Discounts for cached or batched input are left out: an estimate errs on the dear side.
 */
const listPrices: Prices = {
  'openai/gpt-4.1': { input: 2, output: 8 },
  'openai/gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'openai/gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'openai/gpt-4o': { input: 2.5, output: 10 },
  'openai/gpt-4o-mini': { input: 0.15, output: 0.6 },
  'openai/gpt-5-mini': { input: 0.25, output: 2 },
  'openai/whisper-1': { audioMinute: 0.006 },
  'openai/gpt-4o-transcribe': { audioMinute: 0.006 },
  'openai/gpt-4o-mini-transcribe': { audioMinute: 0.003 },
};
const nothing: Price = { input: 0, output: 0, audioMinute: 0 };

/** What calls were used for; counts of what a provider bills. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly audioSeconds: number;
}

/** A provider's price: the settings' before the list's; a server on this machine costs nothing. Null when not known. */
export function priceOf(use: ProviderUse, prices: Prices): Price | null {
  const own = prices[`${use.name}/${use.model}`] ?? prices[`${use.name}/*`];
  if (own !== undefined) return own;
  if (use.kind === 'compatible') return use.own === true || onThisMachine(use.baseUrl) ? nothing : null;
  return listPrices[`openai/${use.model}`] ?? null;
}

/** Whether the price says what this service bills by. */
export function knows(price: Price | null, service: ProviderUse['service']): price is Price {
  if (price === null) return false;
  return service === 'speech'
    ? price.audioMinute !== undefined
    : price.input !== undefined && price.output !== undefined;
}

/** US dollars; null when the price of anything that was used is not known. */
export function costOf(usage: Usage, price: Price | null): number | null {
  const parts = [
    [usage.inputTokens / 1e6, price?.input],
    [usage.outputTokens / 1e6, price?.output],
    [usage.audioSeconds / 60, price?.audioMinute],
  ] as const;
  let sum = 0;
  for (const [amount, rate] of parts) {
    if (amount === 0) continue;
    if (rate === undefined) return null;
    sum += amount * rate;
  }
  return sum;
}

function onThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

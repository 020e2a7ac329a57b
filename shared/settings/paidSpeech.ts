import { priceOf } from './prices.ts';
import { speechUsesOf } from './providerUses.ts';
import type { Config } from './schema.ts';

/**
 * Whether the engine that is asked for words first is paid by the minute of sound: then no silence is sent to it.
 * A server of one's own, of which no price is known, is not.
 * @param chosen whom somebody chose to hear the lesson
 */
export function isPaidSpeech(settings: Config, chosen?: string): boolean {
  const [use] = speechUsesOf(settings, chosen);
  if (use === undefined) return false;
  return (priceOf(use, settings.PRICES)?.audioMinute ?? (use.kind === 'compatible' ? 0 : 1)) > 0;
}

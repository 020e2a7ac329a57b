import { lazily } from '../lazily.ts';
import { type DaySum, ledger } from '../providers/ledger.ts';
import type { ProviderPool } from '../providers/pool.ts';
import { addSpending, spentToday } from '../results/spending.ts';
import { config } from '../settings/config.ts';
import type { Service } from '../settings/declaredProviders.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { speechOffers, speechUsesOf, usesOf } from '../settings/providerUses.ts';
import type { Config } from '../settings/schema.ts';

// What all instances together spend in a day is kept where all of them look.
export const dayInDatabase: DaySum = { spent: () => spentToday(), add: (dollars) => addSpending(dollars) };

// Loaded late: whoever starts the app to serve lessons asks no provider.
const made = (service: Service, usesFor: (settings: Config) => readonly ProviderUse[]) =>
  lazily(async () => {
    const { ProviderPool } = await import('../providers/pool.ts');
    const settings = config();
    return new ProviderPool(service, [...usesFor(settings)], {
      ledger: ledger(settings.PRICES, settings.DAILY_BUDGET, dayInDatabase),
    });
  });
const pools: Record<Service, () => Promise<ProviderPool>> = {
  chat: made('chat', (settings) => usesOf(settings, 'chat')),
  speech: made('speech', (settings) => usesOf(settings, 'speech')),
};
const chosenPools = new Map<string, () => Promise<ProviderPool>>();

/** This process's pool for a service, made of the settings at its first use. */
export const poolOf = (service: Service): Promise<ProviderPool> => pools[service]();

/** The pool that hears a lesson: of whom somebody chose for it, or of all. */
export function speechPoolOf(chosen: string | undefined): Promise<ProviderPool> {
  // A name that is none must not make a pool for each spelling.
  if (chosen === undefined || !speechOffers(config()).some(({ name }) => name === chosen)) return poolOf('speech');
  const pool = chosenPools.get(chosen) ?? made('speech', (settings) => speechUsesOf(settings, chosen));
  chosenPools.set(chosen, pool);
  return pool();
}

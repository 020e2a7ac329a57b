import { lazily } from '../lazily.ts';
import { type DaySum, ledger } from '../providers/ledger.ts';
import type { ProviderPool } from '../providers/pool.ts';
import { addSpending, spentToday } from '../results/spending.ts';
import { config } from '../settings/config.ts';
import type { Service } from '../settings/declaredProviders.ts';
import { usesOf } from '../settings/providerUses.ts';

// What all instances together spend in a day is kept where all of them look.
export const dayInDatabase: DaySum = { spent: () => spentToday(), add: (dollars) => addSpending(dollars) };

// Loaded late: whoever starts the app to serve lessons asks no provider.
const made = (service: Service) =>
  lazily(async () => {
    const { ProviderPool } = await import('../providers/pool.ts');
    const settings = config();
    return new ProviderPool(service, usesOf(settings, service), {
      ledger: ledger(settings.PRICES, settings.DAILY_BUDGET, dayInDatabase),
    });
  });
const pools: Record<Service, () => Promise<ProviderPool>> = { chat: made('chat'), speech: made('speech') };

/** This process's pool for a service, made of the settings at its first use. */
export const poolOf = (service: Service): Promise<ProviderPool> => pools[service]();

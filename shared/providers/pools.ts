import { config } from '../config.ts';
import { ledger } from '../cost/ledger.ts';
import { lazily } from '../lazily.ts';
import type { Service } from './declared.ts';
import type { ProviderPool } from './pool.ts';
import { usesOf } from './uses.ts';

// Loaded late: whoever starts the app to serve lessons asks no provider.
const made = (service: Service) =>
  lazily(async () => {
    const { ProviderPool } = await import('./pool.ts');
    const settings = config();
    return new ProviderPool(service, usesOf(settings, service), {
      ledger: ledger(settings.PRICES, settings.DAILY_BUDGET),
    });
  });
const pools: Record<Service, () => Promise<ProviderPool>> = { chat: made('chat'), speech: made('speech') };

/** This process's pool for a service, made of the settings at its first use. */
export const poolOf = (service: Service): Promise<ProviderPool> => pools[service]();

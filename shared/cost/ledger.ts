import type { Ledger } from '../providers/pool.ts';
import type { ProviderUse } from '../providers/uses.ts';
import { addSpending, spentToday } from '../results/spending.ts';
import { log } from '../telemetry/log.ts';
import { costOf, type Prices, priceOf, type Usage } from './prices.ts';

/** Where the day's sum is kept for all instances. */
export interface DaySum {
  /** US dollars. */
  spent(): Promise<number>;
  add(dollars: number): Promise<void>;
}

const inDatabase: DaySum = { spent: () => spentToday(), add: (dollars) => addSpending(dollars) };

/**
 * Prices calls, and stops those that cost money when the day's budget is used up. What is under way then still ends,
 * so a budget is overdrawn by the calls of a moment at most. Without a budget nothing is read or written.
 * @param budget US dollars a day (UTC); undefined means without end.
 */
export function ledger(prices: Prices, budget: number | undefined, day: DaySum = inDatabase): Ledger {
  return {
    async mayCall(use: ProviderUse): Promise<boolean> {
      if (budget === undefined || isFree(use, prices)) return true;
      return (await day.spent()) < budget;
    },
    async record(use: ProviderUse, usage: Usage): Promise<number | null> {
      const dollars = costOf(usage, priceOf(use, prices));
      if (budget !== undefined && dollars !== null && dollars > 0) await keep(day, dollars);
      return dollars;
    },
  };
}

function isFree(use: ProviderUse, prices: Prices): boolean {
  const price = priceOf(use, prices);
  const rates = use.service === 'speech' ? [price?.audioMinute] : [price?.input, price?.output];
  return rates.every((rate) => rate === 0);
}

// The answer is there and paid for: that its price could not be written down must not lose it.
async function keep(day: DaySum, dollars: number): Promise<void> {
  try {
    await day.add(dollars);
  } catch (error) {
    log(console, 'error', 'spending.lost', { dollars, error: error instanceof Error ? error.name : String(error) });
  }
}

import { costOf, type Prices, priceOf, type Usage } from '../settings/prices.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { log } from '../telemetry/log.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import type { Ledger } from './pool.ts';

/** Where the day's sum is kept for all instances. */
export interface DaySum {
  /** US dollars. */
  spent(): Promise<number>;
  /** @returns the sum with it. */
  add(dollars: number): Promise<number>;
}

/**
 * Prices calls, and stops those that cost money when the day's budget is used up. What is under way then still ends,
 * so a budget is overdrawn by the calls of a moment at most. Without a budget nothing is read or written.
 * @param budget US dollars a day (UTC); infinite means without end.
 */
export function ledger(prices: Prices, budget: number, day: DaySum): Ledger {
  const bounded = Number.isFinite(budget);
  return {
    async mayCall(use: ProviderUse): Promise<boolean> {
      if (!bounded || isFree(use, prices)) return true;
      return (await day.spent()) < budget;
    },
    async record(use: ProviderUse, usage: Usage): Promise<number | null> {
      const dollars = costOf(usage, priceOf(use, prices));
      if (bounded && dollars !== null && dollars > 0) await keep(day, dollars, budget);
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
async function keep(day: DaySum, dollars: number, budget: number): Promise<void> {
  try {
    const spent = await day.add(dollars);
    for (const threshold of passed(dollars, spent, budget)) {
      record(metrics.budgetUsed, 1, { threshold });
      log(console, 'warn', 'budget.used', { threshold, spent, budget });
    }
  } catch (error) {
    log(console, 'error', 'spending.lost', { dollars, error: error instanceof Error ? error.name : String(error) });
  }
}

const thresholds = [50, 80, 100] as const;

/**
 * Which shares of the budget, in per cent, an addition passed. Each addition learns the sum that it made, so of all
 * instances' additions of a day exactly one passes each threshold.
 */
function passed(added: number, sum: number, budget: number): (typeof thresholds)[number][] {
  const micro = (dollars: number) => Math.round(dollars * 1e6);
  return thresholds.filter((share) => {
    const line = micro((budget * share) / 100);
    return micro(sum) - micro(added) < line && micro(sum) >= line;
  });
}

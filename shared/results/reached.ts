import type { SqlParameter } from '@azure/cosmos';
import type { Reach } from '../lessons/reach.ts';

/**
 * The condition under which a lesson's document is within a reach, so that the database gives out nothing else;
 * undefined where all are. `partitionKey` where one site alone has to be asked.
 */
export function reached({ sites, accounts, except = [] }: Reach): {
  readonly condition: string | undefined;
  readonly parameters: SqlParameter[];
  readonly partitionKey: string | undefined;
} {
  const parameters: SqlParameter[] = [];
  const named = (name: string, value: string) => {
    parameters.push({ name, value });
    return name;
  };
  const list = (name: string, values: readonly string[]) =>
    values.map((value, index) => named(`${name}${index}`, value)).join(', ');
  const conditions: string[] = [];
  if (sites !== 'all') {
    const ways = [
      ...(sites.length === 0 ? [] : [`c.siteId IN (${list('@site', sites)})`]),
      ...accounts.flatMap((account, index) => {
        const name = named(`@account${index}`, account);
        return [`c.educatorAccount = ${name}`, `ARRAY_CONTAINS(c.sharedWith, ${name})`];
      }),
    ];
    conditions.push(ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`);
  }
  if (except.length > 0) conditions.push(`NOT (c.id IN (${list('@except', except)}))`);
  return {
    condition: conditions.length === 0 ? undefined : conditions.join(' AND '),
    parameters,
    partitionKey: sites !== 'all' && accounts.length === 0 && sites.length === 1 ? sites[0] : undefined,
  };
}

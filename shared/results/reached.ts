import type { SqlParameter } from '@azure/cosmos';
import type { Reach } from '../lessons/reach.ts';

/**
 * The condition under which a lesson's document is within a reach, so that the database gives out nothing else;
 * undefined where all are. `partitionKey` where one site alone has to be asked.
 */
export function reached({ sites, accounts }: Reach): {
  readonly condition: string | undefined;
  readonly parameters: SqlParameter[];
  readonly partitionKey: string | undefined;
} {
  if (sites === 'all') return { condition: undefined, parameters: [], partitionKey: undefined };
  const parameters: SqlParameter[] = [];
  const named = (name: string, value: string) => {
    parameters.push({ name, value });
    return name;
  };
  const ways = [
    ...(sites.length === 0
      ? []
      : [`c.siteId IN (${sites.map((site, index) => named(`@site${index}`, site)).join(', ')})`]),
    ...accounts.flatMap((account, index) => {
      const name = named(`@account${index}`, account);
      return [`c.educatorAccount = ${name}`, `ARRAY_CONTAINS(c.sharedWith, ${name})`];
    }),
  ];
  return {
    condition: ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`,
    parameters,
    partitionKey: accounts.length === 0 && sites.length === 1 ? sites[0] : undefined,
  };
}

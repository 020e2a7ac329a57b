import { odata } from '@azure/data-tables';
import type { Instance, RuntimeStatus } from './instances.ts';
import { fromInstanceRow } from './rows.ts';
import type { Store } from './store.ts';
import { instanceRow, partitionKey } from './tableKeys.ts';

export interface InstanceFilter {
  readonly instanceIdPrefix?: string | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
  /** Undefined: whatever they are. */
  readonly statuses?: readonly RuntimeStatus[] | undefined;
}

export interface InstancePage {
  readonly instances: readonly Instance[];
  /** Given to the next request; undefined on the last page. */
  readonly continuationToken: string | undefined;
}

/** Ids of all instances that are not over. */
export async function liveInstanceIds(store: Store): Promise<string[]> {
  const filter = odata`RowKey eq ${instanceRow} and Live eq true`;
  const ids: string[] = [];
  const query = { queryOptions: { filter, select: ['InstanceId'] } };
  for await (const row of store.table.listEntities<{ InstanceId: string }>(query)) ids.push(row.InstanceId);
  return ids;
}

/** Up to `pageSize` instances that the filter lets through, in order of their ids. */
export async function listInstances(
  store: Store,
  filter: InstanceFilter,
  pageSize: number,
  continuationToken: string | undefined,
): Promise<InstancePage> {
  const conditions = [odata`RowKey eq ${instanceRow}`];
  if (filter.instanceIdPrefix) {
    const prefix = partitionKey(filter.instanceIdPrefix);
    conditions.push(odata`PartitionKey ge ${prefix}`, odata`PartitionKey lt ${`${prefix}~`}`);
  }
  if (filter.createdFrom) conditions.push(odata`CreatedAt ge ${filter.createdFrom}`);
  if (filter.createdTo) conditions.push(odata`CreatedAt le ${filter.createdTo}`);
  if (filter.statuses?.length === 0) return { instances: [], continuationToken: undefined };
  if (filter.statuses) conditions.push(`(${filter.statuses.map((status) => odata`Status eq ${status}`).join(' or ')})`);
  const pages = store.table
    .listEntities({ queryOptions: { filter: conditions.join(' and ') } })
    .byPage({ maxPageSize: pageSize, ...(continuationToken ? { continuationToken } : {}) });
  for await (const page of pages)
    return {
      instances: await Promise.all(page.map((row) => fromInstanceRow(row, store.large))),
      continuationToken: page.continuationToken,
    };
  return { instances: [], continuationToken: undefined };
}

import { odata, type TableClient } from '@azure/data-tables';
import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import type { TableInput } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { shownEntity } from '../tableEntities.ts';
import { isMissing } from '../triggers/blobQueue.ts';

/**
 * The entity with both keys, or nothing when there is none; without a row key the entities of the partition, or of the
 * whole table, that the filter lets through, `take` of them at most.
 */
export async function readTable(
  binding: TableInput,
  data: BindingData,
  connections: Connections,
): Promise<RpcTypedData> {
  const table = connections.table(binding.connection, fillTemplate(binding.tableName, data));
  const partitionKey = binding.partitionKey === undefined ? undefined : fillTemplate(binding.partitionKey, data);
  if (partitionKey !== undefined && binding.rowKey !== undefined) {
    return readEntity(table, partitionKey, fillTemplate(binding.rowKey, data));
  }
  // What comes from outside stays one literal of the filter: its quotes are doubled.
  const filter =
    binding.filter && fillTemplate(binding.filter, data, undefined, (value) => value.replaceAll("'", "''"));
  const partition = partitionKey === undefined ? undefined : odata`PartitionKey eq ${partitionKey}`;
  const found = await readEntities(
    table,
    partition && filter ? `${partition} and (${filter})` : (partition ?? filter),
    binding.take,
  );
  return { json: JSON.stringify(found) };
}

async function readEntity(table: TableClient, partitionKey: string, rowKey: string): Promise<RpcTypedData> {
  try {
    return { json: JSON.stringify(shownEntity(await table.getEntity(partitionKey, rowKey))) };
  } catch (thrown) {
    if (isMissing(thrown)) return {};
    throw thrown;
  }
}

/** The entities in order of their keys; none when there is no such table. */
async function readEntities(table: TableClient, filter: string | undefined, take: number | undefined) {
  const found: Record<string, unknown>[] = [];
  try {
    for await (const entity of table.listEntities({ queryOptions: filter ? { filter } : {} })) {
      if (take !== undefined && found.length >= take) break;
      found.push(shownEntity(entity));
    }
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  return found;
}

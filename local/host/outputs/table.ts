import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import type { TableOutput } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { givenEntity } from '../tableEntities.ts';
import { isMissing } from '../triggers/blobQueue.ts';
import { fromTypedData } from '../typedData.ts';

type Entity = TableEntity<Record<string, unknown>>;

/** The most changes of one transaction, as the service. */
const mostInTransaction = 100;

/**
 * Adds the entities that a function gave, one or a list: those of one partition together, up to 100 at a time. The
 * table is made when it is not there; an entity that is there already is an error, as in Azure.
 */
export async function writeTable(
  binding: TableOutput,
  value: RpcTypedData,
  data: BindingData,
  connections: Connections,
): Promise<void> {
  const plain = fromTypedData(value);
  if (plain === undefined || plain === null) return;
  const keys = {
    partitionKey: binding.partitionKey === undefined ? undefined : fillTemplate(binding.partitionKey, data),
    rowKey: binding.rowKey === undefined ? undefined : fillTemplate(binding.rowKey, data),
  };
  const several: readonly unknown[] = Array.isArray(plain) ? plain : [plain];
  const partitions = new Map<string, Entity[]>();
  for (const entity of several.map((each) => givenEntity(each, keys))) {
    partitions.set(entity.partitionKey, [...(partitions.get(entity.partitionKey) ?? []), entity]);
  }
  const table = connections.table(binding.connection, fillTemplate(binding.tableName, data));
  for (const entities of partitions.values()) {
    for (let first = 0; first < entities.length; first += mostInTransaction) {
      await add(table, entities.slice(first, first + mostInTransaction));
    }
  }
}

async function add(table: TableClient, entities: readonly Entity[]): Promise<void> {
  const actions = entities.map((entity): TransactionAction => ['create', entity]);
  try {
    await table.submitTransaction(actions);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    await table.createTable();
    await table.submitTransaction(actions);
  }
}

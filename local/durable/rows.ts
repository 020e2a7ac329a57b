import type { TableEntity, TableEntityResult } from '@azure/data-tables';
import { z } from 'zod';
import type { Received, Turn } from './history.ts';
import { type Instance, isOver, runtimeStatuses } from './instances.ts';
import type { LargeValues } from './largeValues.ts';
import { instanceRow, partitionKey } from './tableKeys.ts';

export type Row = TableEntityResult<Record<string, unknown>>;

const InstanceRow = z.object({
  InstanceId: z.string(),
  ExecutionId: z.string(),
  Name: z.string(),
  Version: z.string(),
  Status: z.enum(runtimeStatuses),
  CreatedAt: z.date(),
  UpdatedAt: z.date(),
  Parent: z.string().optional(),
});

const Parent = z.object({ instanceId: z.string(), executionId: z.string(), taskId: z.number() });

/** `commit` marks this very write, so that a write whose answer was lost can be recognised. */
export async function toInstanceRow(
  instance: Instance,
  commit: string,
  large: LargeValues,
): Promise<TableEntity<Record<string, unknown>>> {
  const key = partitionKey(instance.instanceId);
  return {
    partitionKey: key,
    rowKey: instanceRow,
    InstanceId: instance.instanceId,
    ExecutionId: instance.executionId,
    Name: instance.name,
    Version: instance.version,
    Status: instance.status,
    Live: !isOver(instance.status),
    CreatedAt: instance.createdAt,
    UpdatedAt: instance.updatedAt,
    Commit: commit,
    ...(instance.parent ? { Parent: JSON.stringify(instance.parent) } : {}),
    ...(await large.pack(key, 'Input', instance.input)),
    ...(await large.pack(key, 'Output', instance.output)),
    ...(await large.pack(key, 'FailureDetails', instance.failureDetails)),
    ...(await large.pack(key, 'CustomStatus', instance.customStatus)),
  };
}

export async function fromInstanceRow(row: Row, large: LargeValues): Promise<Instance> {
  const known = InstanceRow.parse(row);
  return {
    instanceId: known.InstanceId,
    executionId: known.ExecutionId,
    name: known.Name,
    version: known.Version,
    status: known.Status,
    createdAt: known.CreatedAt,
    updatedAt: known.UpdatedAt,
    parent: known.Parent === undefined ? undefined : Parent.parse(JSON.parse(known.Parent)),
    input: (await large.unpack(row, 'Input')) ?? 'null',
    output: await large.unpack(row, 'Output'),
    failureDetails: await large.unpack(row, 'FailureDetails'),
    customStatus: await large.unpack(row, 'CustomStatus'),
  };
}

/** A turn as it is kept: what it was told is in rows of its own, named here by their numbers. */
export interface StoredTurn extends Omit<Turn, 'received'> {
  readonly received: readonly number[];
}

/** Written by this program alone under a key of its own, so the shape is trusted. */
export async function readData<T extends Received | StoredTurn>(row: Row, large: LargeValues): Promise<T> {
  const text = await large.unpack(row, 'Data');
  if (text === undefined) throw new Error(`the row ${row.partitionKey} ${row.rowKey} of the task hub has no data`);
  return JSON.parse(text);
}

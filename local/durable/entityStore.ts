import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { EntityLock, EntityRequest } from './entityContract.ts';
import type { LargeValues } from './largeValues.ts';
import type { Row } from './rows.ts';
import { isAnswered } from './storageErrors.ts';
import { partitionKey } from './tableKeys.ts';

/** An operation as it is kept: until it is done, and then until whoever asked needs it no more. */
export interface KeptRequest {
  readonly number: number;
  readonly request: EntityRequest;
  readonly done: boolean;
  /** JSON text for the orchestration that called. */
  readonly answer?: string;
}

/** Signals that one batch of operations sends on, until all of them are recorded where they go. */
export interface Outgoing {
  readonly number: number;
  readonly signals: readonly { readonly target: string; readonly request: EntityRequest }[];
}

export interface EntityState {
  readonly exists: boolean;
  /** JSON text. */
  readonly state: string | undefined;
  readonly lock: EntityLock | undefined;
}

export interface LoadedEntity extends EntityState {
  readonly requests: readonly KeptRequest[];
  readonly outgoing: readonly Outgoing[];
}

const entityRow = 'entity';
const rowOf = (kind: 'q' | 'o', number: number) => `${kind}.${String(number).padStart(12, '0')}`;

/**
 * A task hub's entities in its table: a partition for each, with a row for its state, one for each operation (q), and
 * one for each batch's signals (o). Every write may be done twice.
 */
export class EntityStore {
  readonly #table: TableClient;
  readonly #large: LargeValues;

  constructor(table: TableClient, large: LargeValues) {
    this.#table = table;
    this.#large = large;
  }

  /** Ids of entities that something is left to do for: operations, signals, or a lock. */
  async busyIds(): Promise<string[]> {
    const filter = odata`(RowKey ge ${'o.'} and RowKey lt ${'o/'}) or (RowKey ge ${'q.'} and RowKey lt ${'q/'}) or (RowKey eq ${entityRow} and Locked eq true)`;
    const ids = new Set<string>();
    const query = { queryOptions: { filter, select: ['EntityId'] } };
    for await (const row of this.#table.listEntities<{ EntityId?: string }>(query))
      if (row.EntityId) ids.add(row.EntityId);
    return [...ids];
  }

  async load(id: string): Promise<LoadedEntity> {
    let entity: EntityState = { exists: false, state: undefined, lock: undefined };
    const requests: KeptRequest[] = [];
    const outgoing: Outgoing[] = [];
    const filter = odata`PartitionKey eq ${partitionKey(id)}`;
    for await (const row of this.#table.listEntities<Record<string, unknown>>({ queryOptions: { filter } })) {
      const key = row.rowKey ?? '';
      if (key === entityRow) {
        const lock = typeof row.Lock === 'string' ? (JSON.parse(row.Lock) as EntityLock) : undefined;
        entity = { exists: row.Exists === true, state: await this.#large.unpack(row, 'State'), lock };
      } else if (key.startsWith('q.')) requests.push(await this.#data<KeptRequest>(row));
      else if (key.startsWith('o.')) outgoing.push(await this.#data<Outgoing>(row));
    }
    return { ...entity, requests, outgoing };
  }

  async append(id: string, request: KeptRequest): Promise<void> {
    await this.#table.upsertEntity(await this.#row(id, rowOf('q', request.number), request), 'Replace');
  }

  /** Records the state together with what came of a batch: all of it or nothing. */
  async commit(
    id: string,
    entity: EntityState,
    done: readonly KeptRequest[],
    outgoing: Outgoing | undefined,
  ): Promise<void> {
    const rows = [
      {
        partitionKey: partitionKey(id),
        rowKey: entityRow,
        EntityId: id,
        Exists: entity.exists,
        Locked: entity.lock !== undefined,
        ...(entity.lock ? { Lock: JSON.stringify(entity.lock) } : {}),
        ...(await this.#large.pack(partitionKey(id), 'State', entity.state)),
      },
      ...(await Promise.all(done.map((each) => this.#row(id, rowOf('q', each.number), each)))),
      ...(outgoing ? [await this.#row(id, rowOf('o', outgoing.number), outgoing)] : []),
    ];
    await this.#table.submitTransaction(rows.map((row): TransactionAction => ['upsert', row, 'Replace']));
  }

  removeRequest(id: string, number: number): Promise<void> {
    return this.#remove(id, rowOf('q', number));
  }

  removeOutgoing(id: string, number: number): Promise<void> {
    return this.#remove(id, rowOf('o', number));
  }

  async #remove(id: string, rowKey: string): Promise<void> {
    try {
      await this.#table.deleteEntity(partitionKey(id), rowKey);
    } catch (error) {
      if (!isAnswered(error, 404)) throw error;
    }
  }

  async #row(id: string, rowKey: string, value: KeptRequest | Outgoing) {
    const key = partitionKey(id);
    return {
      partitionKey: key,
      rowKey,
      EntityId: id,
      ...(await this.#large.pack(key, 'Data', JSON.stringify(value))),
    };
  }

  /** Written by this program alone under a key of its own, so the shape is trusted. */
  async #data<T>(row: Row): Promise<T> {
    const text = await this.#large.unpack(row, 'Data');
    if (text === undefined) throw new Error(`the row ${row.partitionKey} ${row.rowKey} of the task hub has no data`);
    return JSON.parse(text);
  }
}

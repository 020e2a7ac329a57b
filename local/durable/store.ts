import { randomUUID } from 'node:crypto';
import { TableClient, type TransactionAction } from '@azure/data-tables';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Received, Turn } from './history.ts';
import type { Instance } from './instances.ts';
import { LargeValues } from './largeValues.ts';
import { fromInstanceRow, type Row, readData, type StoredTurn, toInstanceRow } from './rows.ts';
import { isAnswered } from './storageErrors.ts';
import { hubNames, instanceRow, messageRow, partitionKey, readRow, turnRow } from './tableKeys.ts';

/** A transaction takes at most 100 rows and 4 MiB; a row with data is up to 60 KiB and some. */
const deletedRowsMax = 100;
const writtenRowsMax = 20;

export interface Numbered {
  readonly number: number;
  readonly event: Received;
}

/** An instance together with the tag that its next write has to name. */
export interface Stored {
  readonly instance: Instance;
  readonly etag: string;
}

export interface Loaded extends Stored {
  readonly turns: readonly Turn[];
  /** Recorded, but not yet told to the orchestrator. */
  readonly inbox: readonly Numbered[];
  readonly nextNumber: number;
}

/** Somebody else has written this instance: this process no longer owns the hub. */
export class OwnershipLostError extends Error {
  override name = 'OwnershipLostError';
}

/** Everything that is known about a task hub's instances, in one table (a partition for each) and a blob container. */
export class Store {
  readonly #table: TableClient;
  readonly #container: ContainerClient;
  readonly #large: LargeValues;

  constructor(connectionString: string, taskHub: string) {
    const names = hubNames(taskHub);
    this.#table = TableClient.fromConnectionString(connectionString, names.table, { allowInsecureConnection: true });
    this.#container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(names.largeMessages);
    this.#large = new LargeValues(this.#container);
  }

  get table(): TableClient {
    return this.#table;
  }

  get large(): LargeValues {
    return this.#large;
  }

  async create(): Promise<void> {
    await Promise.all([this.#table.createTable(), this.#container.createIfNotExists()]);
  }

  async find(instanceId: string): Promise<Stored | undefined> {
    const row = await this.#readRow(instanceId);
    return row && { instance: await fromInstanceRow(row, this.#large), etag: row.etag };
  }

  /** Records a new instance, in place of the one that `replaces` names. Resolves with the tag for the next write. */
  async insert(instance: Instance, replaces: Stored | undefined): Promise<string> {
    return this.#write(instance, replaces?.etag, []);
  }

  /** Records events for an instance before anybody acts on them. Doing it twice is doing it once. */
  async append(instance: Instance, messages: readonly Numbered[]): Promise<void> {
    const actions = await Promise.all(messages.map((message) => this.#messageAction(instance, message)));
    const [only, ...more] = actions;
    if (only?.[0] === 'upsert' && more.length === 0) await this.#table.upsertEntity(only[1], 'Replace');
    else await this.#transactions(actions);
  }

  /** Records a turn and how the instance stands after it, both or neither. */
  async commitTurn(next: Instance, etag: string, index: number, turn: StoredTurn): Promise<string> {
    const key = partitionKey(next.instanceId);
    const data = await this.#large.pack(key, 'Data', JSON.stringify(turn));
    return this.#write(next, etag, [
      ['upsert', { partitionKey: key, rowKey: turnRow(next.executionId, index), ...data }, 'Replace'],
    ]);
  }

  /** Lets an instance start over as `next`, with `carried` as the first events that it is told of. */
  async startOver(next: Instance, etag: string, carried: readonly Numbered[]): Promise<string> {
    const actions = await Promise.all(carried.map((message) => this.#messageAction(next, message)));
    const first = actions.slice(0, writtenRowsMax);
    // Unseen until the instance's own row names the new execution.
    await this.#transactions(actions.slice(first.length));
    return this.#write(next, etag, first);
  }

  /** All that is needed to go on with an instance; leftovers of earlier executions are deleted. */
  async load(instanceId: string): Promise<Loaded | undefined> {
    const rows = await this.#rows(instanceId);
    const row = rows.find((each) => each.rowKey === instanceRow);
    if (!row) return undefined;
    const instance = await fromInstanceRow(row, this.#large);
    const events = new Map<number, Received>();
    const stored: { number: number; turn: StoredTurn }[] = [];
    const leftovers: Row[] = [];
    for (const each of rows) {
      const key = readRow(each.rowKey ?? '');
      if (!key) continue;
      if (key.executionId !== instance.executionId) leftovers.push(each);
      else if (key.kind === 'm') events.set(key.number, await readData<Received>(each, this.#large));
      else stored.push({ number: key.number, turn: await readData<StoredTurn>(each, this.#large) });
    }
    await this.#deleteRows(leftovers);
    const turns = stored
      .sort((a, b) => a.number - b.number)
      .map(({ turn }) => ({ ...turn, received: turn.received.map((number) => eventOf(events, number, instanceId)) }));
    for (const { turn } of stored) for (const number of turn.received) events.delete(number);
    const inbox = [...events].sort(([a], [b]) => a - b).map(([number, event]) => ({ number, event }));
    const used = [...stored.flatMap(({ turn }) => turn.received), ...inbox.map(({ number }) => number)];
    return { instance, etag: row.etag, turns, inbox, nextNumber: used.reduce((a, b) => Math.max(a, b), 0) + 1 };
  }

  /**
   * Takes a failed instance back to `keep` turns, and lets it run again. Its own row goes last, so that what was cut
   * short can be done again.
   */
  async rewind({ etag, instance }: Stored, keep: number, toldAgain: (event: Received) => boolean): Promise<void> {
    const rows = (await this.#rows(instance.instanceId)).flatMap((row) => {
      const key = readRow(row.rowKey ?? '');
      return key?.executionId === instance.executionId ? [{ row, key }] : [];
    });
    const kept = rows.filter(({ key }) => key.kind === 't' && key.number < keep);
    const told = new Set<number>();
    for (const { row } of kept)
      for (const number of (await readData<StoredTurn>(row, this.#large)).received) told.add(number);
    const dropped: Row[] = [];
    for (const { key, row } of rows) {
      if (
        key.kind === 't'
          ? key.number >= keep
          : !told.has(key.number) && !toldAgain(await readData<Received>(row, this.#large))
      )
        dropped.push(row);
    }
    await this.#deleteRows(dropped);
    const next: Instance = {
      ...instance,
      status: 'Running',
      updatedAt: new Date(),
      output: undefined,
      failureDetails: undefined,
    };
    await this.#write(next, etag, []);
  }

  /** Deletes what is left of other executions than the instance's present one. */
  async sweep(instance: Instance): Promise<void> {
    const rows = await this.#rows(instance.instanceId);
    const stale = rows.filter((row) => {
      const key = readRow(row.rowKey ?? '');
      return key !== undefined && key.executionId !== instance.executionId;
    });
    await this.#deleteRows(stale);
    await this.#large.sweep(
      partitionKey(instance.instanceId),
      rows.filter((row) => !stale.includes(row)),
    );
  }

  /** Deletes all of an instance; its own row goes last, so that a purge that was cut short can be done again. */
  async purge(instanceId: string): Promise<void> {
    const rows = await this.#rows(instanceId);
    await this.#deleteRows(rows.filter((row) => row.rowKey !== instanceRow));
    await this.#large.sweep(partitionKey(instanceId), []);
    await this.#deleteRows(rows.filter((row) => row.rowKey === instanceRow));
  }

  async #rows(instanceId: string): Promise<Row[]> {
    const key = partitionKey(instanceId);
    const rows: Row[] = [];
    for await (const row of this.#table.listEntities({ queryOptions: { filter: `PartitionKey eq '${key}'` } }))
      rows.push(row);
    return rows;
  }

  async #readRow(instanceId: string): Promise<Row | undefined> {
    try {
      return await this.#table.getEntity(partitionKey(instanceId), instanceRow);
    } catch (error) {
      if (isAnswered(error, 404)) return undefined;
      throw error;
    }
  }

  async #messageAction(instance: Instance, message: Numbered): Promise<TransactionAction> {
    const key = partitionKey(instance.instanceId);
    const data = await this.#large.pack(key, 'Data', JSON.stringify(message.event));
    const rowKey = messageRow(instance.executionId, message.number);
    return ['upsert', { partitionKey: key, rowKey, ...data }, 'Replace'];
  }

  async #write(instance: Instance, etag: string | undefined, more: readonly TransactionAction[]): Promise<string> {
    const commit = randomUUID();
    const row = await toInstanceRow(instance, commit, this.#large);
    const own: TransactionAction = etag ? ['update', row, 'Replace', { etag }] : ['create', row];
    try {
      const answer = await this.#table.submitTransaction([own, ...more]);
      const written = answer.getResponseForEntity(instanceRow)?.etag;
      if (written) return written;
    } catch (error) {
      if (!isAnswered(error, 404, 409, 412)) throw error;
    }
    // The answer may have been lost on the way and the write repeated by the client: then it is ours all the same.
    const found = await this.#readRow(instance.instanceId);
    if (found?.Commit === commit) return found.etag;
    throw new OwnershipLostError(`the instance '${instance.instanceId}' was changed by another process`);
  }

  async #deleteRows(rows: readonly Row[]): Promise<void> {
    const key = (row: Row) => ({ partitionKey: row.partitionKey ?? '', rowKey: row.rowKey ?? '' });
    await this.#transactions(
      rows.map((row) => ['delete', key(row)]),
      deletedRowsMax,
    );
  }

  async #transactions(actions: readonly TransactionAction[], rowsMax = writtenRowsMax): Promise<void> {
    for (let from = 0; from < actions.length; from += rowsMax)
      await this.#table.submitTransaction(actions.slice(from, from + rowsMax));
  }
}

function eventOf(events: ReadonlyMap<number, Received>, number: number, instanceId: string): Received {
  const event = events.get(number);
  if (!event) throw new Error(`the history of '${instanceId}' names event ${number}, which is missing`);
  return event;
}

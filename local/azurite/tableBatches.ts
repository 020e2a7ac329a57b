import type { BatchingDatabase } from './lokiTypes.ts';

interface TableStore {
  readonly db: BatchingDatabase;
  beginBatchTransaction(...args: unknown[]): Promise<void>;
  endBatchTransaction(...args: unknown[]): Promise<void>;
}

/** Has an entity group transaction last whole or not at all, as Durable Functions rely on; Azurite writes row by row. */
export function keepBatchesWhole(store: { readonly prototype: TableStore }): void {
  const { beginBatchTransaction, endBatchTransaction } = store.prototype;
  store.prototype.beginBatchTransaction = async function (...args) {
    await beginBatchTransaction.apply(this, args);
    this.db.beginBatch();
  };
  // Called in any case: for a group that failed after its changes were taken back.
  store.prototype.endBatchTransaction = async function (...args) {
    try {
      await endBatchTransaction.apply(this, args);
    } finally {
      this.db.endBatch();
    }
  };
}

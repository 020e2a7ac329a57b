import type { LokiDocument } from './documentStore.ts';

// lokijs has no types of its own; this is what is used of it.

export interface LokiCollection {
  readonly name: string;
  data: LokiDocument[];
  uniqueNames: string[];
  binaryIndices: Record<string, unknown>;
  insertOne(document: object, bulk?: boolean): LokiDocument | undefined;
  update(document: LokiDocument | LokiDocument[]): unknown;
  remove(document: LokiDocument | LokiDocument[] | number): unknown;
  removeBatchByPositions(positions: number[]): void;
  clear(options?: object): void;
  ensureAllIndexes(force: boolean): void;
}

export type Done = (error?: Error | null) => void;

export interface LokiDatabase {
  addCollection(name: string, options?: object): LokiCollection;
  removeCollection(name: string): void;
  getCollection(name: string): LokiCollection | null;
  loadJSONObject(database: object): void;
  loadDatabase(options: object, done: Done): void;
  saveDatabase(done?: Done): void;
  close(done?: Done): void;
}

/** A database of which several changes last together or not at all. */
export interface BatchingDatabase extends LokiDatabase {
  beginBatch(): void;
  endBatch(): void;
}

export interface LokiClass {
  new (file: string, options?: { readonly persistenceMethod?: string; readonly adapter?: object }): LokiDatabase;
  readonly LokiMemoryAdapter: new () => object;
}

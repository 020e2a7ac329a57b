import { basename, dirname, join } from 'node:path';
import { DocumentStore } from './documentStore.ts';
import type { Done, LokiClass, LokiCollection, LokiDatabase } from './lokiTypes.ts';
import { Overwriting } from './overwriting.ts';

/** Where Azurite keeps the bytes of what is in a database, beside its file. */
const bytesOf: Readonly<Record<string, string>> = {
  '__azurite_db_blob__.json': '__blobstorage__',
  '__azurite_db_queue__.json': '__queuestorage__',
};

/**
 * Loki, in which Azurite keeps what it knows, with each change on disk before Azurite answers. Loki itself writes all of
 * a database every five seconds, so that what was answered in between is lost when the process is killed.
 * @returns a class to use instead; databases that are to stay in memory stay there.
 */
export function durableLoki(Loki: LokiClass): LokiClass {
  return class extends Loki {
    readonly #store: DocumentStore | undefined;
    readonly #overwriting: Overwriting | undefined;

    constructor(file: string, options: { readonly persistenceMethod?: string } = {}) {
      super(file, { persistenceMethod: 'memory', adapter: new Loki.LokiMemoryAdapter() });
      if (options.persistenceMethod !== 'fs') return;
      // Blobs are what people hand over; tables and queues hold what is made again from them.
      const store = new DocumentStore(file, basename(file).includes('blob') ? 'power' : 'process');
      load(this, store);
      // Last: what is loaded is on disk already.
      this.#store = store;
      const bytes = bytesOf[basename(file)];
      if (bytes !== undefined) this.#overwriting = new Overwriting(store, join(dirname(file), bytes));
    }

    override addCollection(name: string, options?: object): LokiCollection {
      const known = this.getCollection(name) !== null;
      const collection = super.addCollection(name, options);
      if (this.#store === undefined || known) return collection;
      const { uniqueNames, binaryIndices } = collection;
      this.#store.addCollection({ name, unique: uniqueNames, indices: Object.keys(binaryIndices) });
      writeThrough(collection, this.#store);
      return collection;
    }

    override removeCollection(name: string): void {
      super.removeCollection(name);
      this.#store?.removeCollection(name);
    }

    beginBatch(): void {
      this.#store?.begin();
    }
    endBatch(): void {
      this.#store?.end();
    }

    // Everything is loaded, and saved, already.
    override loadDatabase(_options: object, done: Done): void {
      done(null);
    }
    override saveDatabase(done?: Done): void {
      done?.(null);
    }
    override close(done?: Done): void {
      void (this.#overwriting?.stop() ?? Promise.resolve()).then(() => {
        this.#store?.close();
        done?.(null);
      });
    }
  };
}

// A new collection has these by itself; a loaded one has what its file says.
const asAzuriteMakesThem = {
  ...{ adaptiveBinaryIndices: true, disableChangesApi: true, disableDeltaChangesApi: true, disableFreeze: true },
  ...{ disableMeta: false, transactional: false, asyncListeners: false, cloneObjects: false, autoupdate: false },
  ...{ changes: [], DynamicViews: [] },
};

function load(database: LokiDatabase, store: DocumentStore): void {
  const collections = store.collections();
  database.loadJSONObject({
    databaseVersion: 1.5,
    collections: collections.map(({ name, unique, indices, documents }) => ({
      name,
      data: documents,
      // The last has the highest number; the next one goes on from it.
      maxId: documents.at(-1)?.$loki ?? 0,
      uniqueNames: [...unique],
      binaryIndices: Object.fromEntries(indices.map((index) => [index, { name: index, dirty: true, values: [] }])),
      ...asAzuriteMakesThem,
    })),
  });
  for (const { name } of collections) {
    const collection = database.getCollection(name);
    if (collection === null) throw new Error(`The collection ${name} was not loaded.`);
    collection.ensureAllIndexes(true);
    writeThrough(collection, store);
  }
}

/** Has each change of a collection written; one that cannot be written is thrown, and so not acknowledged. */
function writeThrough(collection: LokiCollection, store: DocumentStore): void {
  const { name } = collection;
  const { insertOne, update, remove, removeBatchByPositions, clear } = collection;
  collection.insertOne = (...args) => {
    const inserted = insertOne.apply(collection, args);
    if (inserted !== undefined) store.save(name, inserted);
    return inserted;
  };
  collection.update = (document) => {
    const updated = update.call(collection, document);
    // A list is updated one by one, each through here.
    if (!Array.isArray(document)) store.save(name, document);
    return updated;
  };
  collection.remove = (document) => {
    // A list goes on to the positions below.
    if (Array.isArray(document)) return remove.call(collection, document);
    const id = typeof document === 'number' ? document : document.$loki;
    const removed = remove.call(collection, document);
    store.remove(name, [id]);
    return removed;
  };
  collection.removeBatchByPositions = (positions) => {
    const ids = positions.flatMap((position) => collection.data[position]?.$loki ?? []);
    removeBatchByPositions.call(collection, positions);
    store.remove(name, ids);
  };
  collection.clear = (options) => {
    const ids = collection.data.map(({ $loki }) => $loki);
    clear.call(collection, options);
    store.remove(name, ids);
  };
}

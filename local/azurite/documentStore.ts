import { existsSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** A document of a Loki collection; `$loki` is its number there. */
export interface LokiDocument {
  readonly $loki: number;
}

/** A collection as Loki loads it: its indexes are made anew from their names. */
export interface StoredCollection {
  readonly name: string;
  readonly unique: readonly string[];
  readonly indices: readonly string[];
  readonly documents: LokiDocument[];
}

type Shape = Pick<StoredCollection, 'name' | 'unique' | 'indices'>;

/** What Loki itself writes into its file. */
interface LokiFile {
  readonly collections: readonly {
    readonly name: string;
    readonly uniqueNames?: readonly string[];
    readonly binaryIndices?: Readonly<Record<string, unknown>>;
    readonly data: readonly LokiDocument[];
  }[];
}

const tables = `
  CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY, shape TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (collection, id)
  ) STRICT;`;

/** Set once what an earlier version left in a file of Loki's is in the tables. */
const taken = 1;

/**
 * The documents of one of Azurite's Loki databases on disk, each written when it is changed: what is answered after a
 * write outlasts the process.
 */
export class DocumentStore {
  readonly #database: DatabaseSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;

  /**
   * @param lokiFile where Loki would keep its JSON; the tables lie beside it. A file that is there is taken over, once.
   * @param lasts 'power' outlasts a loss of power as well, which costs one wait for the disk a change.
   * @throws Error when another process has the database open, or the file cannot be read; nothing of it is lost then.
   */
  constructor(lokiFile: string, lasts: 'process' | 'power') {
    const database = new DatabaseSync(`${lokiFile.replace(/\.json$/, '')}.sqlite`);
    this.#database = database;
    try {
      // What was deleted is overwritten. Exclusive: a second Azurite would know nothing of what this one writes.
      database.exec(
        `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;
        PRAGMA synchronous = ${lasts === 'power' ? 'FULL' : 'NORMAL'};`,
      );
      database.exec(tables);
      this.#save = database.prepare('INSERT OR REPLACE INTO documents (collection, id, body) VALUES (?, ?, ?)');
      this.#remove = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');
      this.#takeOver(lokiFile);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Everything, as it was when the last process ended. */
  collections(): StoredCollection[] {
    const documents = this.#database.prepare('SELECT body FROM documents WHERE collection = ? ORDER BY id');
    return this.#database
      .prepare('SELECT shape FROM collections ORDER BY rowid')
      .all()
      .map(({ shape }) => {
        const known = JSON.parse(String(shape)) as Shape;
        return { ...known, documents: documents.all(known.name).map(({ body }) => JSON.parse(String(body))) };
      });
  }

  addCollection(shape: Shape): void {
    const { name, unique, indices } = shape;
    this.#database
      .prepare('INSERT OR REPLACE INTO collections (name, shape) VALUES (?, ?)')
      .run(name, JSON.stringify({ name, unique, indices }));
  }

  removeCollection(name: string): void {
    this.together(() => {
      this.#database.prepare('DELETE FROM documents WHERE collection = ?').run(name);
      this.#database.prepare('DELETE FROM collections WHERE name = ?').run(name);
    });
  }

  save(collection: string, document: LokiDocument): void {
    this.#save.run(collection, document.$loki, JSON.stringify(document));
  }

  remove(collection: string, ids: readonly number[]): void {
    this.together(() => {
      for (const id of ids) this.#remove.run(collection, id);
    });
  }

  /** Begins writes of which all last or none, once `end` is called. */
  begin(): void {
    if (!this.#database.isTransaction) this.#database.exec('BEGIN IMMEDIATE');
  }

  end(): void {
    if (this.#database.isTransaction) this.#database.exec('COMMIT');
  }

  /** Runs writes of which all last or none; as part of what was begun already, where something was. */
  together(writes: () => void): void {
    if (this.#database.isTransaction) {
      writes();
      return;
    }
    this.begin();
    try {
      writes();
      this.end();
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  #takeOver(lokiFile: string): void {
    const version = this.#database.prepare('PRAGMA user_version').get()?.user_version;
    if (version !== taken) {
      this.together(() => {
        if (existsSync(lokiFile)) this.#import(JSON.parse(readFileSync(lokiFile, 'utf8')) as LokiFile);
        this.#database.exec(`PRAGMA user_version = ${taken}`);
      });
    }
    // Loki writes beside its file first; what was deleted since must not stay in either.
    for (const left of [lokiFile, `${lokiFile}~`]) rmSync(left, { force: true });
  }

  #import({ collections }: LokiFile): void {
    for (const { name, uniqueNames = [], binaryIndices = {}, data } of collections) {
      this.addCollection({ name, unique: uniqueNames, indices: Object.keys(binaryIndices) });
      for (const document of data) this.save(name, document);
    }
  }
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Checkpoints } from '../checkpoints.ts';
import { type Extent, extentsOf, without } from './extents.ts';

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
  ) STRICT;
  CREATE TABLE IF NOT EXISTS left_behind (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, extent TEXT NOT NULL, offset INTEGER NOT NULL, count INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS overwritten (extent TEXT NOT NULL, offset INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;`;

/** Whose documents have bytes in files beside the database. */
const holders: ReadonlySet<string> = new Set(['$BLOBS_COLLECTION$', '$BLOCKS_COLLECTION$', '$MESSAGES_COLLECTION$']);

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
  readonly #find: StatementSync;
  readonly #checkpoints: Checkpoints;

  /**
   * @param lokiFile where Loki would keep its JSON; the tables lie beside it. A file that is there is taken over, once.
   * @param lasts 'power' outlasts a loss of power as well, which costs one wait for the disk a change.
   * @throws Error when another process has the database open, or the file cannot be read; nothing of it is lost then.
   */
  constructor(lokiFile: string, lasts: 'process' | 'power') {
    const database = new DatabaseSync(`${lokiFile.replace(/\.json$/, '')}.sqlite`);
    this.#database = database;
    try {
      // Exclusive: a second Azurite would know nothing of what this one writes.
      database.exec(
        `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
        PRAGMA synchronous = ${lasts === 'power' ? 'FULL' : 'NORMAL'};`,
      );
      database.exec(tables);
      this.#checkpoints = new Checkpoints(database);
      this.#find = database.prepare('SELECT body FROM documents WHERE collection = ? AND id = ?');
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
    this.together(() => {
      this.#leave(collection, document.$loki, document);
      this.#save.run(collection, document.$loki, JSON.stringify(document));
    });
  }

  remove(collection: string, ids: readonly number[]): void {
    this.together(() => {
      for (const id of ids) {
        this.#leave(collection, id, {});
        this.#remove.run(collection, id);
      }
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

  /** Where the bytes of all that there is lie. */
  extents(): Extent[] {
    const bodies = this.#database.prepare('SELECT body FROM documents WHERE collection = ?');
    return [...holders].flatMap((name) => bodies.all(name).flatMap(({ body }) => extentsOf(JSON.parse(String(body)))));
  }

  /** What was left behind before a moment, and how far that goes. */
  leftBefore(milliseconds: number): { extents: Extent[]; last: number } {
    const rows = this.#database
      .prepare('SELECT number, extent, offset, count FROM left_behind WHERE at < ? ORDER BY number')
      .all(milliseconds);
    return { extents: rows.map(asExtent), last: Number(rows.at(-1)?.number ?? 0) };
  }

  /** What was left behind up to there is overwritten, or in use by something else. */
  settle(last: number): void {
    this.#database.prepare('DELETE FROM left_behind WHERE number <= ?').run(last);
  }

  overwritten(): Extent[] {
    return this.#database.prepare('SELECT extent, offset, count FROM overwritten').all().map(asExtent);
  }

  noteOverwritten({ id, offset, count }: Extent): void {
    this.#database.prepare('INSERT INTO overwritten VALUES (?, ?, ?)').run(id, offset, count);
  }

  /** Forgets files that are gone. */
  forgetOverwritten(present: ReadonlySet<string>): void {
    for (const { extent } of this.#database.prepare('SELECT DISTINCT extent FROM overwritten').all())
      if (!present.has(String(extent)))
        this.#database.prepare('DELETE FROM overwritten WHERE extent = ?').run(extent ?? '');
  }

  close(): void {
    this.#checkpoints.stop();
    this.#checkpoints.now();
    this.#database.close();
  }

  /** Notes where bytes lie that a document has now, and will not have when `next` is written in its place. */
  #leave(collection: string, id: number, next: object): void {
    this.#checkpoints.soon();
    if (!holders.has(collection)) return;
    const before = this.#find.get(collection, id)?.body;
    if (before === undefined) return;
    const left = without(extentsOf(JSON.parse(String(before))), extentsOf(next));
    const note = this.#database.prepare('INSERT INTO left_behind (at, extent, offset, count) VALUES (?, ?, ?, ?)');
    for (const { id: extent, offset, count } of left) note.run(Date.now(), extent, offset, count);
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

function asExtent(row: Record<string, unknown>): Extent {
  return { id: String(row.extent), offset: Number(row.offset), count: Number(row.count) };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Checkpoints } from '../checkpoints.ts';

/** A resource as it can be created again: where, with which partition key header, and its body. */
export interface Entry {
  readonly collection: string;
  readonly partitionKey: string;
  readonly id: string;
  readonly body: string;
}

/** What the in-memory server holds, on disk: databases, collections and documents by their place. */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #checkpoints: Checkpoints;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, 'cosmos.sqlite'));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS entries (
        collection TEXT, partitionKey TEXT, id TEXT, body TEXT, PRIMARY KEY (collection, partitionKey, id)
      );`);
    this.#checkpoints = new Checkpoints(this.#database);
  }

  put(entry: Entry): void {
    this.#checkpoints.soon();
    this.#database
      .prepare('INSERT OR REPLACE INTO entries (collection, partitionKey, id, body) VALUES (?, ?, ?, ?)')
      .run(entry.collection, entry.partitionKey, entry.id, entry.body);
  }

  /** Forgets one resource and, for a database or a collection, everything in it. */
  remove(collection: string, partitionKey: string, id: string): void {
    this.#checkpoints.soon();
    const below = `${collection}/${id}/`;
    this.#database
      .prepare(
        'DELETE FROM entries WHERE (collection = ? AND partitionKey = ? AND id = ?) OR substr(collection, 1, ?) = ?',
      )
      .run(collection, partitionKey, id, below.length, below);
  }

  /** Everything, containers before what they contain. */
  entries(): Entry[] {
    const rows = this.#database
      .prepare('SELECT collection, partitionKey, id, body FROM entries ORDER BY length(collection), rowid')
      .all();
    return rows.map((row) => ({
      collection: String(row.collection),
      partitionKey: String(row.partitionKey),
      id: String(row.id),
      body: String(row.body),
    }));
  }

  close(): void {
    this.#checkpoints.stop();
    this.#checkpoints.now();
    this.#database.close();
  }
}

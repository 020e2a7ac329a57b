import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Which version of which blob has been told to which function; on disk, so that a restart tells nothing twice. */
export class Receipts {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, 'receipts.sqlite'));
    this.#database.exec('PRAGMA secure_delete = ON');
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS receipts (target TEXT, blob TEXT, etag TEXT, PRIMARY KEY (target, blob))',
    );
  }

  has(target: string, blob: string, etag: string): boolean {
    return (
      this.#database
        .prepare('SELECT 1 FROM receipts WHERE target = ? AND blob = ? AND etag = ?')
        .get(target, blob, etag) !== undefined
    );
  }

  put(target: string, blob: string, etag: string): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO receipts (target, blob, etag) VALUES (?, ?, ?)')
      .run(target, blob, etag);
  }

  /** Forgets what was told of blobs of a container that are gone: their names may say whose lesson it was. */
  keepOnly(target: string, container: string, present: ReadonlySet<string>): void {
    const told = this.#database.prepare('SELECT blob FROM receipts WHERE target = ?').all(target);
    for (const { blob } of told)
      if (String(blob).startsWith(`${container}/`) && !present.has(String(blob)))
        this.#database.prepare('DELETE FROM receipts WHERE target = ? AND blob = ?').run(target, String(blob));
  }

  close(): void {
    this.#database.close();
  }
}

import type { DatabaseSync } from 'node:sqlite';

// Long enough that a busy database is not held up by it, short enough that nobody waits for what was deleted to go.
const afterMilliseconds = 5000;

/** Has what was deleted from a database leave its files: overwritten where it lay, and gone from the write-ahead log. */
export class Checkpoints {
  readonly #database: DatabaseSync;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('PRAGMA secure_delete = ON');
  }

  /** Something was changed: within seconds the log that still has what was there before is emptied. */
  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.now();
    }, afterMilliseconds).unref();
  }

  now(): void {
    // In the middle of several writes that last together it would fail; their end asks for it again.
    if (this.#database.isOpen && !this.#database.isTransaction) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    else if (this.#database.isOpen) this.soon();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

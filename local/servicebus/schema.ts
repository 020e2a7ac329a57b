import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

// message holds what changes as a message is handled; content, up to 256 KB, is written once: SQLite rewrites a whole
// row on every update, so a lock renewal must not touch the body.
const first = `
CREATE TABLE IF NOT EXISTS entity (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  declared INTEGER NOT NULL,
  next_sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL REFERENCES entity (id),
  sequence INTEGER NOT NULL,
  enqueued_sequence INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  state INTEGER NOT NULL,
  enqueued_at INTEGER NOT NULL,
  scheduled_for INTEGER,
  time_to_live INTEGER,
  expires_at INTEGER,
  lock_token BLOB,
  locked_until INTEGER,
  delivery_count INTEGER NOT NULL,
  durable INTEGER NOT NULL,
  priority INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS message_sequence ON message (entity, sequence);
CREATE UNIQUE INDEX IF NOT EXISTS message_lock ON message (lock_token) WHERE lock_token IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_available ON message (entity, dead, state, sequence) WHERE lock_token IS NULL;
CREATE INDEX IF NOT EXISTS message_lock_due ON message (locked_until, sequence) WHERE lock_token IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_schedule_due ON message (scheduled_for, sequence) WHERE state = 2;
CREATE INDEX IF NOT EXISTS message_expiry_due ON message (expires_at, sequence)
  WHERE dead = 0 AND state <> 2 AND lock_token IS NULL AND expires_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS content (
  id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
  annotations BLOB NOT NULL,
  properties BLOB NOT NULL,
  application_properties BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS duplicate (
  entity INTEGER NOT NULL REFERENCES entity (id),
  key TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS duplicate_age ON duplicate (entity, seen_at);
`;

// declared_rules is what the configuration last said, so that a rule changed at run time outlives a restart, and a
// changed configuration wins.
const withRules = `
ALTER TABLE entity ADD COLUMN declared_rules TEXT;
CREATE TABLE rule (
  entity INTEGER NOT NULL REFERENCES entity (id),
  name TEXT NOT NULL COLLATE NOCASE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;
`;

// session_id is set where the entity requires sessions only: for others it is a property like any.
const withSessions = `
ALTER TABLE message ADD COLUMN session_id TEXT;
CREATE INDEX message_session ON message (entity, session_id, sequence)
  WHERE session_id IS NOT NULL AND dead = 0 AND state = 0;
CREATE TABLE session (
  entity INTEGER NOT NULL REFERENCES entity (id),
  session_id TEXT NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (entity, session_id)
) STRICT, WITHOUT ROWID;
`;

// declared: what the configuration last said; definition: what holds, null when it was deleted at run time.
const withDefinitions = `
CREATE TABLE definition (
  key TEXT PRIMARY KEY,
  declared TEXT,
  definition TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** What brings a database from each version to the next; one of a later version is refused, not misread. */
const migrations = [first, withRules, withSessions, withDefinitions] as const;

/**
 * Opens the database of a state directory, making both where needed. A committed write survives the process being
 * killed; `:memory:` keeps nothing.
 * @throws Error when another broker uses the directory, or its version is not ours
 */
export function openDatabase(stateDir: string): DatabaseSync {
  if (stateDir !== ':memory:') mkdirSync(stateDir, { recursive: true });
  const path = stateDir === ':memory:' ? stateDir : join(stateDir, 'servicebus.db');
  const database = new DatabaseSync(path);
  try {
    // Exclusive: the first write takes the file's lock for good, and the system lets go of it if the process dies.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version > migrations.length) {
      throw new Error(`${path} is of version ${version}, this broker reads ${migrations.length}: move it away`);
    }
    const changes = migrations.slice(version).join('');
    database.exec(`BEGIN IMMEDIATE; ${changes} PRAGMA user_version = ${migrations.length}; COMMIT;`);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /database is locked/.test(error.message)) {
      throw new Error(`The state directory ${stateDir} is used by another broker`, { cause: error });
    }
    throw error;
  }
}

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Checkpoints } from '../checkpoints.ts';
import type { MessageContent } from './message.ts';

export const messageState = { active: 0, deferred: 1, scheduled: 2 } as const;
export type MessageState = (typeof messageState)[keyof typeof messageState];

/** A message at rest, without its content. Times are epoch milliseconds. */
export interface StoredMessage {
  readonly id: number;
  readonly entity: number;
  readonly sequence: number;
  /** The sequence number that the message had first: in its topic, or while it was scheduled. */
  readonly enqueuedSequence: number;
  /** In the dead-letter sub-queue. */
  readonly dead: boolean;
  readonly state: MessageState;
  readonly enqueuedAt: number;
  readonly scheduledFor: number | null;
  readonly timeToLiveMs: number | null;
  readonly expiresAt: number | null;
  readonly lockToken: Buffer | null;
  readonly lockedUntil: number | null;
  readonly deliveryCount: number;
  readonly durable: boolean;
  readonly priority: number;
  /** Where the entity requires sessions, the one that the message belongs to. */
  readonly sessionId: string | null;
}

export type NewMessage = Omit<StoredMessage, 'id' | 'sequence' | 'enqueuedSequence' | 'lockToken' | 'lockedUntil'>;

export interface StoredRule {
  /** JSON. */
  readonly definition: string;
  readonly createdAt: number;
}

export interface StoredDefinition {
  readonly key: string;
  /** JSON, as are both. */
  readonly declared: string | undefined;
  readonly definition: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Counts {
  readonly active: number;
  readonly deferred: number;
  readonly scheduled: number;
  readonly dead: number;
}

/** A row as the schema's strict types guarantee it. */
type Row = Record<
  | 'id'
  | 'entity'
  | 'sequence'
  | 'enqueued_sequence'
  | 'dead'
  | 'enqueued_at'
  | 'delivery_count'
  | 'durable'
  | 'priority',
  number
> &
  Record<'scheduled_for' | 'time_to_live' | 'expires_at' | 'locked_until', number | null> & {
    state: MessageState;
    lock_token: Uint8Array | null;
    session_id: string | null;
  };

function messageOf(row: Row): StoredMessage {
  return {
    id: row.id,
    entity: row.entity,
    sequence: row.sequence,
    enqueuedSequence: row.enqueued_sequence,
    dead: row.dead === 1,
    state: row.state,
    enqueuedAt: row.enqueued_at,
    scheduledFor: row.scheduled_for,
    timeToLiveMs: row.time_to_live,
    expiresAt: row.expires_at,
    lockToken: row.lock_token && Buffer.from(row.lock_token),
    lockedUntil: row.locked_until,
    deliveryCount: row.delivery_count,
    durable: row.durable === 1,
    priority: row.priority,
    sessionId: row.session_id,
  };
}

/** The messages of every entity, each change recorded when its method (or the transaction around it) returns. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  const select = 'SELECT * FROM message WHERE';
  const sql = {
    declare: database.prepare(
      `INSERT INTO entity (key, declared, next_sequence) VALUES (?, 1, 1)
       ON CONFLICT (key) DO UPDATE SET declared = 1 RETURNING id`,
    ),
    sequence: database.prepare(
      'UPDATE entity SET next_sequence = next_sequence + 1 WHERE id = ? RETURNING next_sequence - 1 AS taken',
    ),
    insert: database.prepare(
      `INSERT INTO message (entity, sequence, enqueued_sequence, dead, state, enqueued_at, scheduled_for, time_to_live,
         expires_at, delivery_count, durable, priority, session_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    insertContent: database.prepare(
      'INSERT INTO content (id, annotations, properties, application_properties, body) VALUES (?, ?, ?, ?, ?)',
    ),
    content: database.prepare('SELECT * FROM content WHERE id = ?'),
    setProperties: database.prepare('UPDATE content SET application_properties = ? WHERE id = ?'),
    firstAvailable: database.prepare(
      `${select} entity = ? AND dead = ? AND state = 0 AND lock_token IS NULL
         AND (dead = 1 OR expires_at IS NULL OR expires_at > ?) ORDER BY sequence LIMIT 1`,
    ),
    firstOfSession: database.prepare(
      `${select} entity = ? AND session_id = ? AND dead = 0 AND state = 0 AND lock_token IS NULL
         AND (expires_at IS NULL OR expires_at > ?) ORDER BY sequence LIMIT 1`,
    ),
    waitingSessions: database.prepare(
      `SELECT session_id FROM message WHERE entity = ? AND session_id IS NOT NULL AND dead = 0 AND state = 0
         AND (expires_at IS NULL OR expires_at > ?) GROUP BY session_id ORDER BY min(sequence)`,
    ),
    lockedOfSession: database.prepare(
      `${select} entity = ? AND session_id = ? AND dead = 0 AND lock_token IS NOT NULL`,
    ),
    renewSession: database.prepare(
      'UPDATE message SET locked_until = ? WHERE entity = ? AND session_id = ? AND dead = 0 AND lock_token IS NOT NULL',
    ),
    sessionState: database.prepare('SELECT state FROM session WHERE entity = ? AND session_id = ?'),
    setSessionState: database.prepare(
      `INSERT INTO session (entity, session_id, state) VALUES (?, ?, ?)
       ON CONFLICT (entity, session_id) DO UPDATE SET state = excluded.state`,
    ),
    removeSessionState: database.prepare('DELETE FROM session WHERE entity = ? AND session_id = ?'),
    byToken: database.prepare(`${select} lock_token = ?`),
    bySequence: database.prepare(`${select} entity = ? AND sequence = ?`),
    from: database.prepare(
      `${select} entity = ? AND dead = ? AND sequence >= ? AND (? IS NULL OR session_id = ?) ORDER BY sequence LIMIT ?`,
    ),
    setLock: database.prepare('UPDATE message SET lock_token = ?, locked_until = ? WHERE id = ?'),
    release: database.prepare(
      'UPDATE message SET lock_token = NULL, locked_until = NULL, delivery_count = ?, state = ? WHERE id = ?',
    ),
    bury: database.prepare(
      `UPDATE message SET lock_token = NULL, locked_until = NULL, delivery_count = ?, state = 0, dead = 1, expires_at = NULL
       WHERE id = ?`,
    ),
    remove: database.prepare('DELETE FROM message WHERE id = ?'),
    locked: database.prepare(`${select} lock_token IS NOT NULL`),
    counts: database.prepare(
      'SELECT dead, state, count(*) AS count FROM message WHERE entity = ? GROUP BY dead, state',
    ),
    remember: database.prepare(
      `INSERT INTO duplicate (entity, key, seen_at) VALUES (?, ?, ?)
       ON CONFLICT (entity, key) DO UPDATE SET seen_at = excluded.seen_at WHERE seen_at <= ?`,
    ),
    forget: database.prepare('DELETE FROM duplicate WHERE entity = ? AND seen_at <= ?'),
    declaredRules: database.prepare('SELECT declared_rules FROM entity WHERE id = ?'),
    setDeclaredRules: database.prepare('UPDATE entity SET declared_rules = ? WHERE id = ?'),
    rules: database.prepare('SELECT definition, created_at FROM rule WHERE entity = ? ORDER BY created_at, name'),
    addRule: database.prepare(
      'INSERT INTO rule (entity, name, definition, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    removeRule: database.prepare('DELETE FROM rule WHERE entity = ? AND name = ?'),
    removeRules: database.prepare('DELETE FROM rule WHERE entity = ?'),
    definitions: database.prepare('SELECT * FROM definition ORDER BY key'),
    declareDefinition: database.prepare(
      `INSERT INTO definition (key, declared, definition, created_at, updated_at) VALUES (?1, ?2, ?2, ?3, ?3)
       ON CONFLICT (key) DO UPDATE SET declared = ?2, definition = ?2, updated_at = ?3 WHERE declared IS NOT ?2`,
    ),
    setDefinition: database.prepare(
      `INSERT INTO definition (key, definition, created_at, updated_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (key) DO UPDATE SET definition = ?2, created_at = ?3, updated_at = ?4`,
    ),
    removeDefinition: database.prepare('UPDATE definition SET definition = NULL WHERE key = ?'),
    removeMessages: database.prepare('DELETE FROM message WHERE entity = ?'),
    removeDuplicates: database.prepare('DELETE FROM duplicate WHERE entity = ?'),
    removeSessions: database.prepare('DELETE FROM session WHERE entity = ?'),
    removeEntity: database.prepare('DELETE FROM entity WHERE id = ?'),
  };
  // Messages of entities that the configuration no longer has are kept, untouched, until it has them again. The indexes
  // are named because SQLite would rather look through every message of the declared entities.
  const declared = 'entity IN (SELECT id FROM entity WHERE declared = 1)';
  const due = {
    locks: { at: 'locked_until', index: 'message_lock_due', where: 'lock_token IS NOT NULL' },
    schedules: { at: 'scheduled_for', index: 'message_schedule_due', where: 'state = 2' },
    expiries: {
      at: 'expires_at',
      index: 'message_expiry_due',
      where: 'dead = 0 AND state <> 2 AND lock_token IS NULL AND expires_at IS NOT NULL',
    },
  };
  const dueRows = (kind: keyof typeof due) => {
    const { at, index, where } = due[kind];
    const from = `SELECT * FROM message INDEXED BY ${index} WHERE ${where} AND ${declared}`;
    return database.prepare(`${from} AND ${at} <= ? ORDER BY ${at}, sequence LIMIT 500`);
  };
  const dueStatements = { locks: dueRows('locks'), schedules: dueRows('schedules'), expiries: dueRows('expiries') };
  const nextDue = database.prepare(
    `SELECT min(at) AS at FROM (${Object.values(due)
      .map(
        ({ at, index, where }) =>
          `SELECT * FROM (SELECT ${at} AS at FROM message INDEXED BY ${index}
             WHERE ${where} AND ${declared} ORDER BY ${at} LIMIT 1)`,
      )
      .join(' UNION ALL ')})`,
  );
  database.exec('UPDATE entity SET declared = 0');
  const checkpoints = new Checkpoints(database);
  let depth = 0;

  const rows = (statement: { all(...values: SQLInputValue[]): unknown[] }, ...values: SQLInputValue[]) =>
    // STRICT tables and `SELECT *` make every row a Row.
    (statement.all(...values) as Row[]).map(messageOf);
  const takeSequence = (entity: number) => Number(sql.sequence.get(entity)?.taken);

  return {
    /** Runs the action in one transaction; what it throws undoes all of it. May be nested. */
    transaction<T>(action: () => T): T {
      if (depth > 0) return action();
      database.exec('BEGIN IMMEDIATE');
      depth += 1;
      try {
        const result = action();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    /** The id of an entity, made at its first mention. */
    declareEntity: (key: string) => Number(sql.declare.get(key)?.id),
    takeSequence,
    /** Adds a message behind all others of its entity and returns its sequence number. */
    insert(message: NewMessage, content: MessageContent, enqueuedSequence?: number): number {
      const sequence = takeSequence(message.entity);
      const { lastInsertRowid } = sql.insert.run(
        message.entity,
        sequence,
        enqueuedSequence ?? sequence,
        Number(message.dead),
        message.state,
        message.enqueuedAt,
        message.scheduledFor,
        message.timeToLiveMs,
        message.expiresAt,
        message.deliveryCount,
        Number(message.durable),
        message.priority,
        message.sessionId,
      );
      const { annotations, properties, applicationProperties, body } = content;
      sql.insertContent.run(lastInsertRowid, annotations, properties, applicationProperties, body);
      return sequence;
    },
    content(id: number): MessageContent {
      // STRICT again: four blobs.
      const row = sql.content.get(id) as Record<string, Uint8Array> | undefined;
      const blob = (name: string) => {
        const bytes = row?.[name];
        if (!bytes) throw new Error(`message ${id} has no content`);
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      };
      return {
        annotations: blob('annotations'),
        properties: blob('properties'),
        applicationProperties: blob('application_properties'),
        body: blob('body'),
      };
    },
    setProperties: (id: number, encoded: Buffer) => void sql.setProperties.run(encoded, id),
    firstAvailable: (entity: number, dead: boolean, now: number) =>
      rows(sql.firstAvailable, entity, Number(dead), now)[0],
    firstOfSession: (entity: number, sessionId: string, now: number) =>
      rows(sql.firstOfSession, entity, sessionId, now)[0],
    /** The sessions in which messages wait, whoever holds them; the one with the oldest message first. */
    waitingSessions: (entity: number, now: number): string[] =>
      sql.waitingSessions.all(entity, now).map((row) => String(row.session_id)),
    lockedOfSession: (entity: number, sessionId: string) => rows(sql.lockedOfSession, entity, sessionId),
    renewSession: (entity: number, sessionId: string, until: number) =>
      void sql.renewSession.run(until, entity, sessionId),
    sessionState(entity: number, sessionId: string): Buffer | undefined {
      const state = sql.sessionState.get(entity, sessionId)?.state;
      return state instanceof Uint8Array ? Buffer.from(state) : undefined;
    },
    setSessionState(entity: number, sessionId: string, state: Buffer | undefined): void {
      if (state) sql.setSessionState.run(entity, sessionId, state);
      else sql.removeSessionState.run(entity, sessionId);
    },
    byToken: (token: Buffer) => rows(sql.byToken, token)[0],
    bySequence: (entity: number, sequence: number) => rows(sql.bySequence, entity, sequence)[0],
    /** At most `limit` messages in any state from a sequence number on. */
    from: (entity: number, dead: boolean, sequence: number, limit: number, sessionId: string | null = null) =>
      rows(sql.from, entity, Number(dead), sequence, sessionId, sessionId, limit),
    lock: (id: number, token: Buffer, until: number) => void sql.setLock.run(token, until, id),
    release: (id: number, deliveryCount: number, state: MessageState) => void sql.release.run(deliveryCount, state, id),
    /** Moves a message to the dead-letter sub-queue, unlocked; there it never expires. */
    bury: (id: number, deliveryCount: number) => void sql.bury.run(deliveryCount, id),
    remove(id: number): void {
      sql.remove.run(id);
      checkpoints.soon();
    },
    locked: () => rows(sql.locked),
    /** False when the key was seen after `since`; otherwise it counts as seen now. */
    remember: (entity: number, key: string, now: number, since: number) =>
      sql.remember.run(entity, key, now, since).changes !== 0,
    forget: (entity: number, since: number) => void sql.forget.run(entity, since),
    /** What the configuration last said of an entity's rules; undefined before it said anything. */
    declaredRules(entity: number): string | undefined {
      const text = sql.declaredRules.get(entity)?.declared_rules;
      return typeof text === 'string' ? text : undefined;
    },
    setDeclaredRules: (entity: number, text: string) => void sql.setDeclaredRules.run(text, entity),
    rules: (entity: number): StoredRule[] =>
      sql.rules.all(entity).map((row) => ({ definition: String(row.definition), createdAt: Number(row.created_at) })),
    /** False when there is one of that name. */
    addRule: (entity: number, name: string, definition: string, now: number) =>
      sql.addRule.run(entity, name, definition, now).changes !== 0,
    /** False when there was none. */
    removeRule: (entity: number, name: string) => sql.removeRule.run(entity, name).changes !== 0,
    definitions: (): StoredDefinition[] =>
      sql.definitions.all().map((row) => ({
        key: String(row.key),
        declared: row.declared === null ? undefined : String(row.declared),
        definition: row.definition === null ? undefined : String(row.definition),
        createdAt: Number(row.created_at),
        updatedAt: Number(row.updated_at),
      })),
    /** Takes what the configuration says, where it says something new. */
    declareDefinition: (key: string, text: string, now: number) => void sql.declareDefinition.run(key, text, now),
    setDefinition: (key: string, text: string, createdAt: number, updatedAt: number) =>
      void sql.setDefinition.run(key, text, createdAt, updatedAt),
    /** What is declared stays deleted until the configuration says something new. */
    removeDefinition: (key: string) => void sql.removeDefinition.run(key),
    /** Deletes an entity with all that it holds. */
    removeEntity(entity: number): void {
      sql.removeMessages.run(entity);
      sql.removeDuplicates.run(entity);
      sql.removeSessions.run(entity);
      sql.removeRules.run(entity);
      sql.removeEntity.run(entity);
    },
    removeRules: (entity: number) => void sql.removeRules.run(entity),
    counts(entity: number): Counts {
      // `dead, state, count(*)` are integers.
      const groups = sql.counts.all(entity) as { dead: number; state: number; count: number }[];
      const of = (dead: number, state?: number) =>
        groups
          .filter((group) => group.dead === dead && (state === undefined || group.state === state))
          .reduce((sum, group) => sum + group.count, 0);
      const { active, deferred, scheduled } = messageState;
      return { active: of(0, active), deferred: of(0, deferred), scheduled: of(0, scheduled), dead: of(1) };
    },
    /** What time has come for, at most 500 of a kind at once. */
    due: (kind: keyof typeof due, now: number) => rows(dueStatements[kind], now),
    /** When time next comes for something; undefined when nothing waits. */
    nextDue(): number | undefined {
      const at = nextDue.get()?.at;
      return typeof at === 'number' ? at : undefined;
    },
    close(): void {
      checkpoints.stop();
      checkpoints.now();
      database.close();
    },
  };
}

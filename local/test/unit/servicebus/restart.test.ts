import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must, openEntities } from './clockedEntities.ts';

const namespace = {
  Queues: [
    { Name: 'q', Properties: { MaxDeliveryCount: 2, RequiresDuplicateDetection: true } },
    { Name: 'other', Properties: {} },
  ],
};

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'servicebus-unit-'));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

describe('a broker opened again on its state directory', () => {
  it('goes on with messages, numbers, schedules and remembered ids', () => {
    const before = openEntities(namespace, stateDir);
    before.send('q', 'a', { id: 'x' });
    before.send('q', 'later', { scheduledFor: before.now() + 1000 });
    before.store.close();
    const after = openEntities(namespace, stateDir, before.now());
    expect(after.bodies('q')).toEqual(['a', 'later']);
    after.send('q', 'twin', { id: 'x' });
    expect(after.send('q', 'b')).toBe(4);
    after.pass(1000);
    expect(after.bodies('q')).toEqual(['a', 'b', 'later']);
    after.store.close();
  });

  it('offers again what was locked, with that delivery counted, and dead-letters it after the last', () => {
    for (const deliveryCount of [0, 1]) {
      const broker = openEntities(namespace, stateDir);
      if (deliveryCount === 0) broker.send('q', 'a');
      expect(must(broker.receive('q')).message).toMatchObject({ body: 'a', deliveryCount });
      broker.store.close();
    }
    const broker = openEntities(namespace, stateDir);
    expect(broker.receive('q')).toBeUndefined();
    expect(broker.bodies('q/$deadletterqueue')).toEqual(['a']);
    broker.store.close();
  });

  it('keeps the messages of a queue that its configuration has lost, until it has it again', () => {
    const before = openEntities(namespace, stateDir);
    before.send('other', 'kept', { ttl: 1000 });
    before.store.close();
    const without = openEntities({ Queues: [{ Name: 'q' }] }, stateDir, before.now());
    without.pass(5000);
    expect(() => without.receive('other')).toThrow(/could not be found/);
    without.store.close();
    const after = openEntities(namespace, stateDir, before.now());
    expect(after.bodies('other')).toEqual(['kept']);
    after.store.close();
  });

  it('refuses a directory that another broker uses', () => {
    const first = openEntities(namespace, stateDir);
    first.send('q', 'a');
    expect(() => openEntities(namespace, stateDir)).toThrow(/used by another broker/);
    first.store.close();
  });

  it('refuses a directory of another version instead of misreading it', () => {
    openEntities(namespace, stateDir).store.close();
    const database = new DatabaseSync(join(stateDir, 'servicebus.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openEntities(namespace, stateDir)).toThrow(/version 99/);
  });
});

describe('a transaction', () => {
  it('takes in all messages of a batch or none', () => {
    const broker = openEntities(namespace);
    const failing = () =>
      broker.store.transaction(() => {
        broker.send('q', 'a');
        throw new Error('the second one is broken');
      });
    expect(failing).toThrow(/second/);
    expect(broker.bodies('q')).toEqual([]);
    broker.send('q', 'b');
    expect(broker.bodies('q')).toEqual(['b']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Consumer } from '../../../servicebus/consumer.ts';
import { createDispatcher } from '../../../servicebus/dispatcher.ts';
import { openEntities, see } from './clockedEntities.ts';

/** Stands in for a client's link: takes so many messages and notes them. */
function taking(credit: number) {
  const taken: string[] = [];
  const consumer = {
    wants: () => taken.length < credit,
    deliver: ({ encoded }: { encoded: Buffer }) => void taken.push(see(encoded).body),
    close: () => undefined,
  } as unknown as Consumer; // The dispatcher never looks at its link.
  return { consumer, taken };
}

function setUp(messages: number) {
  const broker = openEntities({ Queues: [{ Name: 'q' }] });
  for (let index = 0; index < messages; index += 1) broker.send('q', String(index));
  const failures: unknown[] = [];
  const dispatcher = createDispatcher(
    () => undefined,
    (error) => failures.push(error),
  );
  return { broker, dispatcher, failures, point: broker.entities.receivePointAt('q') };
}

describe('the dispatcher', () => {
  it('gives consumers of a queue messages in turn, each no more than it asked for', () => {
    const { dispatcher, point } = setUp(7);
    const [few, many] = [taking(2), taking(10)];
    dispatcher.add(point, few.consumer);
    dispatcher.add(point, many.consumer);
    dispatcher.deliverNow(point);
    expect(few.taken).toEqual(['0', '2']);
    expect(many.taken).toEqual(['1', '3', '4', '5', '6']);
  });

  it('delivers what does not fit into one turn in the next ones', async () => {
    const { dispatcher, point } = setUp(450);
    const all = taking(1000);
    dispatcher.add(point, all.consumer);
    dispatcher.wake(point);
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(all.taken).toHaveLength(450);
  });

  it('gives nothing to a consumer that has left, and nothing at all once stopped', () => {
    const { dispatcher, point } = setUp(2);
    const [gone, late] = [taking(9), taking(9)];
    dispatcher.add(point, gone.consumer);
    dispatcher.remove(point, gone.consumer);
    dispatcher.deliverNow(point);
    dispatcher.add(point, late.consumer);
    dispatcher.stop();
    dispatcher.deliverNow(point);
    expect([gone.taken, late.taken]).toEqual([[], []]);
  });

  it('reports a store that fails, and goes on', async () => {
    const { broker, dispatcher, failures, point } = setUp(1);
    dispatcher.add(point, taking(1).consumer);
    broker.store.close();
    dispatcher.wake(point);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { must, openEntities } from './clockedEntities.ts';

describe('time to live', () => {
  it('drops a message when its own or the queue’s time is over, whichever is shorter', () => {
    const broker = openEntities({ Queues: [{ Name: 'q', Properties: { DefaultMessageTimeToLive: 'PT10S' } }] });
    broker.send('q', 'default');
    broker.send('q', 'short', { ttl: 3000 });
    broker.send('q', 'long', { ttl: 60_000 });
    broker.pass(2999);
    expect(broker.bodies('q')).toEqual(['default', 'short', 'long']);
    broker.pass(1);
    expect(broker.bodies('q')).toEqual(['default', 'long']);
    broker.pass(7000);
    expect(broker.bodies('q')).toEqual([]);
    expect(broker.bodies('q/$deadletterqueue')).toEqual([]);
  });

  it('dead-letters instead when the queue says so, and in the dead-letter queue there is no end', () => {
    const properties = { DefaultMessageTimeToLive: 'PT10S', DeadLetteringOnMessageExpiration: true };
    const broker = openEntities({ Queues: [{ Name: 'q', Properties: properties }] });
    broker.send('q', 'a');
    broker.pass(10_000);
    expect(broker.receive('q')).toBeUndefined();
    broker.pass(1_000_000_000);
    expect(must(broker.receive('q/$deadletterqueue')).message).toMatchObject({
      body: 'a',
      properties: { DeadLetterReason: 'TTLExpiredException' },
    });
  });

  it('lets nobody have an expired message, even when it is not swept up yet', () => {
    const broker = openEntities({ Queues: [{ Name: 'q' }] });
    broker.send('q', 'old', { ttl: 1000 });
    broker.send('q', 'fresh', { ttl: 5000 });
    broker.drift(1000);
    expect(must(broker.receive('q')).message.body).toBe('fresh');
  });

  it('does not take a message away from who has locked it', () => {
    const broker = openEntities({ Queues: [{ Name: 'q', Properties: { LockDuration: 'PT30S' } }] });
    broker.send('q', 'a', { ttl: 1000 });
    const { token } = must(broker.receive('q'));
    broker.pass(20_000);
    const { queue } = broker.entities.receivePointAt('q');
    queue.settle(false, token, { kind: 'complete' });
    broker.send('q', 'b', { ttl: 1000 });
    const second = must(broker.receive('q'));
    broker.pass(20_000);
    queue.settle(false, second.token, { kind: 'abandon' });
    expect(broker.receive('q')).toBeUndefined();
    broker.pass(0);
    expect(broker.bodies('q')).toEqual([]);
  });
});

describe('a scheduled message', () => {
  it('appears at its time as if sent then: behind what came before, with a new number and its full time to live', () => {
    const broker = openEntities({ Queues: [{ Name: 'q' }] });
    const start = broker.now();
    const scheduled = broker.send('q', 'later', { scheduledFor: start + 5000, ttl: 2000 });
    broker.send('q', 'now');
    broker.pass(4999);
    expect(must(broker.receive('q')).message.body).toBe('now');
    expect(broker.receive('q')).toBeUndefined();
    broker.pass(1);
    expect(must(broker.receive('q')).message).toMatchObject({
      body: 'later',
      sequence: 3,
      enqueuedSequence: scheduled,
      enqueuedAt: start + 5000,
    });
  });

  it('can be cancelled, once, and several only together', () => {
    const broker = openEntities({ Queues: [{ Name: 'q' }] });
    const scheduledFor = broker.now() + 5000;
    const [first, second] = [broker.send('q', 'a', { scheduledFor }), broker.send('q', 'b', { scheduledFor })];
    const ingress = broker.entities.ingressAt('q');
    ingress.cancel([first]);
    const missing = expect.objectContaining({ condition: 'com.microsoft:message-not-found' });
    expect(() => ingress.cancel([second, first])).toThrow(missing);
    broker.pass(5000);
    expect(broker.bodies('q')).toEqual(['b']);
    expect(() => ingress.cancel([second])).toThrow(missing);
  });

  it('is held by a topic and reaches each subscription at its time', () => {
    const broker = openEntities({ Topics: [{ Name: 't', Subscriptions: [{ Name: 'a' }, { Name: 'b' }] }] });
    broker.send('t', 'later', { scheduledFor: broker.now() + 1000 });
    expect(broker.entities.counts()).toMatchObject([{ name: 't', scheduledMessageCount: 1 }, {}, {}]);
    broker.pass(1000);
    expect(broker.bodies('t/subscriptions/a')).toEqual(['later']);
    expect(broker.bodies('T/Subscriptions/B')).toEqual(['later']);
    expect(broker.entities.counts()).toMatchObject([{ name: 't', scheduledMessageCount: 0 }, {}, {}]);
  });

  it('is sent at once when its time has passed', () => {
    const broker = openEntities({ Queues: [{ Name: 'q' }] });
    broker.send('q', 'late', { scheduledFor: broker.now() - 1 });
    expect(must(broker.receive('q')).message.body).toBe('late');
  });
});

describe('duplicate detection', () => {
  const window = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: 'PT1M' };

  it('drops a message whose id was seen within the window, also when the first is long received', () => {
    const broker = openEntities({ Queues: [{ Name: 'q', Properties: window }] });
    broker.send('q', 'first', { id: 'x' });
    const { token } = must(broker.receive('q'));
    broker.entities.receivePointAt('q').queue.settle(false, token, { kind: 'complete' });
    broker.pass(59_999);
    broker.send('q', 'twin', { id: 'x' });
    expect(broker.bodies('q')).toEqual([]);
    broker.pass(1);
    broker.send('q', 'after the window', { id: 'x' });
    broker.send('q', 'twin of that', { id: 'x' });
    expect(broker.bodies('q')).toEqual(['after the window']);
  });

  it('treats messages without an id as different, and looks at ids only where it is asked to', () => {
    const broker = openEntities({ Queues: [{ Name: 'q', Properties: window }, { Name: 'plain' }] });
    for (const body of ['a', 'b']) broker.send('q', body);
    for (const body of ['a', 'b']) broker.send('plain', body, { id: 'x' });
    expect(broker.bodies('q')).toEqual(['a', 'b']);
    expect(broker.bodies('plain')).toEqual(['a', 'b']);
  });

  it('works for topics and for scheduled messages', () => {
    const topics = [{ Name: 't', Properties: window, Subscriptions: [{ Name: 's' }] }];
    const broker = openEntities({ Topics: topics });
    broker.send('t', 'first', { id: 'x', scheduledFor: broker.now() + 1000 });
    broker.send('t', 'twin', { id: 'x' });
    broker.pass(1000);
    expect(broker.bodies('t/subscriptions/s')).toEqual(['first']);
  });
});

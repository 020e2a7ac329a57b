import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../servicebus/queue.ts';
import { type ClockedEntities, must, openEntities } from './clockedEntities.ts';

const jobs = { Queues: [{ Name: 'jobs', Properties: { LockDuration: 'PT30S', MaxDeliveryCount: 3 } }] };

function settle(broker: ClockedEntities, address: string, token: Buffer, outcome: Outcome): void {
  const { queue, dead } = broker.entities.receivePointAt(address);
  queue.settle(dead, token, outcome);
}

describe('a locked message', () => {
  it('is offered to nobody else until its lock has ended, and then counts one delivery', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    expect(must(broker.receive('jobs')).message.deliveryCount).toBe(0);
    broker.pass(29_999);
    expect(broker.receive('jobs')).toBeUndefined();
    broker.pass(1);
    expect(must(broker.receive('jobs')).message).toMatchObject({ body: 'a', deliveryCount: 1, sequence: 1 });
  });

  it('stays locked as long as the lock is renewed in time', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    const { token } = must(broker.receive('jobs'));
    const { queue } = broker.entities.receivePointAt('jobs');
    broker.pass(20_000);
    expect(queue.renew(false, token)).toBe(broker.now() + 30_000);
    broker.pass(20_000);
    expect(broker.receive('jobs')).toBeUndefined();
    settle(broker, 'jobs', token, { kind: 'complete' });
    expect(broker.bodies('jobs')).toEqual([]);
  });

  it('can be settled once, and neither settled nor renewed when the lock has ended', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    broker.send('jobs', 'b');
    const first = must(broker.receive('jobs'));
    settle(broker, 'jobs', first.token, { kind: 'complete' });
    const lost = expect.objectContaining({ condition: 'com.microsoft:message-lock-lost' });
    expect(() => settle(broker, 'jobs', first.token, { kind: 'complete' })).toThrow(lost);
    const second = must(broker.receive('jobs'));
    broker.pass(30_000);
    expect(() => settle(broker, 'jobs', second.token, { kind: 'complete' })).toThrow(lost);
    expect(() => broker.entities.receivePointAt('jobs').queue.renew(false, second.token)).toThrow(lost);
    expect(broker.bodies('jobs')).toEqual(['b']);
  });

  it('is lost when its time is over, even when nobody has taken the lock away yet', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    const { token } = must(broker.receive('jobs'));
    broker.drift(30_000);
    expect(() => settle(broker, 'jobs', token, { kind: 'complete' })).toThrow(/lock supplied is invalid/);
    expect(broker.bodies('jobs')).toEqual(['a']);
  });

  it("cannot be settled with another queue's address", () => {
    const broker = openEntities({ Queues: [{ Name: 'jobs' }, { Name: 'other' }] });
    broker.send('jobs', 'a');
    const { token } = must(broker.receive('jobs'));
    expect(() => settle(broker, 'other', token, { kind: 'complete' })).toThrow(/lock supplied is invalid/);
    expect(() => settle(broker, 'jobs/$DeadLetterQueue', token, { kind: 'complete' })).toThrow(/lock/);
  });

  it('goes back to its place in the queue when it is abandoned, with the properties given', () => {
    const broker = openEntities(jobs);
    for (const body of ['a', 'b']) broker.send('jobs', body);
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'abandon', properties: { why: 'busy' } });
    const again = must(broker.receive('jobs')).message;
    expect(again).toMatchObject({ body: 'a', deliveryCount: 1, properties: { why: 'busy' } });
  });

  it('counts no delivery when it is released', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'release' });
    expect(must(broker.receive('jobs')).message.deliveryCount).toBe(0);
  });
});

describe('the last delivery', () => {
  it('ends in the dead-letter queue with the reason, however the attempts failed', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'poison');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'abandon' });
    must(broker.receive('jobs'));
    broker.pass(30_000);
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'abandon' });
    expect(broker.receive('jobs')).toBeUndefined();
    expect(must(broker.receive('jobs/$deadletterqueue')).message).toMatchObject({
      body: 'poison',
      sequence: 1,
      deliveryCount: 3,
      properties: {
        DeadLetterReason: 'MaxDeliveryCountExceeded',
        DeadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
      },
    });
  });

  it('does not exist in the dead-letter queue', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'deadLetter', reason: 'bad' });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      settle(broker, 'jobs/$deadletterqueue', must(broker.receive('jobs/$deadletterqueue')).token, { kind: 'abandon' });
    }
    expect(broker.bodies('jobs/$deadletterqueue')).toEqual(['a']);
  });
});

describe('dead-lettering', () => {
  it('keeps the message whole and adds reason, description and properties', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, {
      kind: 'deadLetter',
      reason: 'NoAudio',
      description: 'The video has no sound.',
      properties: { stage: 'probe' },
    });
    expect(broker.bodies('jobs')).toEqual([]);
    expect(must(broker.receive('jobs/$deadletterqueue')).message.properties).toEqual({
      stage: 'probe',
      DeadLetterReason: 'NoAudio',
      DeadLetterErrorDescription: 'The video has no sound.',
    });
  });

  it('refuses a reason of more than 4,096 characters and leaves the message locked', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    const { token } = must(broker.receive('jobs'));
    const tooLong = { kind: 'deadLetter', reason: 'x'.repeat(4097) } as const;
    expect(() => settle(broker, 'jobs', token, tooLong)).toThrow(/at most 4096/);
    settle(broker, 'jobs', token, { kind: 'deadLetter', reason: 'x'.repeat(4096) });
  });

  it('is refused for a message that is in the dead-letter queue', () => {
    const broker = openEntities(jobs);
    broker.send('jobs', 'a');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'deadLetter' });
    const { token } = must(broker.receive('jobs/$deadletterqueue'));
    expect(() => settle(broker, 'jobs/$deadletterqueue', token, { kind: 'deadLetter' })).toThrow(/again/);
  });
});

describe('a deferred message', () => {
  it('is received by its sequence number only, and stays deferred when that lock ends', () => {
    const broker = openEntities(jobs);
    const sequence = broker.send('jobs', 'a');
    settle(broker, 'jobs', must(broker.receive('jobs')).token, { kind: 'defer', properties: { wait: true } });
    expect(broker.receive('jobs')).toBeUndefined();
    const { queue } = broker.entities.receivePointAt('jobs');
    expect(queue.receiveDeferred(false, [sequence])).toHaveLength(1);
    expect(() => queue.receiveDeferred(false, [sequence])).toThrow(/no deferred message/);
    broker.pass(30_000);
    expect(broker.receive('jobs')).toBeUndefined();
    const [delivered] = queue.receiveDeferred(false, [sequence]);
    settle(broker, 'jobs', must(delivered).token, { kind: 'complete' });
    expect(broker.bodies('jobs')).toEqual([]);
  });
});

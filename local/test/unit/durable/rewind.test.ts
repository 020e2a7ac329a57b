import { describe, expect, it } from 'vitest';
import type { Received, Scheduled, Turn } from '../../../durable/history.ts';
import { planRewind } from '../../../durable/rewind.ts';

const at = '2030-01-01T00:00:00.000Z';
const activity = (id: number): Scheduled => ({ kind: 'activity', id, name: 'a', input: 'null' });
const child = (id: number): Scheduled => ({ kind: 'child', id, name: 'c', instanceId: `child${id}`, input: 'null' });
const timer = (id: number): Scheduled => ({ kind: 'timer', id, fireAt: at });
const done = (taskId: number): Received => ({ kind: 'taskCompleted', at, taskId, result: '1' });
const fails = (taskId: number): Received => ({ kind: 'taskFailed', at, taskId, failure: { reason: 'r', details: '' } });
const childFails = (taskId: number): Received => ({ ...fails(taskId), kind: 'childFailed' }) as Received;
const fired = (taskId: number): Received => ({ kind: 'timerFired', at, taskId, fireAt: at });
const turn = (received: Received[], scheduled: Scheduled[] = []): Turn => ({
  startedAt: at,
  received,
  scheduled,
  actionCount: 1,
});

/** How many turns stay, and which tasks' events of the others are told again. */
function plan(turns: readonly Turn[]) {
  const { children, keep, toldAgain } = planRewind(turns);
  const again = turns.slice(keep).flatMap(({ received }) => received.filter(toldAgain));
  return { keep, again: again.map((event) => ('taskId' in event ? event.taskId : -1)), children };
}

describe('a failed orchestration is taken back to', () => {
  it('before the failure of its last activity', () => {
    const turns = [turn([], [activity(0)]), turn([done(0)], [activity(1)]), turn([fails(1)])];
    expect(plan(turns)).toEqual({ keep: 2, again: [], children: [] });
  });

  it('before the first failure of a Task.all, whose successes stay', () => {
    const turns = [
      turn([], [activity(0), activity(1), activity(2)]),
      turn([fails(0)]),
      turn([done(1)]),
      turn([fails(2)]),
    ];
    expect(plan(turns)).toEqual({ keep: 1, again: [1], children: [] });
  });

  it('after a failure that it had caught', () => {
    const turns = [turn([], [activity(0)]), turn([fails(0)], [activity(1)]), turn([fails(1)])];
    expect(plan(turns)).toEqual({ keep: 2, again: [], children: [] });
  });

  it('the last try of a retry policy, without the timer that followed', () => {
    const turns = [
      turn([], [activity(0)]),
      turn([fails(0)], [timer(1)]),
      turn([fired(1)], [activity(2)]),
      turn([fails(2)], [timer(3)]),
      turn([fired(3)]),
    ];
    expect(plan(turns)).toEqual({ keep: 3, again: [], children: [] });
  });

  it('its child, which is named', () => {
    const turns = [turn([], [child(0), activity(1)]), turn([childFails(0), done(1)])];
    expect(plan(turns)).toEqual({ keep: 1, again: [1], children: ['child0'] });
  });

  it('its last turn, where its own code failed', () => {
    const turns = [turn([], [activity(0)]), turn([done(0)])];
    expect(plan(turns)).toEqual({ keep: 1, again: [0], children: [] });
    expect(plan([turn([])])).toEqual({ keep: 0, again: [], children: [] });
  });
});

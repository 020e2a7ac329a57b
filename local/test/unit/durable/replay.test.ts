import { describe, expect, it } from 'vitest';
import { type Action, readOrchestratorState } from '../../../durable/actions.ts';
import type { Received, Scheduled } from '../../../durable/history.ts';
import { needsSingleSteps, Replay } from '../../../durable/replay.ts';

const activity = (functionName: string, input: unknown = null) => ({ actionType: 0, functionName, input });
const retried = (functionName: string, retryOptions: object) => ({ actionType: 1, functionName, retryOptions });
const child = (functionName: string, instanceId?: string) => ({ actionType: 2, functionName, instanceId, input: 1 });
const timer = (fireAt: string, isCanceled = false) => ({ actionType: 5, fireAt, isCanceled });
const event = (externalEventName: string) => ({ actionType: 6, externalEventName });
const any = (...compoundActions: object[]) => ({ actionType: 11, compoundActions });
const all = (...compoundActions: object[]) => ({ actionType: 12, compoundActions });
const actions = (...list: object[]): readonly Action[] =>
  readOrchestratorState({ isDone: false, actions: [list], schemaVersion: 2 }).actions;

const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, second)).toISOString();
const failed = (taskId: number): Received => ({
  kind: 'taskFailed',
  at: at(0),
  taskId,
  failure: { reason: `reason ${taskId}`, details: '' },
});
const fired = (taskId: number): Received => ({ kind: 'timerFired', at: at(0), taskId, fireAt: at(0) });
const completed = (taskId: number): Received => ({ kind: 'taskCompleted', at: at(0), taskId, result: '1' });

/** Plays turns, each begun at a second and told of some events; what each turn asked for. */
function play(list: readonly Action[], ...turns: [second: number, ...received: Received[]][]): Scheduled[][] {
  const asked: Scheduled[][] = [];
  turns.forEach((_, last) => {
    const replay = new Replay('exec', list);
    turns.slice(0, last).forEach(([second, ...received], index) => {
      replay.past({ startedAt: at(second), received, scheduled: asked[index] ?? [], actionCount: list.length });
    });
    const [second = 0, ...received] = turns[last] ?? [];
    asked.push(replay.present({ startedAt: at(second), received }));
  });
  return asked;
}

describe('sequence numbers', () => {
  it('go to activities, children and timers in the order in which they are yielded, and to no event', () => {
    const list = actions(all(activity('a'), event('e'), any(child('c'), timer(at(9))), activity('b')));
    expect(play(list, [0])[0]).toEqual([
      { kind: 'activity', id: 0, name: 'a', input: 'null' },
      { kind: 'child', id: 1, name: 'c', instanceId: 'exec:1', input: '1' },
      { kind: 'timer', id: 2, fireAt: at(9) },
      { kind: 'activity', id: 3, name: 'b', input: 'null' },
    ]);
  });

  it('wait for what the orchestrator waits for', () => {
    const list = actions(activity('a'), event('e'), activity('b'));
    const raised: Received = { kind: 'eventRaised', at: at(1), name: 'e', input: 'null' };
    expect(play(list, [0], [1, completed(0)], [2, raised]).map((turn) => turn.map(({ id }) => id))).toEqual([
      [0],
      [],
      [1],
    ]);
    // An event that came early counts when it is waited for.
    expect(play(list, [0], [1, raised], [2, completed(0)]).map((turn) => turn.map(({ id }) => id))).toEqual([
      [0],
      [],
      [1],
    ]);
  });
});

describe('several waits for one event', () => {
  const raised = (second: number): Received => ({ kind: 'eventRaised', at: at(second), name: 'e', input: 'null' });
  const numbers = (turns: Scheduled[][]) => turns.map((turn) => turn.map(({ id }) => id));

  // As the SDK has it: it takes the newest wait off its list (`taskList.pop()` in TaskOrchestrationExecutor).
  it('are served newest first: one that nobody cares for any more takes nothing from a later one', () => {
    const list = actions(any(activity('a'), event('e')), event('e'), activity('b'));
    expect(numbers(play(list, [0], [1, completed(0)], [2, raised(2)]))).toEqual([[0], [], [1]]);
  });

  it('are served by one event each', () => {
    const list = actions(all(event('e'), event('e')), activity('a'));
    expect(numbers(play(list, [0], [1, raised(1)], [2, raised(2)]))).toEqual([[], [], [0]]);
    expect(numbers(play(list, [0, raised(0), raised(0)]))).toEqual([[0]]);
  });
});

describe('retries', () => {
  const wait = (tasks: Scheduled[] | undefined, second: number) => {
    const [task] = tasks ?? [];
    return task?.kind === 'timer' ? Date.parse(task.fireAt) - Date.parse(at(second)) : undefined;
  };

  it('wait longer each time, up to the longest interval, and not at all after the last attempt', () => {
    const options = {
      firstRetryIntervalInMilliseconds: 1000,
      backoffCoefficient: 3,
      maxRetryIntervalInMilliseconds: 5000,
      maxNumberOfAttempts: 4,
    };
    const asked = play(
      actions(retried('a', options)),
      [0],
      [10, failed(0)],
      [20, fired(1)],
      [30, failed(2)],
      [40, fired(3)],
      [50, failed(4)],
      [55, fired(5)],
      [58, failed(6)],
    );
    expect([wait(asked[1], 10), wait(asked[3], 30), wait(asked[5], 50), wait(asked[7], 58)]).toEqual([
      1000, 3000, 5000, 0,
    ]);
    expect(asked[6]).toEqual([{ kind: 'activity', id: 6, name: 'a', input: 'null' }]);
  });

  it('end with the time for them: the attempts that are left fail at once with the last reason', () => {
    const options = {
      firstRetryIntervalInMilliseconds: 1000,
      retryTimeoutInMilliseconds: 15_000,
      maxNumberOfAttempts: 4,
    };
    const asked = play(
      actions(retried('a', options)),
      [0],
      [5, failed(0)],
      [7, fired(1)],
      [20, failed(2)],
      [21, fired(3)],
    );
    expect(wait(asked[3], 20)).toBe(0);
    expect(asked[4]).toEqual([
      { kind: 'activity', id: 4, name: 'a', input: 'null', failWith: { reason: 'reason 2', details: '' } },
    ]);
  });

  it('that would have to fail too often after their time make the orchestration fail', () => {
    const options = { firstRetryIntervalInMilliseconds: 1, retryTimeoutInMilliseconds: 1, maxNumberOfAttempts: 500 };
    expect(() => play(actions(retried('a', options)), [0], [5, failed(0)])).toThrow(
      "'a' ran out of time for retries: reason 0",
    );
  });

  it('ask for at least one attempt', () => {
    const options = { firstRetryIntervalInMilliseconds: 1, maxNumberOfAttempts: 0 };
    expect(() => actions(retried('a', options))).toThrow('maxNumberOfAttempts must be at least 1');
  });

  it('inside a Task.any, or a Task.all that failed, are told of one event at a time', () => {
    const options = { firstRetryIntervalInMilliseconds: 1, maxNumberOfAttempts: 2 };
    const retry = retried('a', options);
    expect(needsSingleSteps(actions(retry, all(activity('b'), activity('c'))), true)).toBe(false);
    expect(needsSingleSteps(actions(all(retry, retry)), false)).toBe(false);
    expect(needsSingleSteps(actions(all(retry, retry)), true)).toBe(true);
    expect(needsSingleSteps(actions(all(activity('b'), any(retry, activity('c')))), false)).toBe(true);
  });
});

describe('timers', () => {
  it('need a date', () => {
    expect(() => actions(timer(JSON.parse(JSON.stringify(new Date('never')))))).toThrow('fireAt');
  });

  it('of more than six days are made of pieces, the last of which ends when asked', () => {
    const day = 24 * 3600;
    const list = actions(timer(at(10 * day)), activity('after'));
    const asked = play(list, [0], [3 * day, fired(0)], [6 * day, fired(1)], [10 * day, fired(2)]);
    expect(asked).toEqual([
      [{ kind: 'timer', id: 0, fireAt: at(3 * day) }],
      [{ kind: 'timer', id: 1, fireAt: at(6 * day) }],
      [{ kind: 'timer', id: 2, fireAt: at(10 * day) }],
      [{ kind: 'activity', id: 3, name: 'after', input: 'null' }],
    ]);
  });

  it('that were cancelled keep nothing open', () => {
    for (const canceled of [true, false]) {
      const replay = new Replay('exec', actions(any(activity('a'), timer(at(9), canceled))));
      replay.present({ startedAt: at(0), received: [completed(0)] });
      expect(replay.hasOpenTasks()).toBe(!canceled);
      expect(replay.canceledTimers()).toEqual(canceled ? [1] : []);
    }
  });
});

describe('an orchestrator that changed', () => {
  const before = play(actions(activity('a')), [0])[0] ?? [];
  const past = { startedAt: at(0), received: [], scheduled: before, actionCount: 1 };

  it.each([
    ['calls something else', actions(activity('b')), "instead scheduled the activity 'b'"],
    ['waits for something else', actions(timer(at(1))), 'instead scheduled a timer'],
    ['does less', actions(), "hasn't scheduled this task"],
  ])('and %s is found out', (_, list, message) => {
    expect(() => new Replay('exec', list).past(past)).toThrow(message);
  });

  it('only in the case of a name or its inputs is the same', () => {
    expect(() => new Replay('exec', actions(activity('A', 7))).past(past)).not.toThrow();
  });
});

it('the same outcome told twice counts once', () => {
  const list = actions(activity('a'), activity('b'), activity('c'));
  expect(play(list, [0], [1, completed(0), completed(0)]).map((turn) => turn.map(({ id }) => id))).toEqual([[0], [1]]);
});

it('an answer that is no orchestrator state says what is wrong with it', () => {
  expect(() => readOrchestratorState('{"isDone":true}')).toThrow(/something else than its state[\s\S]*actions/);
  expect(() => readOrchestratorState({ isDone: false, actions: [[]], schemaVersion: 0 })).toThrow(
    'replay schema V2, V3 or V4',
  );
  expect(() => readOrchestratorState({ isDone: false, actions: [[{ actionType: 99 }]], schemaVersion: 2 })).toThrow(
    'actionType',
  );
});

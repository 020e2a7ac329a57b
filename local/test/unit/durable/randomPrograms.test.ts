import type { OrchestrationContext, Task } from 'durable-functions';
import { expect, it } from 'vitest';
import type { Failure, Received, Scheduled, Turn } from '../../../durable/history.ts';
import type { Instance } from '../../../durable/instances.ts';
import { takeTurn, triggerData } from '../../../durable/turn.ts';
import { df, testInvoker } from '../../durableInvoker.ts';

// Random orchestrators, run by the real SDK, against random orders of completion. Were a task ever given another
// sequence number than the SDK's, one task would get another one's result, or wait for ever.

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Planned {
  readonly task: Task;
  /** What the task's result must be; undefined: it must fail with `failsWith`. */
  readonly label: string;
  readonly fails: boolean;
  readonly needsEvent?: string;
}

function plan(context: OrchestrationContext, random: () => number, label: string): Planned {
  const options = new df.RetryOptions(1, 1 + Math.floor(random() * 3));
  const kind = Math.floor(random() * 6);
  // The input says how often it fails before it succeeds.
  const fails = Math.floor(random() * 4);
  if (kind === 0) return { task: context.df.callActivity('work', { label, fails: 0 }), label, fails: false };
  if (kind === 1) return { task: context.df.callActivity('work', { label, fails: 1 }), label, fails: true };
  if (kind === 2) return { task: context.df.callSubOrchestrator('work', { label, fails: 0 }), label, fails: false };
  const givesUp = fails >= options.maxNumberOfAttempts;
  if (kind === 3)
    return { task: context.df.callActivityWithRetry('work', options, { label, fails }), label, fails: givesUp };
  if (kind === 4)
    return { task: context.df.callSubOrchestratorWithRetry('work', options, { label, fails }), label, fails: givesUp };
  return { task: context.df.waitForExternalEvent(label), label, fails: false, needsEvent: label };
}

function* settled(planned: Planned): Generator<Task, string, unknown> {
  try {
    const result: unknown = yield planned.task;
    return !planned.fails && result === planned.label ? '' : `${planned.label} got ${JSON.stringify(result)};`;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return planned.fails && message.includes(`<${planned.label}>`) ? '' : `${planned.label} threw ${message};`;
  }
}

df.app.orchestration('random', function* (context) {
  const random = randomFrom(Number(context.df.getInput()));
  let faults = '';
  const later: Planned[] = [];
  const steps = 2 + Math.floor(random() * 4);
  for (let step = 0; step < steps; step++) {
    const tasks = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => plan(context, random, `${step}.${i}`));
    const group = random();
    if (group < 0.3) {
      const winner: unknown = yield context.df.Task.any(tasks.map(({ task }) => task));
      if (!tasks.some(({ task }) => task === winner)) faults += 'any without a winner;';
    } else if (group < 0.6) {
      try {
        const results: unknown = yield context.df.Task.all(tasks.map(({ task }) => task));
        if (JSON.stringify(results) !== JSON.stringify(tasks.map(({ label }) => label)))
          faults += `all got ${results};`;
      } catch {
        if (!tasks.some(({ fails }) => fails)) faults += 'all failed for nothing;';
      }
    }
    if (random() < 0.3) {
      const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
      const after = context.df.callActivity('work', { label: `${step}.timer`, fails: 0 });
      const winner: unknown = yield context.df.Task.any([timer, after]);
      if (winner === after && !timer.isCompleted) timer.cancel();
    }
    // Each is settled now or at the end: those that a group has begun, and those that nothing has begun yet.
    for (const planned of tasks)
      if (random() < 0.6) faults += yield* settled(planned);
      else later.push(planned);
  }
  for (const planned of later) faults += yield* settled(planned);
  return faults;
});

const instance: Instance = {
  instanceId: 'random',
  executionId: 'e',
  name: 'random',
  version: '',
  status: 'Running',
  createdAt: new Date(0),
  updatedAt: new Date(0),
  input: '0',
  output: undefined,
  failureDetails: undefined,
  customStatus: undefined,
  parent: undefined,
};

function outcomeOf(task: Scheduled, attempts: Map<string, number>, at: string): Received {
  if (task.kind === 'timer') return { kind: 'timerFired', at, taskId: task.id, fireAt: task.fireAt };
  if (task.kind !== 'activity' && task.kind !== 'child') throw new Error(`no program asks for ${task.kind}`);
  const { label, fails }: { label: string; fails: number } = JSON.parse(task.input);
  const attempt = (attempts.get(label) ?? 0) + 1;
  attempts.set(label, attempt);
  const failure: Failure = { reason: `<${label}>`, details: 'details' };
  const result = JSON.stringify(label);
  if (task.kind === 'activity')
    return attempt <= fails
      ? { kind: 'taskFailed', at, taskId: task.id, failure }
      : { kind: 'taskCompleted', at, taskId: task.id, result };
  return attempt <= fails
    ? { kind: 'childFailed', at, taskId: task.id, failure }
    : { kind: 'childCompleted', at, taskId: task.id, result };
}

/** Runs the program of `seed` to its end; its output. */
async function run(seed: number): Promise<{ output: string; turns: number }> {
  const random = randomFrom(seed + 1_000_000);
  const known = { activities: ['work'], orchestrators: ['work', 'random'], entities: [] };
  const subject = { ...instance, input: String(seed) };
  const turns: Turn[] = [];
  const open: Scheduled[] = [];
  const attempts = new Map<string, number>();
  // Every event that any program may wait for, some of them early, some late.
  const events = Array.from({ length: 24 }, (_, i) => `${Math.floor(i / 4)}.${i % 4}`);
  let received: Received[] = [];
  let inbox: Received[] = [];
  for (let clock = 0; ; clock += 1) {
    const startedAt = new Date(Date.UTC(2030, 0, 1) + clock * 2000).toISOString();
    const input = { instance: subject, past: turns, startedAt, received };
    const data = triggerData(input);
    const outcome = await takeTurn(input, known, () =>
      testInvoker.invoke('random', { kind: 'orchestration', instanceId: 'random', data }),
    );
    if (outcome.result.kind === 'completed') return { output: JSON.parse(outcome.result.output), turns: turns.length };
    if (outcome.result.kind !== 'running') throw new Error(JSON.stringify(outcome.result));
    turns.push(outcome.turn);
    open.push(...outcome.turn.scheduled);
    for (const id of outcome.canceledTimers) {
      const index = open.findIndex((task) => task.id === id);
      if (index >= 0) open.splice(index, 1);
    }
    if (inbox.length === 0) {
      const count = 1 + Math.floor(random() * 4);
      for (let i = 0; i < count; i++) {
        const pick = Math.floor(random() * (open.length + Math.min(1, events.length)));
        const [task] = open.splice(pick, 1);
        if (task) inbox.push(outcomeOf(task, attempts, startedAt));
        else {
          const name = events.splice(Math.floor(random() * events.length), 1)[0];
          if (name) inbox.push({ kind: 'eventRaised', at: startedAt, name, input: JSON.stringify(name) });
        }
      }
    }
    if (inbox.length === 0) throw new Error(`seed ${seed} waits for nothing`);
    received = outcome.singleSteps ? inbox.slice(0, 1) : inbox;
    inbox = inbox.slice(received.length);
  }
}

it('every task of 120 random orchestrators gets its own result, whatever comes first', async () => {
  const faults: string[] = [];
  let turns = 0;
  for (let seed = 1; seed <= 120; seed++) {
    const done = await run(seed);
    turns += done.turns;
    if (done.output) faults.push(`seed ${seed}: ${done.output}`);
  }
  expect(faults).toEqual([]);
  expect(turns).toBeGreaterThan(500);
}, 60_000);

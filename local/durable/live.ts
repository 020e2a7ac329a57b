import { OrchestrationError } from './failures.ts';
import { type Control, isEffect, type Received, type Scheduled, type Turn } from './history.ts';
import { type HubContext, HubStoppedError, type RunningInstance } from './hubContext.ts';
import { type Instance, isOver, type RuntimeStatus } from './instances.ts';
import { Serial } from './serial.ts';
import type { Loaded, Numbered } from './store.ts';
import { type TurnOutcome, takeTurn, triggerData } from './turn.ts';
import { versionFault } from './versions.ts';

/** Longer histories make each turn slow; the log says so once for every doubling. */
const historyWarnChars = 8_000_000;
const historyMaxChars = 64_000_000;

interface Unrecorded {
  readonly event: Received;
  /** Undefined: meant for whatever execution is running. */
  readonly executionId: string | undefined;
  readonly recorded: () => void;
  readonly failed: (reason: unknown) => void;
}

/** An instance that is not over: takes events in, runs its orchestrator, records what comes of it, and acts on it. */
export class LiveInstance implements RunningInstance {
  readonly #hub: HubContext;
  /** All writes of this instance, one after the other. */
  readonly #writes = new Serial();
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #instance: Instance;
  /** Of a version that is left for another host. */
  readonly #rejected: boolean;
  #etag: string;
  #turns: Turn[];
  #inbox: Numbered[];
  #nextNumber: number;
  #unrecorded: Unrecorded[] = [];
  #turning = false;
  #disposed = false;
  #singleSteps: boolean;
  #historyChars: number;
  #warnAtChars = historyWarnChars;

  constructor(loaded: Loaded, hub: HubContext) {
    this.#hub = hub;
    this.#instance = loaded.instance;
    this.#rejected =
      hub.versions.versionFailureStrategy === 'Reject' &&
      versionFault(loaded.instance.version, hub.versions) !== undefined;
    this.#etag = loaded.etag;
    this.#turns = [...loaded.turns];
    this.#inbox = [...loaded.inbox];
    this.#nextNumber = loaded.nextNumber;
    // What the orchestrator's last answer said of this is not recorded.
    this.#singleSteps = loaded.turns.length > 0;
    this.#historyChars = JSON.stringify(loaded.turns).length;
  }

  get instance(): Instance {
    return this.#instance;
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** Takes up all that was under way: what was asked for and has not come, and what has come and was not told. */
  resume(): void {
    const { instanceId, name, version } = this.#instance;
    if (this.#rejected) this.#hub.log('warn', 'durable.instance.versionRejected', { instanceId, name, version });
    const told = [...this.#turns.flatMap((turn) => turn.received), ...this.#inbox.map(({ event }) => event)];
    const done = new Set(told.map((event) => ('taskId' in event ? event.taskId : -1)));
    for (const task of this.#turns.flatMap((turn) => turn.scheduled)) if (!done.has(task.id)) this.#dispatch(task);
    this.#wake();
  }

  runs(executionId: string): boolean {
    return !this.#disposed && this.#instance.executionId === executionId;
  }

  deliver(event: Received, executionId?: string): Promise<void> {
    return new Promise((recorded, failed) => {
      this.#unrecorded.push({ event, executionId, recorded, failed });
      if (this.#unrecorded.length === 1) this.#writes.run(() => this.#record()).catch(failed);
    });
  }

  /** Ends, holds or releases the instance between two turns. False when it is over already. */
  control(control: Control): Promise<boolean> {
    return this.#writes.run(async () => {
      if (this.#disposed) return false;
      const suspended = this.#instance.status === 'Suspended';
      if ((control.kind === 'suspended' && suspended) || (control.kind === 'resumed' && !suspended)) return true;
      const status: Record<Control['kind'], RuntimeStatus> = {
        terminated: 'Terminated',
        suspended: 'Suspended',
        resumed: this.#turns.some((turn) => turn.actionCount >= 0) ? 'Running' : 'Pending',
      };
      const next = { ...this.#instance, status: status[control.kind], updatedAt: new Date() };
      const turn = { startedAt: this.#turnTime([]), received: [], scheduled: [], actionCount: -1, control };
      // A terminated instance's reason is its output.
      const reason = JSON.stringify(control.reason);
      await this.#commit(control.kind === 'terminated' ? { ...next, output: reason } : next, turn, []);
      if (control.kind === 'terminated') this.#end();
      else this.#wake();
      return true;
    });
  }

  /** Stops acting; what is recorded stays. Resolves when no write is under way any more. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await this.#writes.idle();
  }

  async #record(): Promise<void> {
    const taken = this.#unrecorded;
    this.#unrecorded = [];
    if (this.#hub.halted) {
      for (const each of taken) each.failed(new HubStoppedError());
      return;
    }
    const kept = taken.filter(
      ({ executionId }) =>
        !this.#disposed && (executionId ?? this.#instance.executionId) === this.#instance.executionId,
    );
    const messages = kept.map(({ event }) => ({ number: this.#nextNumber++, event }));
    try {
      if (messages.length > 0) await this.#hub.persist(() => this.#hub.store.append(this.#instance, messages));
    } catch (error) {
      for (const each of taken) each.failed(error);
      return;
    }
    this.#inbox.push(...messages);
    for (const each of taken) each.recorded();
    this.#wake();
  }

  #wake(): void {
    const { status } = this.#instance;
    const work = this.#inbox.length > 0 || !this.#turns.some((turn) => turn.actionCount >= 0);
    if (this.#rejected || this.#turning || this.#disposed || status === 'Suspended' || isOver(status) || !work) return;
    this.#turning = true;
    this.#hub.background(
      (async () => {
        try {
          await this.#hub.orchestrators.run(() => this.#turn());
        } finally {
          this.#turning = false;
        }
        this.#wake();
      })(),
    );
  }

  async #turn(): Promise<void> {
    const instance = this.#instance;
    if (this.#disposed || instance.status === 'Suspended') return;
    const taken = this.#singleSteps ? this.#inbox.slice(0, 1) : [...this.#inbox];
    const received = taken.map(({ event }) => event);
    const input = { instance, past: this.#turns, startedAt: this.#turnTime(received), received };
    const outcome = await takeTurn(input, this.#hub.known, async () => {
      const fault = versionFault(instance.version, this.#hub.versions);
      if (fault !== undefined) throw new OrchestrationError(fault);
      if (this.#historyChars > historyMaxChars)
        throw new OrchestrationError('its history has grown too large: use continueAsNew, or pass references to blobs');
      return this.#hub.runOrchestrator(instance, triggerData(input));
    });
    if (this.#hub.halted) return;
    // A control request that came meanwhile goes first; the turn is then taken again, or not at all.
    await this.#writes.run(async () => {
      if (this.#instance === instance && !this.#disposed) await this.#apply(outcome, taken);
    });
  }

  async #apply(outcome: TurnOutcome, taken: readonly Numbered[]): Promise<void> {
    const { turn } = outcome;
    const customStatus = outcome.customStatus ?? this.#instance.customStatus;
    const base = { ...this.#instance, customStatus, updatedAt: new Date() };
    this.#inbox.splice(0, taken.length);
    this.#singleSteps = outcome.singleSteps;
    const effects = turn.scheduled.filter(isEffect);
    // Before the turn is recorded, so that none is lost: a turn that is taken again does them again.
    if (effects.length > 0) await this.#hub.doEffects(this.#instance, effects);
    try {
      await this.#applyResult(outcome, base, taken);
    } finally {
      if (effects.length > 0 && !this.#hub.halted) this.#hub.effectsRecorded(effects);
    }
  }

  async #applyResult(outcome: TurnOutcome, base: Instance, taken: readonly Numbered[]): Promise<void> {
    const { turn, result } = outcome;
    switch (result.kind) {
      case 'running':
        await this.#commit({ ...base, status: 'Running' }, turn, taken);
        for (const id of outcome.canceledTimers) this.#disarm(id);
        for (const task of turn.scheduled) this.#dispatch(task);
        return;
      case 'completed':
        await this.#commit({ ...base, status: 'Completed', output: result.output }, turn, taken);
        break;
      case 'failed': {
        const { reason, details } = result.failure;
        const output = JSON.stringify(reason);
        await this.#commit({ ...base, status: 'Failed', output, failureDetails: details }, turn, taken);
        break;
      }
      case 'continuedAsNew':
        await this.#startOver({ ...base, input: result.input }, result.carried);
        return;
    }
    this.#end();
  }

  async #commit(next: Instance, turn: Turn, taken: readonly Numbered[]): Promise<void> {
    const { store } = this.#hub;
    const stored = { ...turn, received: taken.map(({ number }) => number) };
    this.#etag = await this.#hub.persist(() => store.commitTurn(next, this.#etag, this.#turns.length, stored));
    this.#instance = next;
    this.#turns.push(turn);
    this.#historyChars += JSON.stringify(turn).length;
    if (this.#historyChars < this.#warnAtChars) return;
    this.#warnAtChars *= 2;
    const { instanceId, name } = next;
    this.#hub.log('warn', 'durable.history.large', { instanceId, name, chars: this.#historyChars });
  }

  async #startOver(base: Instance, carried: readonly Received[]): Promise<void> {
    const { store } = this.#hub;
    const events = [...carried, ...this.#inbox.map(({ event }) => event).filter(({ kind }) => kind === 'eventRaised')];
    const messages = events.map((event, index) => ({ number: index + 1, event }));
    const executionId = this.#hub.newExecutionId();
    const next: Instance = { ...base, executionId, status: 'Pending', createdAt: base.updatedAt, output: undefined };
    const before = this.#instance.executionId;
    this.#etag = await this.#hub.persist(() => store.startOver(next, this.#etag, messages));
    this.#hub.executionOver(before);
    this.#instance = next;
    this.#turns = [];
    this.#inbox = messages;
    this.#nextNumber = messages.length + 1;
    this.#historyChars = 0;
    this.#singleSteps = false;
    for (const id of [...this.#timers.keys()]) this.#disarm(id);
    await this.#hub.persist(() => store.sweep(next));
  }

  #dispatch(task: Scheduled): void {
    const { instanceId, executionId } = this.#instance;
    if (task.kind === 'timer') this.#arm(task.id, task.fireAt);
    else if (task.kind === 'http') this.#hub.runHttp(this, task);
    else if (task.kind === 'entityCall') this.#hub.callEntity(this, task);
    else if (task.kind === 'lock') this.#hub.lockEntities(this, task);
    else if (isEffect(task)) return;
    else if (task.failWith)
      this.#hub.background(
        this.deliver(
          {
            kind: task.kind === 'activity' ? 'taskFailed' : 'childFailed',
            at: new Date().toISOString(),
            taskId: task.id,
            failure: task.failWith,
          },
          executionId,
        ),
      );
    else if (task.kind === 'activity') this.#hub.runActivity(this, task);
    else this.#hub.startChild({ instanceId, executionId, taskId: task.id }, task);
  }

  #arm(taskId: number, fireAt: string): void {
    const { executionId } = this.#instance;
    const fire = () => {
      this.#timers.delete(taskId);
      const event: Received = { kind: 'timerFired', at: new Date().toISOString(), taskId, fireAt };
      this.#hub.background(this.deliver(event, executionId));
    };
    this.#timers.set(taskId, setTimeout(fire, Math.max(0, Date.parse(fireAt) - Date.now())));
  }

  #disarm(taskId: number): void {
    clearTimeout(this.#timers.get(taskId));
    this.#timers.delete(taskId);
  }

  /** Not before the turn before, and not before a timer that it tells of: clocks and timers are not that exact. */
  #turnTime(received: readonly Received[]): string {
    const fired = received.map((event) => (event.kind === 'timerFired' ? Date.parse(event.fireAt) : 0));
    const last = Date.parse(this.#turns.at(-1)?.startedAt ?? '') || 0;
    return new Date(Math.max(Date.now(), last, ...fired)).toISOString();
  }

  #end(): void {
    this.#disposed = true;
    for (const id of [...this.#timers.keys()]) this.#disarm(id);
    this.#hub.ended(this);
  }
}

import { randomUUID } from 'node:crypto';
import { runActivity } from './activities.ts';
import type { DurableLog, DurableOptions } from './contract.ts';
import { Entities } from './entities.ts';
import type { EntityRequest } from './entityContract.ts';
import { EntityStore } from './entityStore.ts';
import { Gate } from './gate.ts';
import type { Control, Effect, Failure, Received, Scheduled } from './history.ts';
import { runHttp } from './http.ts';
import { type HubContext, HubStoppedError, type RunningInstance } from './hubContext.ts';
import { type Instance, isOver, type Parent } from './instances.ts';
import { liveInstanceIds } from './listing.ts';
import { LiveInstance } from './live.ts';
import { persist } from './persist.ts';
import { planRewind } from './rewind.ts';
import { KeyedSerial } from './serial.ts';
import { isAnswered, isStorageError } from './storageErrors.ts';
import { OwnershipLostError, Store } from './store.ts';
import type { KnownFunctions } from './turn.ts';
import { unversioned, type Versions } from './versions.ts';

/** Instances read at once when the hub opens. */
const loadsAtOnce = 8;

export interface NewInstance {
  readonly name: string;
  readonly instanceId: string;
  /** Undefined: the host's default. */
  readonly version: string | undefined;
  /** JSON text. */
  readonly input: string;
  readonly parent?: Parent;
}

/** An instance of this id exists and may not be replaced. */
export class AlreadyExistsError extends Error {
  override name = 'OrchestrationAlreadyExistsException';
}

/** All instances of a task hub that this process owns. */
export class Hub implements HubContext {
  readonly store: Store;
  readonly log: DurableLog;
  readonly known: KnownFunctions;
  readonly versions: Versions;
  readonly orchestrators: Gate;
  readonly entities: Entities;
  readonly #options: DurableOptions;
  readonly #activities: Gate;
  readonly #live = new Map<string, LiveInstance>();
  readonly #perInstance = new KeyedSerial();
  readonly #over = new Map<string, Set<() => void>>();
  readonly #stopping = new AbortController();
  readonly #onLost: () => void;

  constructor(options: DurableOptions, onLost: () => void) {
    this.#options = options;
    this.#onLost = onLost;
    this.store = new Store(options.connectionString, options.taskHub);
    this.log = options.log;
    this.known = options;
    this.versions = options.versions ?? unversioned;
    this.orchestrators = new Gate(options.maxConcurrentOrchestrators);
    this.#activities = new Gate(options.maxConcurrentActivities);
    this.entities = new Entities({
      store: new EntityStore(this.store.table, this.store.large),
      invoker: options.invoker,
      registered: options.entities,
      maxConcurrent: options.maxConcurrentEntities,
      log: options.log,
      signal: this.#stopping.signal,
      persist: (write) => this.persist(write),
      background: (work) => this.background(work),
      live: (instanceId) => this.#live.get(instanceId),
    });
  }

  get halted(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Takes up every instance that is not over. */
  async open(): Promise<void> {
    await this.store.create();
    const ids = await liveInstanceIds(this.store);
    const gate = new Gate(loadsAtOnce);
    await Promise.all(ids.map((id) => gate.run(() => this.#load(id))));
    // Before the orchestrations, which may send again what an entity has done already.
    await this.entities.open();
    for (const live of this.#live.values()) live.resume();
    await this.entities.resume();
    if (ids.length > 0) this.log('info', 'durable.hub.resumed', { hub: this.#options.taskHub, instances: ids.length });
  }

  /** Abandons what runs; resolves when no write is under way any more. */
  async close(): Promise<void> {
    this.#stopping.abort(new HubStoppedError());
    await Promise.all([...this.#live.values()].map((live) => live.dispose()));
    await this.entities.close();
  }

  /** The instance as it was last recorded. */
  async find(instanceId: string): Promise<Instance | undefined> {
    return this.#live.get(instanceId)?.instance ?? (await this.store.find(instanceId))?.instance;
  }

  live(instanceId: string): LiveInstance | undefined {
    return this.#live.get(instanceId);
  }

  /**
   * Records a new instance and starts it. An instance of the same id that is over is replaced; one that is not
   * is an AlreadyExistsError, unless any state may be overridden.
   */
  async start(wanted: NewInstance): Promise<Instance> {
    return this.#perInstance.run(wanted.instanceId, () => this.#start(wanted));
  }

  /** Records an event for an instance. False when there is no such instance under way. */
  async raise(instanceId: string, event: Received): Promise<boolean> {
    const live = this.#live.get(instanceId);
    if (!live) return false;
    await live.deliver(event);
    return true;
  }

  async control(instanceId: string, control: Control): Promise<boolean> {
    return (await this.#live.get(instanceId)?.control(control)) ?? false;
  }

  /**
   * Lets a failed instance go on from before its failure: what failed runs again, failed children are rewound.
   * False when it has not failed, or does not exist.
   */
  async rewind(instanceId: string): Promise<boolean> {
    return this.#perInstance.run(instanceId, async () => {
      const loaded = await this.store.load(instanceId);
      if (loaded?.instance.status !== 'Failed') return false;
      const { children, keep, toldAgain } = planRewind(loaded.turns);
      for (const child of children) await this.rewind(child);
      await this.persist(() => this.store.rewind(loaded, keep, toldAgain));
      await this.#load(instanceId);
      this.#live.get(instanceId)?.resume();
      return true;
    });
  }

  /** Deletes all of an instance that is over. False when it is not, or does not exist. */
  async purge(instanceId: string): Promise<boolean> {
    return this.#perInstance.run(instanceId, async () => {
      const stored = await this.store.find(instanceId);
      if (!stored || !isOver(stored.instance.status)) return false;
      await this.store.purge(instanceId);
      return true;
    });
  }

  /** Resolves when the instance is over or the time is up, whichever is first. */
  async waitUntilOver(instanceId: string, timeoutMs: number): Promise<void> {
    if (!this.#live.has(instanceId)) return;
    await new Promise<void>((resolve) => {
      const waiting = this.#over.get(instanceId) ?? new Set();
      this.#over.set(instanceId, waiting);
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.#over.delete(instanceId);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      waiting.add(done);
    });
  }

  async persist<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await persist(write, this.#stopping.signal, this.log);
    } catch (error) {
      if (error instanceof OwnershipLostError) this.#onLost();
      throw error;
    }
  }

  background(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (error instanceof HubStoppedError || this.halted) return;
      this.log('error', 'durable.hub.workFailed', { error: error instanceof Error ? error.stack : String(error) });
    });
  }

  newExecutionId(): string {
    return randomUUID().replaceAll('-', '');
  }

  runOrchestrator(instance: Instance, data: unknown): Promise<unknown> {
    const { instanceId } = instance;
    return this.#options.invoker.invoke(
      registeredName(instance.name, this.known.orchestrators),
      { kind: 'orchestration', instanceId, data },
      this.#stopping.signal,
    );
  }

  runActivity(live: RunningInstance, task: Extract<Scheduled, { kind: 'activity' }>): void {
    const { invoker, activities } = this.#options;
    this.background(runActivity(live, task, this.#activities, invoker, activities, this.#stopping.signal));
  }

  runHttp(live: RunningInstance, task: Extract<Scheduled, { kind: 'http' }>): void {
    this.background(runHttp(live, task, this.#stopping.signal));
  }

  callEntity({ instance }: RunningInstance, task: Extract<Scheduled, { kind: 'entityCall' }>): void {
    this.background(this.entities.send(task.entityId, requestOf(instance, task, false)));
  }

  lockEntities(live: RunningInstance, task: Extract<Scheduled, { kind: 'lock' }>): void {
    const { instanceId, executionId } = live.instance;
    const { entityIds, id: taskId, requestId } = task;
    const lock = async () => {
      await this.entities.lock(entityIds, { requestId, instanceId, executionId });
      const at = new Date().toISOString();
      await live.deliver({ kind: 'entityAnswered', at, taskId, requestId, answer: 'null' }, executionId);
    };
    this.background(lock());
  }

  async doEffects(instance: Instance, effects: readonly Effect[]): Promise<void> {
    // One after the other: what is sent first comes first.
    for (const task of effects) {
      if (task.kind === 'release') await this.entities.release(task.entityIds, task.requestId);
      else await this.entities.send(task.entityId, requestOf(instance, task, true));
    }
  }

  effectsRecorded(effects: readonly Effect[]): void {
    for (const task of effects) if (task.kind === 'entitySignal') this.entities.letGo(task.entityId, task.requestId);
  }

  executionOver(executionId: string): void {
    this.entities.executionOver(executionId);
  }

  startChild(parent: Parent, task: Extract<Scheduled, { kind: 'child' }>): void {
    const start = () => this.#perInstance.run(task.instanceId, () => this.#startChild(parent, task));
    this.background(this.persist(start));
  }

  ended(live: RunningInstance): void {
    const { instance } = live;
    this.#live.delete(instance.instanceId);
    const { instanceId, name, status } = instance;
    this.log(status === 'Failed' ? 'warn' : 'info', 'durable.instance.ended', { instanceId, name, status });
    for (const done of [...(this.#over.get(instanceId) ?? [])]) done();
    this.executionOver(instance.executionId);
    this.#tellParent(instance);
  }

  async #load(instanceId: string): Promise<void> {
    try {
      const loaded = await this.store.load(instanceId);
      if (loaded && !isOver(loaded.instance.status)) this.#live.set(instanceId, new LiveInstance(loaded, this));
    } catch (error) {
      if (isStorageError(error) && !isAnswered(error, 404)) throw error;
      // One instance that cannot be read holds nobody else up; what is recorded of it stays as it is.
      this.log('error', 'durable.instance.unreadable', { instanceId, error: String(error) });
    }
  }

  async #start(wanted: NewInstance): Promise<Instance> {
    if (this.halted) throw new HubStoppedError();
    const { instanceId, name, version, input, parent } = wanted;
    let existing = await this.store.find(instanceId);
    if (existing && this.#options.overridableExistingInstanceStates === 'AnyState') {
      await this.#live.get(instanceId)?.dispose();
      this.#live.delete(instanceId);
      existing = await this.store.find(instanceId);
    } else if (existing && !isOver(existing.instance.status))
      throw new AlreadyExistsError(
        `An Orchestration instance with the status ${existing.instance.status} already exists.`,
      );
    const now = new Date();
    const instance: Instance = {
      instanceId,
      executionId: this.newExecutionId(),
      name,
      version: version ?? this.versions.defaultVersion,
      status: 'Pending',
      createdAt: now,
      updatedAt: now,
      input,
      output: undefined,
      failureDetails: undefined,
      customStatus: undefined,
      parent,
    };
    const etag = await this.store.insert(instance, existing);
    if (existing) await this.store.sweep(instance);
    const live = new LiveInstance({ instance, etag, turns: [], inbox: [], nextNumber: 1 }, this);
    this.#live.set(instanceId, live);
    live.resume();
    return instance;
  }

  /** Starts a child that does not run yet; tells its parent where it is over already, as after a restart. */
  async #startChild(parent: Parent, task: Extract<Scheduled, { kind: 'child' }>): Promise<void> {
    const { instanceId, name, input, version } = task;
    const existing = await this.find(instanceId);
    if (existing?.parent && isSame(existing.parent, parent)) {
      if (isOver(existing.status)) this.#tellParent(existing);
      return;
    }
    try {
      await this.#start({ instanceId, name, input, version, parent });
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
      this.#deliverToParent(parent, { failure: { reason: error.message, details: '' } });
    }
  }

  #tellParent(child: Instance): void {
    if (!child.parent) return;
    if (child.status === 'Completed') this.#deliverToParent(child.parent, { result: child.output ?? 'null' });
    else {
      const reason: unknown = JSON.parse(child.output ?? '""');
      this.#deliverToParent(child.parent, {
        failure: { reason: String(reason), details: child.failureDetails ?? '' },
      });
    }
  }

  #deliverToParent(parent: Parent, outcome: { result: string } | { failure: Failure }): void {
    const live = this.#live.get(parent.instanceId);
    if (!live) return; // over, or not taken up yet: then it asks for its children itself
    const base = { at: new Date().toISOString(), taskId: parent.taskId };
    const event: Received =
      'result' in outcome
        ? { kind: 'childCompleted', ...base, ...outcome }
        : { kind: 'childFailed', ...base, ...outcome };
    this.background(live.deliver(event, parent.executionId));
  }
}

function requestOf(
  { instanceId, executionId }: Instance,
  task: Extract<Scheduled, { kind: 'entityCall' | 'entitySignal' }>,
  signal: boolean,
): EntityRequest {
  const { id: taskId, input, operation, requestId } = task;
  return { id: requestId, operation, input, signal, caller: { instanceId, executionId, taskId } };
}

function isSame(a: Parent, b: Parent): boolean {
  return a.instanceId === b.instanceId && a.executionId === b.executionId && a.taskId === b.taskId;
}

function registeredName(name: string, registered: readonly string[]): string {
  return registered.find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
}

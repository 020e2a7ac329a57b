import type { DurableInvoker, DurableLog } from './contract.ts';
import type { EntityLock, EntityRequest } from './entityContract.ts';
import { parseSchedulerId } from './entityIds.ts';
import type { EntityStore } from './entityStore.ts';
import { Gate } from './gate.ts';
import type { Received, Turn } from './history.ts';
import type { RunningInstance } from './hubContext.ts';
import { type EntityContext, LiveEntity } from './liveEntity.ts';

/** Entities kept in memory although nothing is left to do for them. */
const idleMax = 1_000;
const loadsAtOnce = 8;

interface EntitiesOptions {
  readonly store: EntityStore;
  readonly invoker: DurableInvoker;
  readonly registered: readonly string[];
  readonly maxConcurrent: number;
  readonly log: DurableLog;
  readonly signal: AbortSignal;
  persist<T>(write: () => Promise<T>): Promise<T>;
  background(work: Promise<unknown>): void;
  live(instanceId: string): (RunningInstance & { readonly turns: readonly Turn[] }) | undefined;
}

/** The entities of a task hub. Each is asked for by `@name@key`. */
export class Entities {
  readonly #options: EntitiesOptions;
  readonly #gate: Gate;
  readonly #context: EntityContext;
  readonly #entities = new Map<string, Promise<LiveEntity>>();
  /** Of executions that ask for locks: which entities. */
  readonly #lockedBy = new Map<string, Set<string>>();

  constructor(options: EntitiesOptions) {
    this.#options = options;
    this.#gate = new Gate(options.maxConcurrent);
    const { signal, store } = options;
    this.#context = {
      store,
      get halted() {
        return signal.aborted;
      },
      persist: (write) => options.persist(write),
      background: (work) => options.background(work),
      run: (id, data) => this.#gate.run(() => this.#run(id, data)),
      answer: (request, answer) => this.#answer(request, answer),
      send: (target, request) => this.send(target, request),
      letGo: (target, requestId) => this.letGo(target, requestId),
      mayComeAgain: (request) => this.#mayComeAgain(request),
      isRunning: ({ instanceId, executionId }) => options.live(instanceId)?.runs(executionId) ?? false,
      failed: (id, operation, result) =>
        options.log('warn', 'durable.entity.operationFailed', { entity: id, operation, result: result.slice(0, 500) }),
    };
  }

  /** Reads every entity for which something is left to do. */
  async open(): Promise<void> {
    const gate = new Gate(loadsAtOnce);
    const ids = await this.#options.store.busyIds();
    await Promise.all(ids.map((id) => gate.run(() => this.#entity(id))));
  }

  /** Goes on with them; the orchestrations must be running again by then. */
  async resume(): Promise<void> {
    for (const entity of await Promise.all(this.#entities.values())) entity.resume();
  }

  async close(): Promise<void> {
    const entities = await Promise.allSettled(this.#entities.values());
    await Promise.all(entities.map((each) => (each.status === 'fulfilled' ? each.value.settled() : undefined)));
  }

  /** JSON text; undefined when there is no such entity. */
  async state(id: string): Promise<string | undefined> {
    return (await this.#entity(id)).state;
  }

  /** Resolves when the operation is recorded. */
  async send(id: string, request: EntityRequest): Promise<void> {
    await (await this.#entity(id)).accept(request);
  }

  letGo(id: string, requestId: string): void {
    this.#options.background(this.#entity(id).then((entity) => entity.letGo(requestId)));
  }

  /** Resolves when all of these, asked for one after the other, are locked. */
  async lock(ids: readonly string[], lock: EntityLock): Promise<void> {
    const asked = this.#lockedBy.get(lock.executionId) ?? new Set();
    this.#lockedBy.set(lock.executionId, asked);
    for (const id of ids) {
      asked.add(id);
      await (await this.#entity(id)).lock(lock);
      // Its orchestration may have ended while it waited.
      if (!this.#context.isRunning(lock)) {
        await this.release([id], lock.requestId);
        return;
      }
    }
  }

  async release(ids: readonly string[], requestId: string): Promise<void> {
    await Promise.all(ids.map(async (id) => (await this.#entity(id)).release(requestId)));
  }

  /** Ends what an execution that is over has locked. */
  executionOver(executionId: string): void {
    const ids = this.#lockedBy.get(executionId);
    if (!ids) return;
    this.#lockedBy.delete(executionId);
    for (const id of ids) this.#options.background(this.#entity(id).then((entity) => entity.releaseOf(executionId)));
  }

  #entity(id: string): Promise<LiveEntity> {
    const known = this.#entities.get(id);
    if (known) return known;
    this.#options.background(this.#forgetIdle());
    const loading = this.#options
      .persist(() => this.#options.store.load(id))
      .then((loaded) => {
        if (loaded.lock) this.#noteLock(id, loaded.lock);
        return new LiveEntity(id, loaded, this.#context);
      });
    this.#entities.set(id, loading);
    // What could not be read is read again when it is asked for again.
    loading.catch(() => this.#entities.delete(id));
    return loading;
  }

  #noteLock(id: string, { executionId }: EntityLock): void {
    this.#lockedBy.set(executionId, (this.#lockedBy.get(executionId) ?? new Set()).add(id));
  }

  async #forgetIdle(): Promise<void> {
    if (this.#entities.size < idleMax) return;
    for (const [id, loading] of [...this.#entities]) {
      const entity = await loading;
      // Looked at and let go in one piece: nobody can ask for it in between.
      if (entity.idle) this.#entities.delete(id);
    }
  }

  #run(id: string, data: unknown): Promise<unknown> {
    const name = parseSchedulerId(id)?.name ?? '';
    const registered = this.#options.registered.find((each) => each.toLowerCase() === name) ?? name;
    return this.#options.invoker.invoke(registered, { kind: 'entity', instanceId: id, data }, this.#options.signal);
  }

  async #answer({ caller, id }: EntityRequest, answer: string): Promise<void> {
    if (!caller) return;
    const live = this.#options.live(caller.instanceId);
    if (!live?.runs(caller.executionId)) return;
    const at = new Date().toISOString();
    const event: Received = { kind: 'entityAnswered', at, taskId: caller.taskId, requestId: id, answer };
    await live.deliver(event, caller.executionId);
  }

  #mayComeAgain({ caller, fromEntity }: EntityRequest): boolean {
    // An entity that sends a signal on says itself when it is done with it.
    if (!caller) return fromEntity === true;
    const live = this.#options.live(caller.instanceId);
    if (!live?.runs(caller.executionId)) return false;
    // Until the turn that sent it is recorded, it is taken again after a crash, and sends it again.
    return !live.turns.some(({ scheduled }) => scheduled.some(({ id }) => id === caller.taskId));
  }
}

import { EntityAnswer, type EntityLock, type EntityRequest } from './entityContract.ts';
import { schedulerId } from './entityIds.ts';
import type { EntityState, EntityStore, KeptRequest, LoadedEntity, Outgoing } from './entityStore.ts';
import { describeError } from './failures.ts';
import { Serial } from './serial.ts';

/** Operations that one run of the function gets; with the state's and the signals' rows one transaction takes them. */
const batchMax = 40;

interface Waiter {
  readonly lock: EntityLock;
  readonly granted: () => void;
}

/** What an entity works with. */
export interface EntityContext {
  readonly store: EntityStore;
  /** True from the moment when nothing may be recorded any more. */
  readonly halted: boolean;
  persist<T>(write: () => Promise<T>): Promise<T>;
  background(work: Promise<unknown>): void;
  /** Runs the entity's function; resolves with its answer. */
  run(id: string, data: unknown): Promise<unknown>;
  /** Gives an answer to the orchestration that called; resolves when it is recorded, or nobody waits any more. */
  answer(request: EntityRequest, answer: string): Promise<void>;
  /** Sends a signal on; resolves when it is recorded where it goes. */
  send(target: string, request: EntityRequest): Promise<void>;
  /** Tells the receiver of a signal that it will not be sent again. */
  letGo(target: string, requestId: string): void;
  /** Whether the sender of an operation that is done may still send it again. */
  mayComeAgain(request: EntityRequest): boolean;
  isRunning(lock: EntityLock): boolean;
  failed(id: string, operation: string, reason: string): void;
}

/** One entity: takes operations in, runs them one after the other, and records what comes of them. */
export class LiveEntity {
  readonly #id: string;
  readonly #context: EntityContext;
  /** All writes of this entity, one after the other. */
  readonly #writes = new Serial();
  #entity: EntityState;
  #queue: (KeptRequest | Waiter)[];
  /** Done, and kept until nobody can send it again. */
  readonly #kept: Map<string, KeptRequest>;
  /** Senders of these, which are not done yet, need them no more. */
  readonly #letGoWhenDone = new Set<string>();
  readonly #outgoing: Outgoing[];
  #nextNumber: number;
  #running = false;
  #arriving = 0;

  constructor(id: string, loaded: LoadedEntity, context: EntityContext) {
    this.#id = id;
    this.#context = context;
    this.#entity = loaded;
    const sorted = [...loaded.requests].sort((a, b) => a.number - b.number);
    this.#queue = sorted.filter(({ done }) => !done);
    this.#kept = new Map(sorted.filter(({ done }) => done).map((each) => [each.request.id, each]));
    this.#outgoing = [...loaded.outgoing];
    const numbers = [...loaded.requests, ...loaded.outgoing].map(({ number }) => number);
    this.#nextNumber = numbers.reduce((a, b) => Math.max(a, b), 0) + 1;
  }

  /** The state as it was last recorded, as JSON text; undefined when there is no such entity. */
  get state(): string | undefined {
    return this.#entity.exists ? (this.#entity.state ?? 'null') : undefined;
  }

  /** Nothing is left to do, and nothing has to be remembered. */
  get idle(): boolean {
    const nothing = this.#queue.length === 0 && this.#kept.size === 0 && this.#outgoing.length === 0;
    return nothing && !this.#running && this.#arriving === 0 && !this.#entity.lock;
  }

  /** Takes up what was under way when the hub was closed. */
  resume(): void {
    const { lock } = this.#entity;
    if (lock && !this.#context.isRunning(lock)) this.#background(this.release(lock.requestId));
    for (const kept of this.#kept.values()) {
      if (kept.answer !== undefined) this.#background(this.#giveAnswer(kept));
      else if (!this.#context.mayComeAgain(kept.request)) this.letGo(kept.request.id);
    }
    for (const outgoing of [...this.#outgoing]) this.#background(this.#sendOn(outgoing));
    this.#wake();
  }

  /** Records an operation; resolves when it will not be lost. One that is known already is not done again. */
  async accept(request: EntityRequest): Promise<void> {
    this.#arriving += 1;
    try {
      await this.#writes.run(async () => {
        const known = this.#kept.get(request.id);
        if (known?.answer !== undefined) this.#background(this.#giveAnswer(known));
        if (known || this.#queue.some((each) => 'request' in each && each.request.id === request.id)) return;
        const kept = { number: this.#nextNumber++, request, done: false };
        await this.#context.persist(() => this.#context.store.append(this.#id, kept));
        this.#queue.push(kept);
      });
    } finally {
      this.#arriving -= 1;
    }
    this.#wake();
  }

  /** Resolves when the lock's holder has this entity for itself. */
  lock(lock: EntityLock): Promise<void> {
    if (this.#entity.lock?.requestId === lock.requestId) return Promise.resolve();
    return new Promise((granted) => {
      this.#queue.push({ lock, granted });
      this.#wake();
    });
  }

  /** Ends a lock, or the waiting for it. Whoever does not hold it changes nothing. */
  async release(requestId: string): Promise<void> {
    this.#queue = this.#queue.filter((each) => !('lock' in each) || each.lock.requestId !== requestId);
    await this.#writes.run(async () => {
      if (this.#entity.lock?.requestId !== requestId) return;
      await this.#commit({ ...this.#entity, lock: undefined }, [], undefined);
    });
    this.#wake();
  }

  /** Ends every lock of an execution that is over. */
  releaseOf(executionId: string): void {
    const waiting = this.#queue.flatMap((each) => ('lock' in each ? [each.lock] : []));
    for (const lock of [...waiting, ...(this.#entity.lock ? [this.#entity.lock] : [])])
      if (lock.executionId === executionId) this.#background(this.release(lock.requestId));
  }

  /** An operation that is done will not be sent again, so it need not be remembered. */
  letGo(requestId: string): void {
    const kept = this.#kept.get(requestId);
    if (!kept) {
      if (this.#queue.some((each) => 'request' in each && each.request.id === requestId))
        this.#letGoWhenDone.add(requestId);
      return;
    }
    this.#kept.delete(requestId);
    const { store } = this.#context;
    this.#background(this.#writes.run(() => this.#context.persist(() => store.removeRequest(this.#id, kept.number))));
  }

  /** Resolves when no write is under way any more. */
  async settled(): Promise<void> {
    await this.#writes.idle();
  }

  #background(work: Promise<unknown>): void {
    this.#context.background(work);
  }

  #wake(): void {
    if (this.#running || this.#context.halted) return;
    this.#running = true;
    const run = async () => {
      try {
        while (!this.#context.halted && (await this.#step()));
      } finally {
        this.#running = false;
      }
    };
    this.#background(run());
  }

  /** Does what comes next; false when there is nothing, or it has to wait for whoever holds the lock. */
  async #step(): Promise<boolean> {
    const { lock } = this.#entity;
    const [first] = this.#queue;
    if (!lock && first && 'lock' in first) {
      await this.#grant(first);
      return true;
    }
    const batch = this.#nextBatch(lock);
    if (batch.length === 0) return false;
    await this.#runBatch(batch);
    return true;
  }

  #nextBatch(lock: EntityLock | undefined): KeptRequest[] {
    const requests: KeptRequest[] = [];
    for (const each of this.#queue) {
      if (requests.length === batchMax) break;
      if (lock) {
        if ('request' in each && each.request.caller?.executionId === lock.executionId) requests.push(each);
      } else if ('lock' in each) break;
      else requests.push(each);
    }
    return requests;
  }

  async #grant(waiter: Waiter): Promise<void> {
    await this.#writes.run(async () => {
      // It may have been given up meanwhile.
      if (this.#queue[0] !== waiter) return;
      await this.#commit({ ...this.#entity, lock: waiter.lock }, [], undefined);
      this.#queue = this.#queue.filter((each) => each !== waiter);
      waiter.granted();
    });
  }

  async #runBatch(batch: readonly KeptRequest[]): Promise<void> {
    const before = this.#entity;
    const answer = await this.#answerOf(batch);
    if (this.#context.halted) return;
    const done = batch.map((kept, index) => this.#doneWith(kept, answer.results[index]));
    await this.#writes.run(async () => {
      const number = this.#nextNumber++;
      const signals = answer.signals.map(({ target, name, input }, index) => ({
        target: schedulerId(target),
        request: {
          id: `${this.#id}:${number}:${index}`,
          operation: name,
          input: input || undefined,
          signal: true,
          fromEntity: true as const,
        },
      }));
      const outgoing = signals.length > 0 ? { number, signals } : undefined;
      // The lock may have changed while the function ran, the state cannot have.
      const next = { exists: answer.entityExists, state: answer.entityState ?? undefined, lock: this.#entity.lock };
      await this.#commit(before.exists || answer.entityExists ? next : { ...before, lock: next.lock }, done, outgoing);
      this.#queue = this.#queue.filter((each) => !batch.some((one) => one === each));
      for (const kept of done) this.#kept.set(kept.request.id, kept);
      if (outgoing) {
        this.#outgoing.push(outgoing);
        this.#background(this.#sendOn(outgoing));
      }
    });
    for (const kept of done) {
      if (kept.answer !== undefined) this.#background(this.#giveAnswer(kept));
      else if (this.#letGoWhenDone.delete(kept.request.id) || isClients(kept.request)) this.letGo(kept.request.id);
    }
  }

  /** What the function makes of the batch; when it cannot run at all, every operation has failed. */
  async #answerOf(batch: readonly KeptRequest[]): Promise<EntityAnswer> {
    const { exists, state } = this.#entity;
    const [, name = '', key = ''] = /^@([^@]+)@(.+)$/s.exec(this.#id) ?? [];
    const requests = batch.map(({ request }) => ({
      id: request.id,
      name: request.operation,
      signal: request.signal,
      input: request.input,
    }));
    try {
      const data = { self: { name, key }, exists, state: exists ? state : undefined, batch: requests };
      return EntityAnswer.parse(await this.#context.run(this.#id, data));
    } catch (thrown) {
      const { message } = describeError(thrown);
      const failed = { isError: true, result: JSON.stringify(message) };
      return { entityExists: exists, entityState: state, results: batch.map(() => failed), signals: [] };
    }
  }

  #doneWith(kept: KeptRequest, result: EntityAnswer['results'][number] | undefined): KeptRequest {
    const { request } = kept;
    if (result?.isError) this.#context.failed(this.#id, request.operation, result.result ?? '');
    if (request.signal) return { ...kept, done: true };
    const answer = {
      result: result?.result ?? undefined,
      ...(result?.isError ? { exceptionType: 'Microsoft.Azure.WebJobs.Extensions.DurableTask.EntityException' } : {}),
    };
    return { ...kept, done: true, answer: JSON.stringify(answer) };
  }

  async #giveAnswer(kept: KeptRequest): Promise<void> {
    await this.#context.answer(kept.request, kept.answer ?? 'null');
    this.letGo(kept.request.id);
  }

  async #sendOn(outgoing: Outgoing): Promise<void> {
    for (const { target, request } of outgoing.signals) await this.#context.send(target, request);
    await this.#writes.run(() =>
      this.#context.persist(() => this.#context.store.removeOutgoing(this.#id, outgoing.number)),
    );
    this.#outgoing.splice(this.#outgoing.indexOf(outgoing), 1);
    for (const { target, request } of outgoing.signals) this.#context.letGo(target, request.id);
  }

  async #commit(next: EntityState, done: readonly KeptRequest[], outgoing: Outgoing | undefined): Promise<void> {
    await this.#context.persist(() => this.#context.store.commit(this.#id, next, done, outgoing));
    this.#entity = next;
  }
}

/** A client sends an operation once. */
const isClients = ({ caller, fromEntity }: EntityRequest) => !caller && !fromEntity;

import type { DurableLog } from './contract.ts';
import type { Gate } from './gate.ts';
import type { Effect, Received, Scheduled } from './history.ts';
import type { Instance, Parent } from './instances.ts';
import type { Store } from './store.ts';
import type { KnownFunctions } from './turn.ts';
import type { Versions } from './versions.ts';

/** The host is stopping, or another one has taken over the hub: nothing was recorded. */
export class HubStoppedError extends Error {
  override name = 'HubStoppedError';
  constructor() {
    super('the task hub is not running on this host');
  }
}

/** An instance that is under way, as the hub knows it. */
export interface RunningInstance {
  readonly instance: Instance;
  /** Whether `executionId` is still what runs. */
  runs(executionId: string): boolean;
  /** Resolves when the event is recorded; from then on it is not lost. Events for a finished execution are dropped. */
  deliver(event: Received, executionId?: string): Promise<void>;
}

/** What a live instance works with. */
export interface HubContext {
  readonly store: Store;
  readonly log: DurableLog;
  readonly known: KnownFunctions;
  readonly versions: Versions;
  /** Bounds the orchestrators that run at once. */
  readonly orchestrators: Gate;
  /** True from the moment when nothing may be recorded any more. */
  readonly halted: boolean;
  /** Writes, and writes again while storage is out of reach. Rejects with HubStoppedError when the hub is given up. */
  persist<T>(write: () => Promise<T>): Promise<T>;
  /** Takes care of work that nobody waits for: its error is logged. */
  background(work: Promise<unknown>): void;
  newExecutionId(): string;
  runOrchestrator(instance: Instance, data: unknown): Promise<unknown>;
  runActivity(live: RunningInstance, task: Extract<Scheduled, { kind: 'activity' }>): void;
  startChild(parent: Parent, task: Extract<Scheduled, { kind: 'child' }>): void;
  runHttp(live: RunningInstance, task: Extract<Scheduled, { kind: 'http' }>): void;
  callEntity(live: RunningInstance, task: Extract<Scheduled, { kind: 'entityCall' }>): void;
  lockEntities(live: RunningInstance, task: Extract<Scheduled, { kind: 'lock' }>): void;
  /** Resolves when all of these are recorded where they go. Doing them twice is doing them once. */
  doEffects(instance: Instance, effects: readonly Effect[]): Promise<void>;
  /** The turn that asked for these is recorded: they will not be done again. */
  effectsRecorded(effects: readonly Effect[]): void;
  /** An execution has ended: whatever it had locked is free. */
  executionOver(executionId: string): void;
  /** The instance is over, and this is recorded. */
  ended(live: RunningInstance): void;
}

import type { Gate } from './gate.ts';
import type { Scheduled } from './history.ts';
import type { Instance, Parent } from './instances.ts';
import type { LiveInstance } from './live.ts';
import type { DurableLog } from './seam.ts';
import type { Store } from './store.ts';
import type { KnownFunctions } from './turn.ts';

/** The host is stopping, or another one has taken over the hub: nothing was recorded. */
export class HubStoppedError extends Error {
  override name = 'HubStoppedError';
  constructor() {
    super('the task hub is not running on this host');
  }
}

/** What a live instance works with. */
export interface Workshop {
  readonly store: Store;
  readonly log: DurableLog;
  readonly known: KnownFunctions;
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
  runActivity(live: LiveInstance, task: Extract<Scheduled, { kind: 'activity' }>): void;
  startChild(parent: Parent, task: Extract<Scheduled, { kind: 'child' }>): void;
  /** The instance is over, and this is recorded. */
  ended(live: LiveInstance): void;
}

import type { Versions } from './versions.ts';

/** The work of one of the app's durable functions. */
export interface DurableTrigger {
  readonly kind: 'orchestration' | 'activity' | 'entity';
  readonly instanceId: string;
  /**
   * What the trigger hands to the function, as a JSON value. For an orchestration the binding's information (history,
   * input, instanceId, isReplaying ...) as `durable-functions` 3 reads it; for an activity its input.
   */
  readonly data: unknown;
}

/** What the durable part needs from the host: somebody who runs a function. */
export interface DurableInvoker {
  /**
   * Runs one function and resolves with its return value. Rejects with the function's own error: name, message and
   * stack as thrown, and for a failed orchestrator the message with the `$OutOfProcData$` payload in it.
   */
  invoke(functionName: string, trigger: DurableTrigger, signal?: AbortSignal): Promise<unknown>;
}

export type DurableLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  event: string,
  fields?: Record<string, unknown>,
) => void;

export interface DurableOptions {
  /** The storage account that keeps the history. */
  readonly connectionString: string;
  /** host.json `extensions.durableTask.hubName`; Azure's default is "TestHubName". */
  readonly taskHub: string;
  /** Where `handle` is reached from outside, without a slash at the end: http://127.0.0.1:7071/runtime/webhooks/durabletask */
  readonly baseUrl: string;
  /** Expected in `?code=` or `x-functions-key` of every management request; empty: no key is asked for. */
  readonly systemKey: string;
  /** Registered function names; compared without regard to case. */
  readonly orchestrators: readonly string[];
  readonly activities: readonly string[];
  readonly entities: readonly string[];
  /** What a start under an id that exists may replace; default NonRunningStates, as in Azure. */
  readonly overridableExistingInstanceStates?: 'NonRunningStates' | 'AnyState';
  /** Default: no version, and none refused. */
  readonly versions?: Versions;
  readonly maxConcurrentOrchestrators: number;
  readonly maxConcurrentActivities: number;
  readonly maxConcurrentEntities: number;
  readonly invoker: DurableInvoker;
  readonly log: DurableLog;
}

/** The Durable Functions extension of one host. */
export interface DurableExtension {
  /** Takes the hub's lease and resumes everything that was under way. */
  start(): Promise<void>;
  /** Ends or abandons the running work and gives the lease back; nothing that was recorded is lost. */
  stop(): Promise<void>;
  /** The JSON string that a durable client's input binding receives. */
  clientInput(): string;
  /** Answers a management request; `path` follows /runtime/webhooks/durabletask, as "/instances/x". */
  handle(request: Request, path: string): Promise<Response>;
}

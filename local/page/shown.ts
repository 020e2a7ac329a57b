// What the page's server sends to the page: types alone, for both.

export type PartState = 'starting' | 'running' | 'stopped' | 'died';

export interface PartView {
  readonly name: string;
  readonly state: PartState;
  /** UTC, ISO 8601 */
  readonly since: string;
  readonly restarts: number;
  /** Null for what has no process of its own. */
  readonly memoryMegabytes: number | null;
  /** Whether it is started and stopped from the page. */
  readonly controlled: boolean;
}

export interface PartsShown {
  readonly parts: readonly PartView[];
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

export interface FunctionView {
  readonly name: string;
  readonly disabled: boolean;
  readonly trigger: string;
  /** The queue, schedule, route … that it listens to. */
  readonly of: string;
  readonly calls: number;
  readonly failures: number;
  /** Milliseconds; null before the first call. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface InvocationView {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
  readonly failure: string | null;
  readonly reason: string;
  readonly input: string;
  readonly result: string;
  /** Of an orchestration; empty for none. */
  readonly instance: string;
  readonly trace: string;
  readonly log: readonly string[];
}

export interface FunctionsShown {
  readonly functions: readonly FunctionView[];
  /** Of the chosen one, the newest first. */
  readonly invocations: readonly InvocationView[];
}

export interface InstanceRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly created: string;
  readonly updated: string;
}

export interface HistoryEvent {
  readonly type: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly fireAt: string;
  readonly input: unknown;
  readonly result: unknown;
  readonly error: string;
  /** Of a sub-orchestration. */
  readonly instance: string;
}

export interface InstanceView extends InstanceRow {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly customStatus?: unknown;
  readonly history: readonly HistoryEvent[];
  readonly trace: string | null;
}

export interface InstancesShown {
  readonly instances: readonly InstanceRow[];
  /** Whether there are more than are shown. */
  readonly more: boolean;
}

/** One instance, by itself: thousands of others need not be looked through to follow it. */
export interface InstanceShown {
  readonly chosen: InstanceView | null;
}

export interface SpanView {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly service: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly failure: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly atMs: number; readonly name: string }[];
}

export interface TraceRow {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
  readonly spans: number;
  readonly failures: number;
}

export interface TracesShown {
  readonly traces: readonly TraceRow[];
  /** Of the chosen one. */
  readonly spans: readonly SpanView[];
}

export interface EntityView {
  /** `bus:NAME` or `storage:NAME` */
  readonly id: string;
  readonly name: string;
  readonly kind: 'queue' | 'topic' | 'subscription' | 'storage queue';
  readonly active: number;
  readonly dead: number;
  readonly scheduled: number;
}

export interface MessageView {
  readonly id: string;
  /** By which it is found again. */
  readonly sequence: string;
  readonly at: string;
  readonly deliveries: number;
  readonly body: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly trace: string | null;
}

export interface MessagesShown {
  readonly entities: readonly EntityView[];
  /** Of the chosen one; none is taken by being shown. */
  readonly messages: readonly MessageView[];
}

export interface DataShown {
  /** Blob containers, tables, and Cosmos DB containers as `database/container`. */
  readonly places: readonly { readonly kind: 'blobs' | 'table' | 'cosmos'; readonly name: string }[];
  readonly blobs: readonly {
    readonly name: string;
    readonly sizeBytes: number;
    readonly type: string;
    readonly modified: string;
  }[];
  readonly more: boolean;
}

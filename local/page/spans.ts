import type { Span } from './otlp.ts';

const tracesMax = 2000;
const spansMax = 40_000;
const spansOfTraceMax = 2000;
const invocationsMax = 100;
const durationsMax = 1000;
const instancesMax = 20_000;
const hostScope = 'local-cloud.host';

/** What became of one function since the page started. */
export interface FunctionRecord {
  calls: number;
  failures: number;
  /** Milliseconds of the last calls, in the order in which they ended. */
  readonly durations: number[];
  /** The host's spans of the last calls, the newest last. */
  readonly invocations: Span[];
}

/** The newest spans, by trace; what the host's tell of functions; and which trace an instance or an invocation is in. */
export class Spans {
  readonly #traces = new Map<string, Span[]>();
  readonly functions = new Map<string, FunctionRecord>();
  /** Of the host's spans: in which trace the app goes on with the invocation, where that is another one. */
  readonly #appTraces = new Map<string, string>();
  readonly #hostSpans = new Map<string, Span>();
  readonly #instances = new Map<string, Span>();
  #count = 0;

  add(spans: readonly Span[]): void {
    for (const span of spans) {
      const own = this.#traces.get(span.traceId) ?? [];
      if (own.length >= spansOfTraceMax) continue;
      own.push(span);
      this.#count += 1;
      this.#traces.set(span.traceId, own);
      const invocation = text(span.attributes['faas.invocation_id']);
      if (span.scope === hostScope) this.#addInvocation(span, invocation);
      else if (invocation !== '') keep(this.#appTraces, invocation, span.traceId, instancesMax);
    }
    for (const [traceId, own] of this.#traces) {
      if (this.#count <= spansMax && this.#traces.size <= tracesMax) break;
      this.#traces.delete(traceId);
      this.#count -= own.length;
    }
  }

  /** The trace that the invocation is a part of. */
  traceOfInvocation(span: Span): string {
    return this.#appTraces.get(text(span.attributes['faas.invocation_id'])) ?? span.traceId;
  }

  traceOfInstance(instanceId: string): string | undefined {
    const span = this.#instances.get(instanceId);
    return span === undefined ? undefined : this.traceOfInvocation(span);
  }

  /** The traces, the newest last. Where the app goes on in a trace of its own, the host's is shown within that. */
  traces(): [string, readonly Span[]][] {
    return [...this.#traces].filter(([id, spans]) => spans.some((span) => this.traceOfInvocation(span) === id));
  }

  /** A trace's spans, with those of the host under which the app's were made. */
  trace(traceId: string): Span[] {
    const own = this.#traces.get(traceId) ?? [];
    const whole = new Map(own.map((span) => [span.spanId, span]));
    for (const span of own) {
      const host = this.#hostSpans.get(text(span.attributes['faas.invocation_id']));
      if (span.scope === hostScope || host === undefined || host.traceId === traceId) continue;
      // The host's span goes between the app's and that one's parent.
      whole.set(host.spanId, { ...host, parentSpanId: span.parentSpanId });
      whole.set(span.spanId, { ...span, parentSpanId: host.spanId });
    }
    return [...whole.values()].sort((a, b) => a.startMs - b.startMs);
  }

  #addInvocation(span: Span, invocation: string): void {
    const record = this.functions.get(span.name) ?? { calls: 0, failures: 0, durations: [], invocations: [] };
    this.functions.set(span.name, record);
    record.calls += 1;
    if (span.failure !== undefined) record.failures += 1;
    record.durations.push(span.endMs - span.startMs);
    if (record.durations.length > durationsMax) record.durations.shift();
    record.invocations.push(span);
    if (record.invocations.length > invocationsMax) record.invocations.shift();
    keep(this.#hostSpans, invocation, span, instancesMax);
    const instance = text(span.attributes['durable.instance_id']);
    // An activity knows the trace that the app goes on with; an orchestrator is no part of any.
    if (instance !== '' && (span.attributes['faas.trigger'] === 'activityTrigger' || !this.#instances.has(instance)))
      keep(this.#instances, instance, span, instancesMax);
  }
}

function keep<T>(all: Map<string, T>, key: string, value: T, most: number): void {
  all.set(key, value);
  if (all.size > most) for (const oldest of all.keys()) return void all.delete(oldest);
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

import type { Span } from './otlp.ts';

const tracesMax = 2000;
const spansMax = 40_000;
const spansOfTraceMax = 2000;
/** What the spans hold of texts, in characters: of all traces, of one, and of the invocations that are kept beside. */
const charactersMax = 64_000_000;
const charactersOfTraceMax = 8_000_000;
const charactersOfInvocationsMax = 32_000_000;
const functionsMax = 1000;
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
  /** What those hold. */
  characters: number;
}

interface Trace {
  readonly spans: Span[];
  characters: number;
}

/**
 * The newest spans, by trace; what the host's tell of functions; and which trace an instance or an invocation is in.
 * Whatever comes, it holds no more than the bounds above: any program on this machine may send.
 */
export class Spans {
  readonly #traces = new Map<string, Trace>();
  readonly functions = new Map<string, FunctionRecord>();
  /** Of the host's spans: in which trace the app goes on with the invocation, where that is another one. */
  readonly #appTraces = new Map<string, string>();
  /** By invocation; of the traces that are kept alone. */
  readonly #hostSpans = new Map<string, Span>();
  /** By instance: an invocation of it, and the trace that the host has that in. */
  readonly #instances = new Map<string, { readonly invocation: string; readonly traceId: string }>();
  #count = 0;
  #characters = 0;
  #charactersOfInvocations = 0;

  add(spans: readonly Span[]): void {
    for (const span of spans) {
      const own = this.#traces.get(span.traceId) ?? { spans: [], characters: 0 };
      const characters = charactersOf(span);
      if (own.spans.length >= spansOfTraceMax || own.characters + characters > charactersOfTraceMax) continue;
      own.spans.push(span);
      own.characters += characters;
      this.#count += 1;
      this.#characters += characters;
      this.#traces.set(span.traceId, own);
      const invocation = invocationOf(span);
      if (span.scope === hostScope) this.#addInvocation(span, invocation);
      else if (invocation !== '') keep(this.#appTraces, invocation, span.traceId, instancesMax);
      this.#forgetOldest();
    }
  }

  /** The trace that the invocation is a part of. */
  traceOfInvocation(span: Span): string {
    return this.#appTraces.get(invocationOf(span)) ?? span.traceId;
  }

  traceOfInstance(instanceId: string): string | undefined {
    const found = this.#instances.get(instanceId);
    return found === undefined ? undefined : (this.#appTraces.get(found.invocation) ?? found.traceId);
  }

  /** The traces, the newest last. Where the app goes on in a trace of its own, the host's is shown within that. */
  traces(): string[] {
    return [...this.#traces]
      .filter(([id, { spans }]) => spans.some((span) => this.traceOfInvocation(span) === id))
      .map(([id]) => id);
  }

  /** A trace's spans, with those of the host under which the app's were made. */
  trace(traceId: string): Span[] {
    const own = this.#traces.get(traceId)?.spans ?? [];
    const whole = new Map(own.map((span) => [span.spanId, span]));
    for (const span of own) {
      const host = this.#hostSpans.get(invocationOf(span));
      if (span.scope === hostScope || host === undefined || host.traceId === traceId) continue;
      // The host's span goes between the app's and that one's parent.
      whole.set(host.spanId, { ...host, parentSpanId: span.parentSpanId });
      whole.set(span.spanId, { ...span, parentSpanId: host.spanId });
    }
    return [...whole.values()].sort((a, b) => a.startMs - b.startMs);
  }

  #addInvocation(span: Span, invocation: string): void {
    const known = this.functions.get(span.name);
    if (known === undefined && this.functions.size >= functionsMax) return;
    const record = known ?? { calls: 0, failures: 0, durations: [], invocations: [], characters: 0 };
    this.functions.set(span.name, record);
    record.calls += 1;
    if (span.failure !== undefined) record.failures += 1;
    record.durations.push(span.endMs - span.startMs);
    if (record.durations.length > durationsMax) record.durations.shift();
    record.invocations.push(span);
    record.characters += charactersOf(span);
    this.#charactersOfInvocations += charactersOf(span);
    if (record.invocations.length > invocationsMax) this.#forgetInvocation(record);
    // Of a function that holds most of it: one that is called once a day keeps what it did.
    while (this.#charactersOfInvocations > charactersOfInvocationsMax) this.#forgetInvocation(this.#fullest());
    if (invocation !== '') this.#hostSpans.set(invocation, span);
    const instance = text(span.attributes['durable.instance_id']);
    // An activity knows the trace that the app goes on with; an orchestrator is no part of any.
    if (instance !== '' && (span.attributes['faas.trigger'] === 'activityTrigger' || !this.#instances.has(instance)))
      keep(this.#instances, instance, { invocation, traceId: span.traceId }, instancesMax);
  }

  #forgetInvocation(record: FunctionRecord): void {
    const gone = record.invocations.shift();
    if (gone === undefined) return;
    record.characters -= charactersOf(gone);
    this.#charactersOfInvocations -= charactersOf(gone);
  }

  #fullest(): FunctionRecord {
    return [...this.functions.values()].reduce((most, each) => (each.characters > most.characters ? each : most));
  }

  #forgetOldest(): void {
    for (const [traceId, { spans, characters }] of this.#traces) {
      if (this.#count <= spansMax && this.#traces.size <= tracesMax && this.#characters <= charactersMax) return;
      this.#traces.delete(traceId);
      this.#count -= spans.length;
      this.#characters -= characters;
      for (const span of spans)
        if (this.#hostSpans.get(invocationOf(span)) === span) this.#hostSpans.delete(invocationOf(span));
    }
  }
}

/** What a span holds of texts, roughly; what is not text counts as some. */
function charactersOf({ name, attributes, events, failure }: Span): number {
  const of = (all: Readonly<Record<string, unknown>>) =>
    Object.entries(all).reduce((sum, [key, value]) => sum + key.length + text(value).length + 50, 0);
  const ofEvents = events.reduce((sum, event) => sum + event.name.length + of(event.attributes) + 50, 0);
  return 500 + name.length + (failure?.length ?? 0) + of(attributes) + ofEvents;
}

function keep<T>(all: Map<string, T>, key: string, value: T, most: number): void {
  all.set(key, value);
  if (all.size > most) for (const oldest of all.keys()) return void all.delete(oldest);
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const invocationOf = (span: Span) => text(span.attributes['faas.invocation_id']);

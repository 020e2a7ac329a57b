import {
  type Attributes,
  context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { PermanentError, TransientError } from '../errors.ts';

const traceParentPattern = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** The work under way as a W3C traceparent, to be carried to whoever goes on with it; undefined where telemetry is off. */
export function traceParent(): string | undefined {
  const here = trace.getActiveSpan()?.spanContext();
  if (here === undefined || !isSpanContextValid(here)) return undefined;
  return `00-${here.traceId}-${here.spanId}-${here.traceFlags.toString(16).padStart(2, '0')}`;
}

interface SpanOptions {
  readonly kind?: SpanKind;
  /** A W3C traceparent; default is the span under way. One that is malformed counts as none. */
  readonly parent?: string | undefined;
  /** Ids, codes and numbers only: no text of a recording, no file name, no person's name. */
  readonly attributes?: Attributes;
  /** What an error is called; never by its message, which may name files. Default: its code, or its kind. */
  readonly nameError?: (error: unknown) => string;
}

/**
 * Runs work inside a span. Where telemetry is off it just runs.
 */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { kind = SpanKind.INTERNAL, attributes = {}, nameError = errorCode } = options;
  return trace
    .getTracer('askwell')
    .startActiveSpan(name, { kind, attributes }, contextOf(options.parent), async (span) => {
      try {
        return await work(span);
      } catch (error) {
        fail(span, nameError(error));
        throw error;
      } finally {
        span.end();
      }
    });
}

/** Runs work as a part of a trace, without a span of its own. */
export function withinTrace<T>(parent: string | undefined, work: () => T): T {
  return context.with(contextOf(parent), work);
}

/** Says more of the span under way; ids, codes and numbers only. */
export function annotate(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Marks the span under way as failed, where the failure is a value and nothing is thrown. */
export function failSpan(code: string): void {
  const span = trace.getActiveSpan();
  if (span !== undefined) fail(span, code);
}

function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** An error's stable code, or the name of its kind; never its message. */
function errorCode(error: unknown): string {
  if (error instanceof PermanentError || error instanceof TransientError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function contextOf(parent: string | undefined) {
  const [, traceId, spanId, flags] = traceParentPattern.exec(parent ?? '') ?? [];
  const active = context.active();
  if (traceId === undefined || spanId === undefined || flags === undefined) return active;
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(active, remote) : active;
}

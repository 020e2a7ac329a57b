import type { RpcInvocationResponse, RpcTypedData } from './coreTypes.ts';
import type { FunctionDefinition } from './functionDefinition.ts';

/** What is told of why a function runs. */
interface Caused {
  readonly data: RpcTypedData;
  readonly reason: string;
  readonly traceParent?: string | undefined;
  readonly instanceId?: string;
}

/** Sends each invocation as a span to a receiver of OTLP over HTTP. */
export interface SpanSender {
  /** An invocation begins. */
  begin(definition: FunctionDefinition, event: Caused, invocationId: string, traceParent: string): OpenSpan;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface OpenSpan {
  log(level: string, message: string): void;
  end(response: RpcInvocationResponse | undefined, error?: Error): void;
}

/** What is sent of an input or a result, in characters. */
const textMax = 2000;
const logsMax = 100;
const batchMilliseconds = 500;
/** Spans that wait while the receiver is away; what is more is lost, as spans may be. */
const waitingMax = 2000;

type Attribute = { key: string; value: { stringValue: string } };
const attribute = (key: string, text: string): Attribute => ({ key, value: { stringValue: text } });
const nanoseconds = (milliseconds: number) => `${Math.round(milliseconds * 1000)}000`;
const now = () => performance.timeOrigin + performance.now();

/** @param url of the receiver, without `/v1/traces` */
export function createSpanSender(url: string): SpanSender {
  let waiting: object[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function send(): Promise<void> {
    timer = undefined;
    const spans = waiting;
    waiting = [];
    if (spans.length === 0) return;
    const resource = { attributes: [attribute('service.name', 'functions-host')] };
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'local-cloud.host' }, spans }] }],
    });
    try {
      const headers = { 'content-type': 'application/json' };
      const signal = AbortSignal.timeout(5000);
      await (await fetch(`${url}/v1/traces`, { method: 'POST', headers, body, signal })).arrayBuffer();
    } catch {
      // The page may have gone before its host. The work that the spans tell of is not to suffer for it.
    }
  }

  return {
    begin(definition, event, invocationId, traceParent) {
      const began = now();
      const [, traceId = '', spanId = ''] = traceParent.split('-');
      const parentSpanId = /^[\da-f]{2}-[\da-f]{32}-([\da-f]{16})-/.exec(event.traceParent ?? '')?.[1];
      const events: object[] = [];
      return {
        log(level, message) {
          if (events.length >= logsMax) return;
          const attributes = [attribute('level', level), attribute('message', message.slice(0, textMax))];
          events.push({ name: 'log', timeUnixNano: nanoseconds(now()), attributes });
        },
        end(response, error) {
          if (waiting.length >= waitingMax) return;
          const result = error === undefined ? shortened(response?.returnValue) : (error.stack ?? error.message);
          waiting.push({
            traceId,
            spanId,
            ...(parentSpanId === undefined ? {} : { parentSpanId }),
            name: definition.name,
            kind: 5,
            startTimeUnixNano: nanoseconds(began),
            endTimeUnixNano: nanoseconds(now()),
            attributes: [
              attribute('faas.name', definition.name),
              attribute('faas.trigger', definition.trigger.type),
              attribute('faas.invocation_id', invocationId),
              attribute('reason', event.reason),
              ...(event.instanceId === undefined ? [] : [attribute('durable.instance_id', event.instanceId)]),
              attribute('input', shortened(event.data)),
              attribute('result', result.slice(0, textMax)),
            ],
            events,
            status: { code: error === undefined ? 1 : 2, ...(error && { message: error.message.slice(0, textMax) }) },
          });
          timer ??= setTimeout(() => void send(), batchMilliseconds).unref();
        },
      };
    },
    async close() {
      clearTimeout(timer);
      await send();
    },
  };
}

/** A value as a text that is not longer than shown; a large one is never written out whole. */
function shortened(data: RpcTypedData | null | undefined): string {
  if (!data) return '';
  if (typeof data.string === 'string') return data.string.slice(0, textMax);
  if (typeof data.json === 'string') return data.json.slice(0, textMax);
  if (data.bytes) return `${data.bytes.length} bytes`;
  if (data.http) return httpText(data.http);
  if (data.collectionString) return (data.collectionString.string ?? []).slice(0, 20).join('\n').slice(0, textMax);
  if (data.collectionBytes) return `${data.collectionBytes.bytes?.length ?? 0} messages`;
  if (data.modelBindingData) return Buffer.from(data.modelBindingData.content).toString('utf8', 0, textMax);
  return String(data.int ?? data.double ?? '');
}

function httpText({ method, url, statusCode, headers, body }: NonNullable<RpcTypedData['http']>): string {
  const first = statusCode ? `HTTP ${statusCode}` : [method, url].filter(Boolean).join(' ');
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, '', shortened(body)].join('\n').trim().slice(0, textMax);
}

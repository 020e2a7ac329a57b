import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcHttpData, RpcInvocationResponse, RpcNullableString } from '../coreTypes.ts';
import { asError } from '../errors.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { Invoker } from '../invoke.ts';
import { jsonObject } from '../typedData.ts';
import { baseEvent, type HttpCall, headersOf } from './httpCall.ts';
import { serializeCookie } from './httpCookie.ts';
import type { StreamProxy } from './httpStream.ts';

/** The body limit of Azure's own host, in bytes; FUNCTIONS_REQUEST_BODY_SIZE_LIMIT moves it. */
export const defaultBodyLimit = 104_857_600;

export interface HttpTriggerOptions {
  readonly invoker: Invoker;
  /** Set when the app streams its HTTP bodies. */
  readonly proxy: StreamProxy | undefined;
  /** Bytes of a body that is read into memory. */
  readonly bodyLimit: number;
}

/** Runs a function for a request and answers it. Never rejects: whatever goes wrong is an HTTP status and a log line. */
export async function runHttp(call: HttpCall, options: HttpTriggerOptions): Promise<void> {
  try {
    if (options.proxy) await options.proxy.run(call, options.invoker);
    else await runBuffered(call, options);
  } catch (thrown) {
    const status = thrown instanceof BodyTooLarge ? 413 : 500;
    if (call.response.headersSent) call.response.destroy(asError(thrown));
    // As in Azure a failed function answers nothing but the status: its error is in the log, not on the wire.
    else call.response.writeHead(status, { connection: status === 413 ? 'close' : 'keep-alive' }).end();
  }
}

async function runBuffered(call: HttpCall, options: HttpTriggerOptions): Promise<void> {
  const { definition, request, response, params, url } = call;
  const body = await readBody(request, options.bodyLimit);
  const query: Record<string, RpcNullableString> = {};
  for (const [name, value] of url.searchParams) {
    const earlier = query[name]?.value;
    query[name] = { value: earlier === undefined ? value : `${earlier},${value}` };
  }
  const http: RpcHttpData = {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: nullable(headersOf(request)),
    nullableQuery: query,
    nullableParams: nullable(params),
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  };
  const result = await options.invoker.invoke(definition, {
    ...baseEvent(call, jsonObject(body.toString('utf8'))),
    data: { http },
  });
  answer(response, httpOf(definition, result));
}

/** The HTTP output's value: the return value, or the output binding of type http. */
function httpOf(definition: FunctionDefinition, result: RpcInvocationResponse): RpcHttpData | undefined {
  const output = definition.outputs.find(({ type }) => type === 'http');
  const data =
    !output || output.name === '$return'
      ? result.returnValue
      : result.outputData?.find(({ name }) => name === output.name)?.data;
  return data?.http ?? undefined;
}

/** These describe the connection, which is Node's to manage, or the length, which it counts. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'trailer']);

function answer(response: ServerResponse, http: RpcHttpData | undefined): void {
  if (response.destroyed) return;
  if (!http) {
    // A function that answers nothing has nothing to say: 204, as in Azure.
    response.writeHead(204).end();
    return;
  }
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!ownHeaders.has(name.toLowerCase())) response.setHeader(name, value);
  }
  const cookies = (http.cookies ?? []).map(serializeCookie);
  if (cookies.length > 0) response.appendHeader('set-cookie', cookies);
  response.statusCode = Number(http.statusCode ?? '200');
  const body = http.body?.bytes ?? http.body?.string ?? http.body?.json;
  if (body === undefined || body === null || body.length === 0) {
    response.end();
    return;
  }
  // In chunks and without a length, as Azure's host sends what a worker gave it.
  response.write(body);
  response.end();
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Reads a body into memory. Rejects with BodyTooLarge above `limit` bytes, having kept no more than that. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new BodyTooLarge(`The request's body is larger than ${limit} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function nullable(values: Readonly<Record<string, string>>): Record<string, RpcNullableString> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

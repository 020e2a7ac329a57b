import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import type { Endpoint } from './endpoints/endpoint.ts';
import { type EndpointName, endpointOf, type endpoints } from './endpoints.ts';
import { invalid, Problem } from './problem.ts';

/** What a row's schema makes of a request; undefined where the row asks for nothing. */
type Read<N extends EndpointName, Part extends 'path' | 'query' | 'body'> =
  (typeof endpoints)[N] extends Record<Part, z.ZodType<infer T>>
    ? (typeof endpoints)[N] extends { readonly mayLackBody: true }
      ? Part extends 'body'
        ? T | undefined
        : T
      : T
    : undefined;

/** What a request says, in the shapes of its endpoint's row. */
export interface Asked<N extends EndpointName> {
  readonly path: Read<N, 'path'>;
  readonly query: Read<N, 'query'>;
  readonly body: Read<N, 'body'>;
}

const maxBodyBytes = 16_000;

/** Reads and checks what a request says. @throws Problem 400, 413, 415 */
export async function askedOf<N extends EndpointName>(name: N, request: HttpRequest): Promise<Asked<N>> {
  const endpoint = endpointOf(name);
  const path = endpoint.path && checked(endpoint.path, request.params);
  const query = endpoint.query && checked(endpoint.query, queryOf(request));
  const body = endpoint.body && (await jsonBody(request, endpoint.body, endpoint));
  // The row's own schemas have made them, which the compiler cannot follow through a name.
  return { path, query, body } as Asked<N>;
}

async function jsonBody<T>(request: HttpRequest, schema: z.ZodType<T>, endpoint: Endpoint): Promise<T | undefined> {
  const maxBytes = endpoint.maxBodyBytes ?? maxBodyBytes;
  const tooLarge = () =>
    new Problem(413, 'too-large', 'Content too large', `The body may have at most ${maxBytes} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge();
  const isEmpty = text.trim() === '';
  if (isEmpty && endpoint.mayLackBody === true) return undefined;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Problem(415, 'wrong-type', 'Unsupported media type', 'Send the header "content-type: application/json".');
  }
  if (isEmpty) throw new Problem(400, 'empty-body', 'The body is empty', 'Send a JSON object.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it does not parse';
    throw new Problem(400, 'malformed-json', 'The body is not JSON', `The body is not JSON: ${why}.`);
  }
  return checked(schema, value);
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

// A name given twice keeps its first value.
function queryOf(request: HttpRequest): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of request.query) query[name] ??= value;
  return query;
}

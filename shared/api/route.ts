import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { TransientError } from '../errors.ts';
import { log } from '../telemetry/log.ts';
import { invalid, Problem, problemResponse } from './problem.ts';

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** Turns what a handler throws into problem details; what nobody expected is logged and told without its insides. */
export function answering(handler: Handler): Handler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      if (error instanceof TransientError) {
        log(context, 'warn', 'request.unavailable', { code: error.code });
        const problem = new Problem(503, error.code, 'Not available now', `${error.message} Try again in a moment.`);
        return {
          ...problemResponse(problem),
          headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
        };
      }
      log(context, 'error', 'request.failed', {
        error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      });
      return problemResponse(
        new Problem(500, 'internal', 'Askwell failed', 'This is our fault; the logs say more under this invocation.'),
      );
    }
  };
}

/**
 * Reads a JSON body of at most `maxBytes`.
 * @throws Problem 415 for another type, 413 for too much, 400 for no JSON or another shape.
 */
export async function jsonBody<T>(request: HttpRequest, schema: z.ZodType<T>, maxBytes: number): Promise<T> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Problem(415, 'wrong-type', 'Unsupported media type', 'Send the header "content-type: application/json".');
  }
  const tooLarge = () =>
    new Problem(413, 'too-large', 'Content too large', `The body may have at most ${maxBytes} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge();
  if (text.trim() === '') throw new Problem(400, 'empty-body', 'The body is empty', 'Send a JSON object.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it does not parse';
    throw new Problem(400, 'malformed-json', 'The body is not JSON', `The body is not JSON: ${why}.`);
  }
  return checked(schema, value);
}

/** Checks a value against its schema. @throws Problem 400 that names the places. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

/** The query as an object; a name given twice keeps its first value. */
export function queryOf(request: HttpRequest): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of request.query) query[name] ??= value;
  return query;
}

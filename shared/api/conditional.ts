import { createHash } from 'node:crypto';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { plainETag } from '../lessons/identity.ts';

/** The ETag of a value that will be sent as JSON. */
export function etagOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/**
 * Answers with JSON, or with 304 where the caller has it already.
 * @param etag without quotes; default is a hash of the body
 */
export function answerUnlessKnown(request: HttpRequest, body: unknown, etag = etagOf(body)): HttpResponseInit {
  // No browser keeps what may be deleted meanwhile; whoever keeps an ETag is told whether it still holds.
  const headers = { etag: `"${etag}"`, 'cache-control': 'no-store' };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((text) => plainETag(text.trim()));
  return known.includes(etag) || known.includes('*') ? { status: 304, headers } : { headers, jsonBody: body };
}

/** What a change is based on, without quotes; undefined: on whatever there is. */
export function basisOf(request: HttpRequest): string | undefined {
  const given = request.headers.get('if-match')?.trim();
  return given === undefined || given === '' || given === '*' ? undefined : plainETag(given);
}

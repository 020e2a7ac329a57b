import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { z } from 'zod';
import type { Reach } from '../lessons/reach.ts';
import type { LessonFilter } from '../results/lookup.ts';
import { Problem } from './problem.ts';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Who asked what: a continuation goes on with that alone. */
export interface Asking {
  readonly reach: Reach;
  readonly filter: LessonFilter;
  /** What is looked for in what was said, and how it is shown; undefined where lessons are listed. */
  readonly said?: readonly string[];
}

/**
 * Where a page ended, sealed: nobody reads in it, or writes another, and it is of no use with other rights or filters. The
 * same page has the same one, so that a browser learns that nothing changed (ETag).
 */
export function seal(key: Buffer, position: object, asking: Asking): string {
  const text = JSON.stringify(position);
  const made = createHmac('sha256', derived(key, 'nonce')).update(bound(asking)).update(text).digest();
  const nonce = made.subarray(0, nonceBytes);
  const sealing = createCipheriv(cipher, derived(key, 'seal'), nonce, { authTagLength: tagBytes });
  sealing.setAAD(bound(asking));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** @throws Problem 400 for what this list did not give to these rights with these filters */
export function unseal<T>(key: Buffer, continuation: string, asking: Asking, schema: z.ZodType<T>): T {
  const bytes = Buffer.from(continuation, 'base64url');
  try {
    const opening = createDecipheriv(cipher, derived(key, 'seal'), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    opening.setAAD(bound(asking)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]);
    return schema.parse(JSON.parse(opened.toString('utf8')));
  } catch {
    // Too short, of another key, or of another question: it opens or it does not, and OpenSSL says no more.
    const detail =
      'continuation: it is not of this list. Take it from an answer to the same question, or leave it out.';
    throw new Problem(400, 'invalid-request', 'The request is not valid', detail);
  }
}

const derived = (key: Buffer, use: 'seal' | 'nonce') => Buffer.from(hkdfSync('sha256', key, '', use, 32));

function bound({ reach, filter, said }: Asking): Buffer {
  const { site, status, from, to, q, educator, sort, order, content } = filter;
  const asked = [site, status, from, to, q, educator, sort, order, content].map((value) => value ?? null);
  const sites = reach.sites === 'all' ? 'all' : reach.sites.toSorted();
  return Buffer.from(
    JSON.stringify([sites, reach.accounts.toSorted(), asked, ...(said === undefined ? [] : [said])]),
    'utf8',
  );
}

import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';

/** An error as the API tells it (RFC 9457). `detail` says what to change. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly code: string;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined;
  /** Where it is instead. */
  readonly location: string | undefined;

  constructor(status: number, code: string, title: string, detail: string, retryAfter?: number, location?: string) {
    super(detail);
    this.status = status;
    this.code = code;
    this.title = title;
    this.retryAfter = retryAfter;
    this.location = location;
  }
}

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
});

/** The HTTP answer for a problem. */
export function problemResponse(problem: Problem): HttpResponseInit {
  const body: z.infer<typeof problemSchema> = {
    type: 'about:blank',
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    code: problem.code,
  };
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(problem.location !== undefined && { location: problem.location }),
      ...(problem.retryAfter !== undefined && { 'retry-after': String(problem.retryAfter) }),
    },
    body: JSON.stringify(body),
  };
}

/** Zod's findings in one sentence a line of which names the place. */
export function invalid(error: z.ZodError): Problem {
  const detail = error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
    .join('; ');
  return new Problem(400, 'invalid-request', 'The request is not valid', `${detail}.`);
}

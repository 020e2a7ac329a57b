import { z } from 'zod';

/** What is waited between two polls where the answer does not say, as the SDK is told. */
export const httpPollMs = 30_000;

/** What an orchestrator asks for with `callHttp`. */
export interface HttpRequest {
  readonly method: string;
  readonly uri: string;
  readonly content?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An answer 202 with a Location is asked again there, until it is another. */
  readonly poll: boolean;
}

const HttpAnswer = z.object({
  statusCode: z.number(),
  content: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** Where and when to ask again; undefined when the answer is the last one. */
export function pollAfter(
  request: HttpRequest,
  answer: string,
): { readonly delayMs: number; readonly request: HttpRequest } | undefined {
  const { statusCode, headers } = HttpAnswer.parse(JSON.parse(answer));
  if (!request.poll || statusCode !== 202 || !headers.location) return undefined;
  const seconds = Number(headers['retry-after']);
  const delayMs = Number.isFinite(seconds) && headers['retry-after'] ? Math.max(0, seconds) * 1000 : httpPollMs;
  // A function's own key opens that function alone: the place to ask again usually wants another.
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-functions-key');
  const uri = new URL(headers.location, request.uri).href;
  return { delayMs, request: { method: 'GET', uri, headers: Object.fromEntries(kept), poll: true } };
}

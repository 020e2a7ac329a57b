import { ConstantBackoff, handleAll, retry } from 'cockatiel';

export interface Patience {
  /** How often it is asked again. */
  readonly times: number;
  /** The pause before each. */
  readonly seconds: number;
  /** Whether an answer without a body is none: a host that starts or stops may give one. */
  readonly wantsBody?: boolean;
}

/**
 * Fetches from a server that may be busy, failing or on its way up: a connection that is refused or breaks, and an
 * answer of 500 or more, are asked again. So ask only for what may be asked twice, and is read into memory whole.
 * @returns the answer, whatever its status. @throws as `fetch`, when the last try does.
 */
export function fetchPatiently(
  address: string,
  { times, seconds, wantsBody = false }: Patience,
  init: () => RequestInit = () => ({}),
): Promise<Response> {
  const isNone = (answer: unknown) =>
    answer instanceof Response && (answer.status >= 500 || (wantsBody && !answer.body));
  const policy = retry(handleAll.orWhenResult(isNone), {
    maxAttempts: times,
    backoff: new ConstantBackoff(seconds * 1000),
  });
  return policy.execute(async () => {
    const answer = await fetch(address, init());
    // Read here: a connection may break in the middle of the body as well.
    const body = await answer.arrayBuffer();
    const { status, statusText, headers } = answer;
    return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
  });
}

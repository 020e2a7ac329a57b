import { ConstantBackoff, handleAll, retry } from 'cockatiel';

/**
 * Fetches from a server that may be busy or on its way up: a connection that is refused or breaks, and a 503, are asked
 * again every `seconds`, `times` more. So ask only for what may be asked twice.
 * @returns the answer, whatever its status. @throws as `fetch`, when the last try does.
 */
export function fetchPatiently(
  address: string,
  { times, seconds }: { readonly times: number; readonly seconds: number },
  init: () => RequestInit = () => ({}),
): Promise<Response> {
  const isBusy = (answer: unknown) => answer instanceof Response && answer.status === 503;
  const policy = retry(handleAll.orWhenResult(isBusy), {
    maxAttempts: times,
    backoff: new ConstantBackoff(seconds * 1000),
  });
  // A body that nobody reads keeps its connection.
  policy.onRetry((reason) => {
    if ('value' in reason && reason.value instanceof Response) void reason.value.body?.cancel();
  });
  return policy.execute(() => fetch(address, init()));
}

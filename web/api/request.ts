import { common } from '../text/common.ts';
import { ApiError, problemOf } from './errors.ts';
import { pause, unlessAborted } from './pause.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** An ETag: the change is made only if the thing still has it (412 otherwise). */
  readonly ifMatch?: string;
  /** An ETag: the answer is null when the thing still has it. */
  readonly ifNoneMatch?: string;
  readonly signal?: AbortSignal;
}

export interface Answer<T> {
  readonly body: T;
  /** '' when the API gave none. */
  readonly etag: string;
}

const patience = 4;

/**
 * Calls the API under /api/v1 and reads its JSON as `T`, which the contract promises. Reading waits while the browser
 * is offline and is tried again after a failed connection or a 503; a change is sent once only.
 * @returns null for 304.
 * @throws ApiError for everything that is no success; the signal's AbortError.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Answer<T> | null> {
  const { method = 'GET', signal } = options;
  for (let attempt = 0; ; attempt += 1) {
    const mayRepeat = method === 'GET' && attempt < patience;
    if (method === 'GET') await online(signal);
    let answer: Response;
    try {
      answer = await fetch(addressOf(path, options.query), initOf(options));
    } catch (error) {
      signal?.throwIfAborted();
      if (mayRepeat) {
        await pause(500 * 2 ** attempt, signal);
        continue;
      }
      const message = navigator.onLine ? common.errors.unreachable : common.errors.offline;
      throw new ApiError(0, '', message, { cause: error });
    }
    if (answer.status === 304) return null;
    if (answer.status === 503 && mayRepeat) {
      await pause(Math.min(10, Number(answer.headers.get('retry-after')) || 2 ** attempt) * 1000, signal);
      continue;
    }
    if (!answer.ok) throw await problemOf(answer);
    return { body: await bodyOf<T>(answer), etag: answer.headers.get('etag') ?? '' };
  }
}

/** As `request`, for what never answers 304. */
export async function send<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const answer = await request<T>(path, options);
  if (answer === null) throw new ApiError(304, '', common.errors.unreadable);
  return answer.body;
}

/** The address of an API's route, with a query without what is undefined. Parts of `path` are already encoded. */
export function addressOf(path: string, query: RequestOptions['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `/api/v1${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
}

function initOf({ method = 'GET', body, ifMatch, ifNoneMatch, signal }: RequestOptions): RequestInit {
  return {
    method,
    // The page keeps its ETags itself: a browser's cache would hide whether anything changed.
    cache: 'no-store',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
}

async function bodyOf<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  try {
    // The contract promises the shape; where a body is promised empty, T is undefined.
    return (text === '' ? undefined : JSON.parse(text)) as T;
  } catch (error) {
    throw new ApiError(answer.status, '', common.errors.unreadable, { cause: error });
  }
}

/** Settles when the browser has a connection. @throws the signal's AbortError. */
export async function online(signal?: AbortSignal): Promise<void> {
  if (navigator.onLine) return;
  await unlessAborted(signal, (done) => {
    window.addEventListener('online', done, { once: true });
    return () => window.removeEventListener('online', done);
  });
}

/**
 * The library writes a streamed answer as fast as the function gives it, without waiting for the caller to take it,
 * so a large file for a slow caller would pile up in memory. The host therefore lets it have no more than `limit`
 * bytes that are not yet passed on.
 */
export interface Pace {
  /** Bytes passed on to the caller so far. */
  sent: number;
  readonly limit: number;
  /** The caller has left: nothing more need be read. */
  gone: boolean;
  /** Called whenever `sent` or `gone` changes. */
  wake: () => void;
}

interface StreamedInit {
  readonly status: number;
  readonly headers: Headers;
  readonly cookies: readonly unknown[];
  readonly body: ReadableStream<Uint8Array> | null;
}

/** The function's result, the same but for its body, which is now read at the caller's pace when it is a stream. */
export function pacedResult(result: unknown, pace: Pace): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const body: unknown = (result as { body?: unknown }).body;
  if (!isIterable(body)) return result;
  const paced = ReadableStream.from(atPace(body, pace));
  // A response object keeps its body in a private field; a plain one with the same content takes its place.
  if (result.constructor === Object) return { ...result, body: paced };
  const { status, headers, cookies } = result as StreamedInit;
  return { status, headers, cookies, body: paced };
}

function isIterable(value: unknown): value is AsyncIterable<Uint8Array | string> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* atPace(source: AsyncIterable<Uint8Array | string>, pace: Pace): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const piece of source) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
    given += chunk.length;
    yield chunk;
    while (given - pace.sent > pace.limit && !pace.gone) {
      await new Promise<void>((resolve) => {
        pace.wake = resolve;
      });
    }
    if (pace.gone) return;
  }
}

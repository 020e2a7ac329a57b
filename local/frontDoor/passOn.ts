import { Agent, request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

// Longer than any function takes to answer, and than a pause in an upload.
const silentMilliseconds = 240_000;

const agent = new Agent({ keepAlive: true });

/** They describe one connection, and each of the two has its own. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * Passes a request on and its answer back, as streams; settles when the answer has been sent.
 * @param origin where to; path and query stay as they are
 * @param headers instead of the request's own
 * @throws Error when nothing answers there, when it is silent for four minutes, or when either end breaks off.
 */
export async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const { hostname, port } = new URL(origin);
  const { method, url: path } = request;
  const options = { hostname, port, method, path, agent, timeout: silentMilliseconds };
  const inner = ask({ ...options, headers: { ...without(headers), ...framing(request) } });
  inner.once('timeout', () => inner.destroy(new Error('Nothing was heard for four minutes.')));
  response.once('close', () => inner.destroy());
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    inner.once('response', resolve);
    inner.on('error', reject);
  });
  // An answer may come before the whole body is sent: a refusal, for one. Then the rest of it is nobody's concern.
  pipeline(request, inner).catch((error: Error) => inner.destroy(error));
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, without(answer.headers));
  await pipeline(answer, response);
}

function without(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.includes(name)));
}

/** A body whose length is not told goes on in chunks, as it came; `content-length` is among the headers. */
function framing({ headers }: IncomingMessage): IncomingHttpHeaders {
  return headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
}

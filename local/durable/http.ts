import type { Failure, Received, Scheduled } from './history.ts';
import type { HttpRequest } from './httpPolling.ts';
import type { RunningInstance } from './hubContext.ts';

/** As the HTTP client of Azure's extension. */
const timeoutMs = 100_000;
/** What an answer may hold, in bytes: it becomes part of the history. */
const answerBytesMax = 4 * 1024 * 1024;
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax)
      throw new Error(`The answer has more than ${answerBytesMax} bytes: call it in an activity.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function answerOf({ content, headers, method, uri }: HttpRequest, signal: AbortSignal): Promise<string> {
  const response = await fetch(uri, {
    method,
    headers: headers ?? {},
    ...(content === undefined ? {} : { body: content }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const answer = {
    statusCode: response.status,
    content: await readText(response),
    headers: Object.fromEntries(response.headers),
  };
  return JSON.stringify(answer);
}

/** Makes a request and records its answer, whatever its status; once `signal` is aborted nothing is recorded. */
export async function runHttp(
  live: RunningInstance,
  task: Extract<Scheduled, { kind: 'http' }>,
  signal: AbortSignal,
): Promise<void> {
  const { executionId } = live.instance;
  const at = () => new Date().toISOString();
  let event: Received;
  try {
    event = { kind: 'taskCompleted', at: at(), taskId: task.id, result: await answerOf(task.request, signal) };
  } catch (thrown) {
    event = { kind: 'taskFailed', at: at(), taskId: task.id, failure: failureOf(task.request, thrown) };
  }
  if (!signal.aborted) await live.deliver(event, executionId);
}

function failureOf({ method, uri }: HttpRequest, thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return { reason: `The HTTP request ${method} ${uri} failed: ${error.message}${cause}`, details: error.name };
}

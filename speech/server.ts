import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeAnswer } from './answers.ts';
import { ApiError } from './apiError.ts';
import { UndecodableAudioError } from './decodeAudio.ts';
import type { SpeechEngine } from './engine.ts';
import { JobQueue, QueueFullError } from './jobQueue.ts';
import { readBody } from './readBody.ts';
import { loadThreadedEngine } from './threadedEngine.ts';
import { localModel, readTranscriptionRequest } from './transcriptionRequest.ts';

/** The engine's own name, for whoever keeps the transcript. */
const engineLabel = 'whisper-base (local)';

/** How long a client that sends too much may go on sending before its connection is cut. */
const lingerMilliseconds = 5_000;

export interface SpeechServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 unless said: whoever reaches the server may use its processor. */
  readonly host?: string;
  readonly modelDir?: string;
  readonly threads?: number;
  /** Transcriptions that may wait behind the one that runs. */
  readonly maxWaiting?: number;
  readonly log?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Loads the recogniser; for tests that are about the protocol alone. */
  readonly load?: () => Promise<SpeechEngine>;
}

export interface SpeechServer {
  readonly port: number;
  /** Without the `/v1` that OpenAI's base URL ends in. */
  readonly url: string;
  /** Settles when the model is in memory; rejects, with what to do, when it cannot be. */
  readonly ready: Promise<void>;
  /** Ends running transcriptions, closes every connection and frees the model. */
  stop(): Promise<void>;
}

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly engine: SpeechEngine }
  | { readonly kind: 'failed'; readonly reason: string };

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Any error as one of OpenAI's shape. What is not known to be the client's is the server's, and tells no internals. */
function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof UndecodableAudioError) return new ApiError(400, error.message, { param: 'file', cause: error });
  if (error instanceof QueueFullError) {
    return new ApiError(503, `${error.message} Try again in ${error.retryAfterSeconds} s.`, {
      code: 'queue_full',
      headers: { 'retry-after': String(error.retryAfterSeconds) },
      cause: error,
    });
  }
  return new ApiError(500, 'The transcription failed inside the server; its log says why.', { cause: error });
}

const modelEntry = { id: localModel, object: 'model', created: 0, owned_by: 'local' };

/**
 * Starts an OpenAI-compatible transcription server. It listens at once, and answers 503 until the model is loaded.
 * Throws Error (EADDRINUSE) when the port is taken.
 */
export async function startSpeechServer(options: SpeechServerOptions): Promise<SpeechServer> {
  const log = options.log ?? (() => undefined);
  const queue = new JobQueue(options.maxWaiting ?? 16);
  const stopping = new AbortController();
  let state: State = { kind: 'loading' };

  function readyEngine(): SpeechEngine {
    if (state.kind === 'ready') return state.engine;
    if (state.kind === 'failed') throw new ApiError(503, state.reason, { code: 'model_unavailable' });
    throw new ApiError(503, 'The model is still loading. Try again in a few seconds.', {
      code: 'model_loading',
      headers: { 'retry-after': '2' },
    });
  }

  async function handleTranscription(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const engine = readyEngine();
    queue.assertRoom(); // before reading 25 MB for nothing
    const body = await readBody(request);
    const wanted = await readTranscriptionRequest(body, request.headers['content-type'], engine.languages);
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('The client went away.')));
    const signal = AbortSignal.any([gone.signal, stopping.signal]);
    const began = performance.now();
    const transcription = await queue.run(
      () =>
        engine.transcribeFile(wanted.file, {
          signal,
          ...(wanted.language === undefined ? {} : { language: wanted.language }),
        }),
      signal,
    );
    log('transcribed', {
      seconds: (performance.now() - began) / 1000,
      durationSeconds: transcription.durationSeconds,
      segments: transcription.segments.length,
    });
    const answer = writeAnswer(transcription, wanted);
    response.writeHead(200, { 'content-type': answer.contentType }).end(answer.body);
  }

  function health(response: ServerResponse): void {
    const counts = { running: queue.running ? 1 : 0, waiting: queue.waiting, maxWaiting: queue.maxWaiting };
    sendJson(response, state.kind === 'ready' ? 200 : 503, {
      status: state.kind,
      model: localModel,
      engine: engineLabel,
      ...(state.kind === 'ready' ? { weights: state.engine.weights } : {}),
      ...(state.kind === 'failed' ? { reason: state.reason } : {}),
      queue: counts,
    });
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const allow = (method: string) => {
      if (request.method === method || (method === 'GET' && request.method === 'HEAD')) return;
      throw new ApiError(405, `Not allowed: ${request.method} ${pathname}. Use ${method}.`, {
        headers: { allow: method },
      });
    };
    switch (pathname) {
      case '/v1/audio/transcriptions':
        allow('POST');
        return handleTranscription(request, response);
      case '/v1/models':
        allow('GET');
        return sendJson(response, 200, { object: 'list', data: [modelEntry] });
      case `/v1/models/${localModel}`:
        allow('GET');
        return sendJson(response, 200, modelEntry);
      case '/health':
        allow('GET');
        return health(response);
      default:
        throw new ApiError(404, `Unknown request URL: ${request.method} ${pathname}.`, { code: 'unknown_url' });
    }
  }

  /**
   * Answers with an error. A client that is still sending is let go on for a while and not listened to: if the
   * connection were cut at once, it would see that and not the answer.
   */
  function refuse(request: IncomingMessage, response: ServerResponse, error: ApiError): void {
    if (response.destroyed || response.headersSent) return;
    if (request.complete) {
      sendJson(response, error.status, error.body, error.headers);
      return;
    }
    const body = JSON.stringify(error.body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...error.headers };
    response.writeHead(error.status, { ...headers, connection: 'close' }).write(body);
    const end = () => response.end();
    const timer = setTimeout(end, lingerMilliseconds);
    request.once('end', end);
    response.once('close', () => clearTimeout(timer));
    request.resume();
  }

  const server = createServer((request, response) => {
    route(request, response).catch((cause: unknown) => {
      if (response.destroyed) return log('client-gone', { url: request.url });
      const error = asApiError(stopping.signal.aborted ? new ApiError(503, 'The server is stopping.') : cause);
      if (error.status >= 500) log('failed', { status: error.status, error: cause });
      refuse(request, response, error);
    });
  });
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  // a TCP server's address is never a pipe's name
  const { port, address, family } = server.address() as AddressInfo;

  const fail = (reason: Error) => {
    state = { kind: 'failed', reason: reason.message };
    log('model-failed', { error: reason });
  };
  const { modelDir, threads } = options;
  const engineOptions = {
    ...(modelDir === undefined ? {} : { modelDir }),
    ...(threads === undefined ? {} : { threads }),
  };
  const loaded = options.load?.() ?? loadThreadedEngine(engineOptions, fail);
  const ready = loaded.then(
    (engine) => {
      state = { kind: 'ready', engine };
      log('ready', { model: localModel });
    },
    (error: unknown) => {
      fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    },
  );
  // Whoever does not wait for `ready` reads of a failure in the log and at /health; it must not end the process.
  ready.catch(() => undefined);

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    stopping.abort(new Error('The server is stopping.'));
    const closed = once(server, 'close');
    server.close();
    const [engine] = await Promise.allSettled([loaded]);
    await queue.idle();
    server.closeAllConnections();
    await closed;
    if (engine.status === 'fulfilled') await engine.value.release();
  }
  return {
    port,
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    ready,
    stop: () => (stopped ??= stop()),
  };
}

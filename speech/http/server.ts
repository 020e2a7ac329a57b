import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WhisperWeights } from '../models/weights.ts';
import { type ServiceName, services } from '../serves.ts';
import { UndecodableAudioError } from '../sound/decodeAudio.ts';
import { loadThreadedEngine } from '../threads/threadedEngine.ts';
import { loadThreadedVoices } from '../threads/threadedVoices.ts';
import type { VoiceEngine } from '../voices/voices.ts';
import type { SpeechEngine } from '../words/engine.ts';
import type { TranscribeOptions } from '../words/transcribe.ts';
import { UnalignableTextError } from '../words/unalignableText.ts';
import { writeAlignment, writeAnswer, writeVoices } from './answers.ts';
import { ApiError } from './apiError.ts';
import { checkBearer } from './bearer.ts';
import { QueueFullError } from './jobQueue.ts';
import { type Part, startPart } from './part.ts';
import { readBody } from './readBody.ts';
import { type Outcome, Tally } from './tally.ts';
import {
  familyName,
  readAlignmentRequest,
  readTranscriptionRequest,
  readVoicesRequest,
} from './transcriptionRequest.ts';

/** How long one request may take from its turn to its answer; two hours of sound are heard in less. */
const maxJobSeconds = 3_600;

/** How long a client that sends too much may go on sending before its connection is cut. */
const lingerMilliseconds = 5_000;

export interface SpeechServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 unless said: whoever reaches the server may use its processor. */
  readonly host?: string;
  /** Asked for as a bearer token of whoever wants more than health; nothing asks for none. */
  readonly key?: string;
  /** Which Whisper; `base` unless said. */
  readonly model?: WhisperWeights;
  readonly threads?: number;
  /** What is loaded and served; everything unless said. */
  readonly serves?: ReadonlySet<ServiceName>;
  /** Requests for words, and for voices, that may wait behind the one that runs. */
  readonly maxWaiting?: number;
  readonly log?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Loads the recogniser; for tests that are about the protocol alone. */
  readonly load?: () => Promise<SpeechEngine>;
  /** Loads what hears voices; for the same. */
  readonly loadVoices?: () => Promise<VoiceEngine>;
}

export interface SpeechServer {
  readonly port: number;
  /** Without the `/v1` that OpenAI's base URL ends in. */
  readonly url: string;
  /** Settles when every network is in memory; rejects, with what to do, when one cannot be. */
  readonly ready: Promise<void>;
  /** Takes nothing new, waits until what is under way has been answered, and stops. */
  drain(): Promise<void>;
  /** Ends what runs, closes every connection and frees the networks. */
  stop(): Promise<void>;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

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
  if (error instanceof UnalignableTextError) return new ApiError(400, error.message, { param: 'text', cause: error });
  if (error instanceof QueueFullError) {
    return new ApiError(429, `${error.message} Try again in ${error.retryAfterSeconds} s.`, {
      type: 'rate_limit_error',
      code: 'queue_full',
      headers: { 'retry-after': String(error.retryAfterSeconds) },
      cause: error,
    });
  }
  return new ApiError(500, 'The request failed inside the server; its log says why.', { cause: error });
}

const languagesOf = ({ language, languages }: Pick<TranscribeOptions, 'language' | 'languages'>) => ({
  ...(language === undefined ? {} : { language }),
  ...(languages === undefined ? {} : { languages }),
});

const modelEntry = (id: string) => ({ id, object: 'model', created: 0, owned_by: 'local' });

/**
 * Starts an OpenAI-compatible transcription server, which also hears where anybody speaks.
 * It listens at once, and answers 503 until its networks are loaded.
 * Throws Error (EADDRINUSE) when the port is taken.
 */
export async function startSpeechServer(options: SpeechServerOptions): Promise<SpeechServer> {
  const log = options.log ?? (() => undefined);
  const serves = options.serves ?? new Set(services);
  const modelName = options.model?.name ?? 'whisper-base';
  const maxWaiting = options.maxWaiting ?? 16;
  const stopping = new AbortController();
  const tally = new Tally();
  let draining = false;
  const failed = (error: Error) => log('model-failed', { error });
  const { model, threads } = options;
  const engineOptions = {
    ...(model === undefined ? {} : { model }),
    ...(threads === undefined ? {} : { threads }),
  };
  let words: Part<SpeechEngine> | undefined;
  let voices: Part<VoiceEngine> | undefined;

  function served<P>(part: P | undefined, name: ServiceName): P {
    if (part !== undefined) return part;
    throw new ApiError(404, `This server does not serve ${name}: SPEECH_SERVES names what it does.`, {
      code: 'not_served',
    });
  }

  /** Reads a request's body and does its job in its turn; gives up when nobody waits for it any more. */
  async function inTurn<Wanted, Result>(
    { queue }: Part<SpeechEngine> | Part<VoiceEngine>,
    { request, response }: Call,
    read: (body: Buffer<ArrayBuffer>, contentType: string | undefined) => Promise<Wanted>,
    job: (wanted: Wanted, signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly wanted: Wanted; readonly result: Result; readonly seconds: number }> {
    if (draining)
      throw new ApiError(503, 'The server is stopping.', { code: 'stopping', headers: { 'retry-after': '5' } });
    queue.assertRoom(); // before reading 25 MB for nothing
    const wanted = await read(await readBody(request), request.headers['content-type']);
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('The client went away.')));
    const signal = AbortSignal.any([gone.signal, stopping.signal]);
    let began = 0;
    const result = await queue.run(() => {
      began = performance.now();
      return job(wanted, AbortSignal.any([signal, AbortSignal.timeout(maxJobSeconds * 1000)]));
    }, signal);
    return { wanted, result, seconds: (performance.now() - began) / 1000 };
  }

  async function handleTranscription(call: Call): Promise<void> {
    const part = served(words, 'words');
    const engine = part.engine();
    const { wanted, result, seconds } = await inTurn(
      part,
      call,
      (body, contentType) => readTranscriptionRequest(body, contentType, engine),
      ({ file, ...wanted }, signal) => engine.transcribeFile(file, { signal, ...languagesOf(wanted) }),
    );
    const { durationSeconds, segments } = result;
    tally.heard(durationSeconds, seconds);
    log('transcribed', { seconds, durationSeconds, segments: segments.length });
    const answer = writeAnswer(result, wanted, engine.name);
    call.response.writeHead(200, { 'content-type': answer.contentType }).end(answer.body);
  }

  async function handleAlignment(call: Call): Promise<void> {
    const part = served(words, 'words');
    const engine = part.engine();
    const { result, seconds } = await inTurn(
      part,
      call,
      (body, contentType) => readAlignmentRequest(body, contentType, engine),
      ({ file, text, ...wanted }, signal) => engine.alignFile(file, text, { signal, ...languagesOf(wanted) }),
    );
    tally.heard(result.durationSeconds, seconds);
    log('aligned', { seconds, durationSeconds: result.durationSeconds, segments: result.segments.length });
    sendJson(call.response, 200, writeAlignment(result, engine.name));
  }

  async function handleVoices(call: Call): Promise<void> {
    const part = served(voices, 'voices');
    const engine = part.engine();
    const { result, seconds } = await inTurn(part, call, readVoicesRequest, ({ file, include, before }, signal) =>
      engine.hearFile(file, include, signal, before),
    );
    const { durationSeconds, speech } = result;
    log('voices-heard', { seconds, durationSeconds, spans: speech.length });
    sendJson(call.response, 200, writeVoices(result));
  }

  const parts = () => [words, voices].flatMap((part) => (part === undefined ? [] : [part]));
  const queued = () => {
    const sum = (count: (part: ReturnType<typeof parts>[number]) => number) =>
      parts().reduce((total, part) => total + count(part), 0);
    return {
      running: sum(({ queue }) => (queue.running ? 1 : 0)),
      waiting: sum(({ queue }) => queue.waiting),
      maxWaiting: sum(({ queue }) => queue.maxWaiting),
    };
  };

  /** How it is. @param ok the states that are good enough for whoever asks. */
  function health(response: ServerResponse, ok: readonly string[]): void {
    const states = parts().map(({ state }) => state);
    const failure = states.find((state) => state.kind === 'failed');
    const loaded = states.some(({ kind }) => kind === 'loading') ? 'loading' : 'ready';
    const status = failure?.kind ?? (draining ? 'stopping' : loaded);
    sendJson(response, ok.includes(status) ? 200 : 503, {
      status,
      serves: [...serves],
      ...(serves.has('words') ? { model: modelName, engine: `${modelName} (local)` } : {}),
      weights: Object.assign({}, ...states.map((state) => (state.kind === 'ready' ? state.engine.weights : {}))),
      ...(failure === undefined ? {} : { reason: failure.reason }),
      queue: queued(),
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
      case '/health':
        allow('GET');
        return health(response, ['loading', 'ready', 'stopping']);
      case '/ready':
        allow('GET');
        return health(response, ['ready']);
    }
    checkBearer(request.headers.authorization, options.key);
    switch (pathname) {
      case '/v1/audio/transcriptions':
        allow('POST');
        return handleTranscription({ request, response });
      case '/v1/audio/alignments':
        allow('POST');
        return handleAlignment({ request, response });
      case '/v1/audio/voices':
        allow('POST');
        return handleVoices({ request, response });
      case '/v1/models':
        allow('GET');
        return sendJson(response, 200, { object: 'list', data: serves.has('words') ? [modelEntry(modelName)] : [] });
      case '/v1/audio/translations':
        throw new ApiError(404, 'This server writes down what is said in its own language and does not translate.', {
          code: 'not_served',
        });
      case '/metrics':
        allow('GET');
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        response.end(tally.text(queued()));
        return;
      default: {
        const known = [modelName, familyName].find((name) => pathname === `/v1/models/${name}`);
        if (known !== undefined) {
          allow('GET');
          served(words, 'words');
          return sendJson(response, 200, modelEntry(known));
        }
        throw new ApiError(404, `Unknown request URL: ${request.method} ${pathname}.`, { code: 'unknown_url' });
      }
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
    const work = request.method === 'POST';
    const count = (outcome: Outcome) => work && tally.ended(outcome);
    route(request, response)
      .then(() => count('done'))
      .catch((cause: unknown) => {
        if (response.destroyed) {
          count('gone');
          return log('client-gone', { url: request.url });
        }
        const error = asApiError(stopping.signal.aborted ? new ApiError(503, 'The server is stopping.') : cause);
        count(error.status === 429 ? 'full' : error.status >= 500 ? 'failed' : 'refused');
        if (error.status >= 500) log('failed', { status: error.status, error: cause });
        refuse(request, response, error);
      });
  });
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  // a TCP server's address is never a pipe's name
  const { port, address, family } = server.address() as AddressInfo;

  if (serves.has('words')) {
    words = startPart((lost) => options.load?.() ?? loadThreadedEngine(engineOptions, lost), maxWaiting, failed);
  }
  if (serves.has('voices')) {
    voices = startPart((lost) => options.loadVoices?.() ?? loadThreadedVoices(lost), maxWaiting, failed);
  }
  const ready = Promise.all([words?.ready, voices?.ready]).then(() => log('ready', { serves: [...serves] }));
  ready.catch(() => undefined); // as each part's

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    stopping.abort(new Error('The server is stopping.'));
    const closed = once(server, 'close');
    server.close();
    await Promise.all([words?.release(), voices?.release()]);
    server.closeAllConnections();
    await closed;
  }
  const stopOnce = () => {
    stopped ??= stop();
    return stopped;
  };
  async function drain(): Promise<void> {
    draining = true;
    const underWay = queued();
    log('draining', { running: underWay.running, waiting: underWay.waiting });
    await Promise.all(parts().map(({ queue }) => queue.idle()));
    await stopOnce();
  }
  return {
    port,
    drain,
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    ready,
    stop: stopOnce,
  };
}

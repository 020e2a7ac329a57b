import { Worker } from 'node:worker_threads';
import { UndecodableAudioError } from './decodeAudio.ts';
import type { EngineOptions, SpeechEngine } from './engine.ts';
import type { EngineReply, EngineRequest, SentError } from './engineMessages.ts';
import type { Transcription } from './transcribe.ts';

/** The error that was thrown in the thread, of its own class where somebody asks for the class. */
function unpackError({ name, message, stack }: SentError): Error {
  const error = name === 'UndecodableAudioError' ? new UndecodableAudioError(message) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/**
 * Loads the recogniser in a thread of its own, so that this one goes on answering while it computes.
 * `lost` is called when the thread ends without having been released.
 * Throws what `loadEngine` throws, as Error with the same message.
 */
export async function loadThreadedEngine(options: EngineOptions, lost: (reason: Error) => void): Promise<SpeechEngine> {
  const worker = new Worker(new URL('./engineWorker.ts', import.meta.url), { workerData: options, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const jobs = new Map<number, PromiseWithResolvers<Transcription>>();
  let lastJob = 0;
  let watched = false; // from when it is ready until it is released
  const send = (request: EngineRequest) => worker.postMessage(request);

  const loaded = Promise.withResolvers<Extract<EngineReply, { kind: 'ready' }>>();
  worker.on('message', (reply: EngineReply) => {
    if (reply.kind === 'ready') loaded.resolve(reply);
    else if (reply.kind === 'unusable') loaded.reject(unpackError(reply.error));
    else {
      const job = jobs.get(reply.job);
      jobs.delete(reply.job);
      if (reply.kind === 'done') job?.resolve(reply.transcription);
      else job?.reject(unpackError(reply.error));
    }
  });
  const end = (reason: Error) => {
    loaded.reject(reason);
    for (const job of jobs.values()) job.reject(reason);
    jobs.clear();
    if (watched) lost(reason);
    watched = false;
  };
  worker.once('error', (error) => end(new Error('The recogniser has failed.', { cause: error })));
  worker.once('exit', (code) => end(new Error(`The recogniser has ended (${code}).`)));

  const { weights, languages } = await loaded.promise;
  watched = true;
  return {
    weights,
    languages,
    transcribeFile(file, { language, signal }) {
      signal?.throwIfAborted();
      lastJob += 1;
      const job = lastJob;
      const settled = Promise.withResolvers<Transcription>();
      jobs.set(job, settled);
      const cancel = () => send({ kind: 'cancel', job });
      signal?.addEventListener('abort', cancel, { once: true });
      send({ kind: 'transcribe', job, file, ...(language === undefined ? {} : { language }) });
      return settled.promise
        .catch((error: unknown) => {
          signal?.throwIfAborted(); // what came of giving up is told by its reason
          throw error;
        })
        .finally(() => signal?.removeEventListener('abort', cancel));
    },
    async release() {
      watched = false;
      send({ kind: 'release' });
      await exited;
    },
  };
}

import { Worker } from 'node:worker_threads';
import { UndecodableAudioError } from '../sound/decodeAudio.ts';
import { UnalignableTextError } from '../words/unalignableText.ts';
import type { JobReply, JobRequest, SentError } from './jobMessages.ts';

/** A thread that has loaded what it needs, and does jobs. */
export interface JobThread<Input, Output, About> {
  /** What it told of itself. */
  readonly about: About;
  /** Does one job. Throws what the job throws, or the signal's reason. */
  run(input: Input, signal?: AbortSignal): Promise<Output>;
  /** Frees what it has loaded and ends it. */
  release(): Promise<void>;
}

/** The error that was thrown in the thread, of its own class where somebody asks for the class. */
function unpackError({ name, message, stack }: SentError): Error {
  const error =
    name === 'UndecodableAudioError'
      ? new UndecodableAudioError(message)
      : name === 'UnalignableTextError'
        ? new UnalignableTextError(message)
        : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/**
 * Starts a module that calls `serveJobs` as a thread of its own, so that this one goes on answering while it computes.
 * `lost` is called when the thread ends without having been released.
 * Throws what the thread could not load, as Error with the same message.
 */
export async function startJobThread<Input, Output, About>(
  script: URL,
  data: object,
  lost: (reason: Error) => void,
): Promise<JobThread<Input, Output, About>> {
  const worker = new Worker(script, { workerData: data, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const jobs = new Map<number, PromiseWithResolvers<Output>>();
  let lastJob = 0;
  let watched = false; // from when it is ready until it is released
  const send = (request: JobRequest<Input>) => worker.postMessage(request);

  const loaded = Promise.withResolvers<About>();
  worker.on('message', (reply: JobReply<Output, About>) => {
    if (reply.kind === 'ready') loaded.resolve(reply.about);
    else if (reply.kind === 'unusable') loaded.reject(unpackError(reply.error));
    else {
      const job = jobs.get(reply.job);
      jobs.delete(reply.job);
      if (reply.kind === 'done') job?.resolve(reply.output);
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

  const about = await loaded.promise;
  watched = true;
  return {
    about,
    run(input, signal) {
      signal?.throwIfAborted();
      lastJob += 1;
      const job = lastJob;
      const settled = Promise.withResolvers<Output>();
      jobs.set(job, settled);
      const cancel = () => send({ kind: 'cancel', job });
      signal?.addEventListener('abort', cancel, { once: true });
      send({ kind: 'run', job, input });
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

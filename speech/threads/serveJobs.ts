import { parentPort } from 'node:worker_threads';
import { type JobReply, type JobRequest, packError } from './jobMessages.ts';

/** What a thread does, once it is loaded. */
export interface JobServant<Input, Output, About> {
  readonly about: About;
  run(input: Input, signal: AbortSignal): Promise<Output>;
  release(): Promise<void>;
}

/**
 * Serves the jobs that `startJobThread` sends to this thread: ONNX Runtime computes on the thread that asks it to,
 * for a second at a time, so whoever answers others must not be that thread.
 */
export async function serveJobs<Input, Output, About>(
  load: () => Promise<JobServant<Input, Output, About>>,
): Promise<void> {
  if (parentPort === null) throw new Error('This module is started as a thread, by startJobThread.');
  const port = parentPort;
  const reply = (message: JobReply<Output, About>) => port.postMessage(message);
  const jobs = new Map<number, AbortController>();

  async function run(servant: JobServant<Input, Output, About>, job: number, input: Input): Promise<void> {
    const canceller = new AbortController();
    jobs.set(job, canceller);
    try {
      reply({ kind: 'done', job, output: await servant.run(input, canceller.signal) });
    } catch (error) {
      reply({ kind: 'failed', job, error: packError(error) });
    } finally {
      jobs.delete(job);
    }
  }

  async function answer(servant: JobServant<Input, Output, About>, request: JobRequest<Input>): Promise<void> {
    switch (request.kind) {
      case 'run':
        return run(servant, request.job, request.input);
      case 'cancel':
        jobs.get(request.job)?.abort(new Error('The job was given up.'));
        return;
      case 'release':
        await servant.release();
        port.close();
    }
  }

  try {
    const servant = await load();
    port.on('message', (request: JobRequest<Input>) => void answer(servant, request));
    reply({ kind: 'ready', about: servant.about });
  } catch (error) {
    reply({ kind: 'unusable', error: packError(error) });
  }
}

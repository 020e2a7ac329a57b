// The recogniser's thread: ONNX Runtime computes on the thread that asks it to, for a second at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { loadEngine, type SpeechEngine } from './engine.ts';
import { type EngineReply, type EngineRequest, type EngineWorkerData, packError } from './engineMessages.ts';

if (parentPort === null) throw new Error('engineWorker.ts is started as a thread, by threadedEngine.ts.');
const port = parentPort;
const reply = (message: EngineReply) => port.postMessage(message);
const jobs = new Map<number, AbortController>();

async function answer(engine: SpeechEngine, request: EngineRequest): Promise<void> {
  switch (request.kind) {
    case 'transcribe': {
      const { job, file, language } = request;
      const canceller = new AbortController();
      jobs.set(job, canceller);
      const options = { signal: canceller.signal, ...(language === undefined ? {} : { language }) };
      try {
        reply({ kind: 'done', job, transcription: await engine.transcribeFile(file, options) });
      } catch (error) {
        reply({ kind: 'failed', job, error: packError(error) });
      } finally {
        jobs.delete(job);
      }
      return;
    }
    case 'cancel':
      jobs.get(request.job)?.abort(new Error('The transcription was given up.'));
      return;
    case 'release':
      await engine.release();
      port.close();
  }
}

try {
  // Only threadedEngine.ts starts this thread, with data of this type.
  const engine = await loadEngine(workerData as EngineWorkerData);
  port.on('message', (request: EngineRequest) => void answer(engine, request));
  reply({ kind: 'ready', weights: engine.weights, languages: engine.languages });
} catch (error) {
  reply({ kind: 'unusable', error: packError(error) });
}

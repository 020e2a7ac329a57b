// The recogniser's thread.
import { workerData } from 'node:worker_threads';
import { type EngineOptions, loadEngine } from './engine.ts';
import { serveJobs } from './serveJobs.ts';
import type { EngineAbout, EngineJob } from './threadedEngine.ts';
import type { Transcription } from './transcribe.ts';

await serveJobs<EngineJob, Transcription, EngineAbout>(async () => {
  // Only threadedEngine.ts starts this thread, with data of this type.
  const engine = await loadEngine(workerData as EngineOptions);
  return {
    about: { name: engine.name, weights: engine.weights, languages: engine.languages },
    run: ({ file, language }, signal) =>
      engine.transcribeFile(file, { signal, ...(language === undefined ? {} : { language }) }),
    release: () => engine.release(),
  };
});

// The recogniser's thread.
import { workerData } from 'node:worker_threads';
import { type EngineOptions, loadEngine } from '../words/engine.ts';
import { serveJobs } from './serveJobs.ts';
import type { EngineAbout, EngineJob, EngineResult } from './threadedEngine.ts';

await serveJobs<EngineJob, EngineResult, EngineAbout>(async () => {
  // Only threadedEngine.ts starts this thread, with data of this type.
  const engine = await loadEngine(workerData as EngineOptions);
  return {
    about: { name: engine.name, weights: engine.weights, languages: engine.languages },
    async run({ file, text, ...languages }, signal) {
      const options = { signal, ...languages };
      if (text === undefined) return { kind: 'transcription', value: await engine.transcribeFile(file, options) };
      return { kind: 'alignment', value: await engine.alignFile(file, text, options) };
    },
    release: () => engine.release(),
  };
});

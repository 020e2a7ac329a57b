// The thread that hears where anybody speaks.

import { loadVoices, type Voices } from '../voices/voices.ts';
import { serveJobs } from './serveJobs.ts';
import type { VoicesAbout, VoicesJob } from './threadedVoices.ts';

await serveJobs<VoicesJob, Voices, VoicesAbout>(async () => {
  const engine = await loadVoices();
  return {
    about: { weights: engine.weights },
    run: ({ file }, signal) => engine.hearFile(file, signal),
    release: () => engine.release(),
  };
});

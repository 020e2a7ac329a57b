// The thread that hears where anybody speaks, and whose voice is like whose.

import { loadVoices, type Voices } from '../voices/voices.ts';
import { serveJobs } from './serveJobs.ts';
import type { VoicesAbout, VoicesJob } from './threadedVoices.ts';

await serveJobs<VoicesJob, Voices, VoicesAbout>(async () => {
  const engine = await loadVoices();
  return {
    about: { weights: engine.weights },
    run: ({ file, include, before }, signal) => engine.hearFile(file, include, signal, before),
    release: () => engine.release(),
  };
});

// Hears a sound file with the recogniser of a checkout, in a process of its own, and says what that took.
//   node bench/speech/hear.ts ROOT FILE
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { loadEngine as load } from '../../speech/words/engine.ts';

const [root = '.', file = ''] = process.argv.slice(2);
// Where the recogniser lies now, and where it lay before.
const places = ['speech/words/engine.ts', 'speech/engine.ts', 'local/speech/engine.ts'].map((path) => join(root, path));
const engineFile = places.find(existsSync) ?? '';

let onnxSeconds = 0;
type Call = (...args: unknown[]) => Promise<unknown>;
// ONNX Runtime is the speech server's dependency, so it is found from there.
const runtime = createRequire(pathToFileURL(engineFile))('onnxruntime-node') as {
  InferenceSession: { create: (...args: unknown[]) => Promise<{ run: Call }> };
};
const create = runtime.InferenceSession.create;
runtime.InferenceSession.create = async (...args) => {
  const session = await create.apply(runtime.InferenceSession, args);
  const run = session.run;
  session.run = async (...inputs) => {
    const began = performance.now();
    try {
      return await run.apply(session, inputs);
    } finally {
      onnxSeconds += (performance.now() - began) / 1000;
    }
  };
  return session;
};

// A checkout's recogniser of before has the same function, or this fails and says so.
const { loadEngine } = (await import(pathToFileURL(engineFile).href)) as {
  loadEngine: typeof load;
};
const engine = await loadEngine();
const sound = await readFile(file);
onnxSeconds = 0;
const cpu = process.cpuUsage();
const began = performance.now();
const { durationSeconds, segments } = await engine.transcribeFile(sound, { language: 'en' });
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
await engine.release();
const words = segments.flatMap((segment) => segment.words.map(({ text, start, end }) => ({ text, start, end })));
console.log(JSON.stringify({ durationSeconds, seconds, cpuSeconds: (user + system) / 1e6, onnxSeconds, words }));

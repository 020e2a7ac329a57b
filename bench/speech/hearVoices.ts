// Hears where anybody speaks in a sound file, and then whose voice that is, in a process of its own, and says what each took.
//   node bench/speech/hearVoices.ts FILE
import { readFile } from 'node:fs/promises';
import { loadVoices } from '../../speech/voices/voices.ts';

const [file = ''] = process.argv.slice(2);
const engine = await loadVoices();
const sound = await readFile(file);
const never = new AbortController().signal;

/** With the processor seconds of this process, as those of the words are counted: without ffmpeg's. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; cpuSeconds: number }> {
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, cpuSeconds: (user + system) / 1e6 };
}

const voice = await measured(() => engine.hearFile(sound, new Set(['changes', 'overlaps']), never));
const { durationSeconds, speech, changes = [] } = voice.result;
const voices = await measured(() => engine.hearFile(sound, new Set(['windows']), never, { speech, changes }));
await engine.release();
console.log(
  JSON.stringify({
    durationSeconds,
    voiceSeconds: voice.cpuSeconds,
    voicesSeconds: voices.cpuSeconds,
    windows: voices.result.windows?.length ?? 0,
  }),
);

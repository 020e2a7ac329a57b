import { parseArgs } from 'node:util';
import { startSpeechServer } from './http/server.ts';
import { readWeights, WeightsError, type WhisperWeights } from './models/weights.ts';
import { readServes } from './serves.ts';
import { sweepSoundFolders } from './sound/soundFolder.ts';

/** A whole number within bounds, or the end of the program with a word on what was wrong. */
function numberOption(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  return fail(`--${name} must be a whole number from ${min} to ${max}, not "${value}".`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

// ONNX Runtime would report to Microsoft what it loads, under a name that it gives this machine in ~/.cache.
process.env.ORT_DISABLE_TELEMETRY = '1';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '9000' }, host: { type: 'string' }, threads: { type: 'string' } },
});
/** What SPEECH_SERVES names, or the end of the program. */
function servesSetting() {
  try {
    return readServes(process.env.SPEECH_SERVES);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** The weights that SPEECH_WEIGHTS names, or the end of the program. */
function weightsSetting(): WhisperWeights {
  try {
    return readWeights(process.env.SPEECH_WEIGHTS, process.env.SPEECH_WEIGHTS_SHA256);
  } catch (error) {
    if (error instanceof WeightsError) return fail(error.message);
    throw error;
  }
}

await sweepSoundFolders();
const serves = servesSetting();
const whisper = serves.has('words') ? weightsSetting() : undefined;
const key = process.env.SPEECH_SERVICE_KEY;
const port = numberOption('port', values.port, 0, 65_535);
const server = await startSpeechServer({
  port,
  serves,
  ...(whisper === undefined ? {} : { model: whisper }),
  ...(key === undefined || key === '' ? {} : { key }),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.threads === undefined ? {} : { threads: numberOption('threads', values.threads, 1, 64) }),
  log: (event, fields) => {
    const error = fields.error;
    const plain = error instanceof Error ? { ...fields, error: error.stack ?? error.message } : fields;
    console.error(JSON.stringify({ time: new Date().toISOString(), event, ...plain }));
  },
}).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken: choose another with --port (0 takes a free one).`
      : `The speech server cannot listen on port ${port}: ${error.message}`,
  ),
);

const exit = () => process.exit(0);
// A second signal does not wait.
process.once('SIGTERM', () => {
  void server.drain().then(exit);
  process.once('SIGTERM', () => void server.stop().then(exit));
});
process.once('SIGINT', () => void server.stop().then(exit));

try {
  await server.ready;
  const model = whisper === undefined ? {} : { model: whisper.name };
  console.log(JSON.stringify({ ready: true, port: server.port, url: server.url, serves: [...serves], ...model }));
} catch (error) {
  await server.stop();
  fail(error instanceof Error ? error.message : String(error));
}

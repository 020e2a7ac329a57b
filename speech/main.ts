import { parseArgs } from 'node:util';
import { startSpeechServer } from './server.ts';
import { readServes } from './serves.ts';
import { localModel } from './transcriptionRequest.ts';

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

const serves = servesSetting();
const port = numberOption('port', values.port, 0, 65_535);
const server = await startSpeechServer({
  port,
  serves,
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

const stop = () => void server.stop().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

try {
  await server.ready;
  const model = serves.has('words') ? { model: localModel } : {};
  console.log(JSON.stringify({ ready: true, port: server.port, url: server.url, serves: [...serves], ...model }));
} catch (error) {
  await server.stop();
  fail(error instanceof Error ? error.message : String(error));
}

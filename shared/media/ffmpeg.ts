import { finished, type Writable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import { childEnvironment, pathOf } from './binaries.ts';
import type { MediaSource } from './blobSource.ts';
import { failureOf, type RunBounds, stopReason } from './failure.ts';

/** The one place that knows fluent-ffmpeg. It is archived upstream; a change of library is a change of this file. */

export interface FfmpegInput {
  readonly url: string;
  readonly options: readonly string[];
}

export interface FfmpegOutput {
  /** A file's absolute path, or where to pipe to. At most one output is piped. */
  readonly target: string | Writable;
  readonly options: readonly string[];
}

export interface FfmpegRun extends RunBounds {
  /** What is being done, as in "ffmpeg failed while …". */
  readonly doing: string;
  readonly inputs: readonly FfmpegInput[];
  readonly filter?: string;
  readonly outputs: readonly FfmpegOutput[];
  /** The stored file behind the inputs; its read errors come before ffmpeg's, which only sees a broken connection. */
  readonly source?: MediaSource;
  /** Is told the last lines of what ffmpeg complained of, also where it went on to the end. */
  readonly complaints?: (said: string) => void;
}

// Quiet but for errors: banners and metadata are the uploader's text. No standard input: ffmpeg would take it for keys.
const always = ['-hide_banner', '-nostdin', '-y', '-v', 'error'];
const keptLines = 60;

interface Ring {
  get(): string;
}
type EndOfSpawn = (error: Error | null, stdout?: Ring, stderr?: Ring) => void;
/** What fluent-ffmpeg 2.1.3 calls to start the program; private there, and frozen since the library is archived. */
interface Spawning {
  _spawnFfmpeg(args: string[], options: object, started: unknown, ended: EndOfSpawn): void;
}

const nothing: Ring = { get: () => '' };

/**
 * Mends two things in how the library starts programs. It hands them our whole environment. And one that can't be
 * started (too many files open, too many processes) makes it read output that is not there, in an event, where nobody
 * could catch it: the whole host would stop. So the program gets its own environment, and the library empty output.
 */
function mendSpawning(command: ffmpeg.FfmpegCommand): void {
  // The types leave this private method out.
  const spawning = command as unknown as Spawning;
  const spawn = spawning._spawnFfmpeg.bind(command);
  spawning._spawnFfmpeg = (args, given, started, ended) => {
    const options = { ...given, env: childEnvironment() };
    // The library also calls this with three arguments, to ask what ffmpeg can do; there it looks at errors first.
    if (typeof ended !== 'function') return spawn(args, options, started, ended);
    try {
      spawn(args, options, started, (error, stdout = nothing, stderr = nothing) => ended(error, stdout, stderr));
    } catch (error) {
      ended(error instanceof Error ? error : new Error(String(error)), nothing, nothing);
    }
  };
}

function commandOf(run: FfmpegRun): ffmpeg.FfmpegCommand {
  const command = ffmpeg({ stdoutLines: keptLines });
  mendSpawning(command);
  for (const [index, { url, options }] of run.inputs.entries()) {
    // Spread, never an array or one string: those fluent-ffmpeg splits at spaces.
    command.input(url).inputOptions(...(index === 0 ? always : ['-v', 'error']), ...options);
  }
  if (run.filter !== undefined) command.complexFilter(run.filter);
  for (const { target, options } of run.outputs) {
    command.output(typeof target === 'string' && target !== '-' ? `file:${target}` : target);
    command.outputOptions('-max_muxing_queue_size', '1024', ...options);
  }
  return command;
}

/** Resolves when everything written to it has been taken. */
function taken(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    finished(stream, { readable: false }, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Runs ffmpeg to its end and gives its last lines of standard output. When this settles, the program is gone.
 * @throws PermanentError | TransientError for what went wrong; the signal's reason after an abort.
 */
export async function runFfmpeg(run: FfmpegRun): Promise<string> {
  run.signal.throwIfAborted();
  ffmpeg.setFfmpegPath(await pathOf('ffmpeg'));
  const command = commandOf(run);
  const timeUp = AbortSignal.timeout(Math.ceil(run.timeLimitSeconds * 1000));
  const stop = AbortSignal.any([run.signal, timeUp]);
  const kill = () => command.kill('SIGKILL');
  const pipes = run.outputs.flatMap(({ target }) => (typeof target === 'string' ? [] : [taken(target)]));
  const ended = new Promise<string>((resolve, reject) => {
    // Stopped before there was a process: nothing to kill until now.
    command.on('start', () => stop.aborted && kill());
    command.on('end', (stdout: string | null, stderr: string | null) => {
      run.complaints?.(stderr ?? '');
      resolve(stdout ?? '');
    });
    command.on('error', (error: Error & { outputStreamError?: Error }, _stdout: unknown, stderr: unknown) => {
      if (stop.aborted) return reject(stopReason(run, run.doing));
      if (error.outputStreamError) return reject(error.outputStreamError);
      const signal = /killed with signal (\w+)/.exec(error.message)?.[1] ?? null;
      const said = typeof stderr === 'string' && stderr !== '' ? stderr : error.message;
      reject(failureOf({ program: 'ffmpeg', doing: run.doing, signal, stderr: said }));
    });
  });
  stop.addEventListener('abort', kill);
  try {
    command.run();
    const [stdout] = await Promise.all([ended, ...pipes]);
    throwSourceFailure(run.source);
    return stdout;
  } catch (error) {
    throwSourceFailure(run.source);
    throw error;
  } finally {
    stop.removeEventListener('abort', kill);
  }
}

/** Throws what went wrong in reading the stored file, if anything did. */
export function throwSourceFailure(source: MediaSource | undefined): void {
  if (source?.failure !== undefined) throw source.failure;
}

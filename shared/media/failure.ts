import { PermanentError, TransientError } from '../errors.ts';

/** How a run of ffmpeg or ffprobe ended that did not end well. */
export interface BadEnd {
  readonly program: 'ffmpeg' | 'ffprobe';
  readonly doing: string;
  readonly signal: string | null;
  readonly stderr: string;
}

// What ffmpeg writes, since 2018 at least, and what it means to the person who uploaded the file.
const meanings: readonly [RegExp, (doing: string) => Error][] = [
  [
    /exceeds max_streams/,
    () =>
      new PermanentError(
        'too-many-streams',
        'The file has more streams than any recording has. Export it again with one picture and one sound.',
      ),
  ],
  [
    /moov atom not found/,
    () =>
      new PermanentError(
        'file-truncated',
        'The MP4 lacks its index: the recording or the upload was cut off. Upload it again, or repair it.',
      ),
  ],
  [
    /Protocol .* not on whitelist/i,
    () =>
      new PermanentError(
        'file-refused',
        'The file is not one recording but refers to other files or addresses. Upload the recording itself.',
      ),
  ],
  [
    /No space left on device/,
    (doing) => new TransientError('disk-full', `No room was left on the disk while ${doing}.`),
  ],
  [
    /spawn .*\b(EAGAIN|EMFILE|ENFILE|ENOMEM)\b/,
    (doing) => new TransientError('out-of-memory', `The machine is too busy to start a program for ${doing}.`),
  ],
  [
    /Cannot allocate memory|Error allocating/i,
    (doing) => new TransientError('out-of-memory', `Memory ran out while ${doing}.`),
  ],
  [
    /Invalid data found when processing input|Format not on whitelist|Unknown format|could not find codec parameters/i,
    () =>
      new PermanentError(
        'not-a-video',
        'The file is neither a video nor a sound recording that can be read. Export it as MP4 and upload it again.',
      ),
  ],
];

/** The last lines of what was written, without addresses. */
function lastWords(stderr: string): string {
  return stderr
    .replaceAll(/https?:\/\/\S+/g, 'the video')
    .trim()
    .split('\n')
    .slice(-3)
    .join(' | ')
    .slice(-400);
}

/** The failure behind a bad end, as ours. A kill that we did not send is the system's, for want of memory. */
export function failureOf({ program, doing, signal, stderr }: BadEnd): Error {
  if (signal === 'SIGKILL')
    return new TransientError('out-of-memory', `${program} was killed while ${doing}: the machine ran out of memory.`);
  for (const [pattern, meaning] of meanings) {
    if (pattern.test(stderr)) return meaning(doing);
  }
  return new PermanentError(
    'internal',
    `${program} failed while ${doing}${signal === null ? '' : ` (${signal})`}: ${lastWords(stderr)}`,
  );
}

/** Bounds of one run; on abort, or when the time is up, the program is killed at once. */
export interface RunBounds {
  readonly signal: AbortSignal;
  readonly timeLimitSeconds: number;
}

/** What to throw for a run that we stopped: the caller's own reason, or that its time was up. */
export function stopReason({ signal, timeLimitSeconds }: RunBounds, doing: string): unknown {
  if (signal.aborted) return signal.reason;
  return new TransientError(
    'timed-out',
    `Time was up while ${doing} (${Math.ceil(timeLimitSeconds)} s were left for it).`,
  );
}

/** Shares one time limit among several runs: each call gives what is left of it. */
export function untilDeadline({ signal, timeLimitSeconds }: RunBounds): () => RunBounds {
  const deadline = performance.now() + timeLimitSeconds * 1000;
  return () => ({ signal, timeLimitSeconds: Math.max(0.001, (deadline - performance.now()) / 1000) });
}
